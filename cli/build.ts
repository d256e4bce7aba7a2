import { buildModel, buildPages, buildWorker, MODEL_FILE } from "./build-product.ts";

/** `npm run build`: everything that a deployment carries, each part only when it is stale. */
const report = (message: string): void => console.error(message);

await Promise.all([buildModel("assistant", MODEL_FILE, report), buildPages(report)]);
await buildWorker(report);
report("dist/ is up to date.");
