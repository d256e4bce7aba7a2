import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { serveOnLoopback } from "../gateway/testing/loopback-server.ts";
import { findFreePort } from "./free-port.ts";
import { runWorkerd } from "./testing/run-workerd.ts";
import { workerdConfig } from "./workerd-config.ts";

/** Asks both ways out of the Worker for an address. */
const WORKER = `
const asked = async (ask) => { try { return String((await ask()).status); } catch { return "refused"; } };
export default { async fetch(request, env) {
	const target = new URL(request.url).searchParams.get("target");
	if (target === null) return new Response("up");
	return Response.json([await asked(() => fetch(target)), await asked(() => env.PUBLIC_NETWORK.fetch(target))]);
} };
import { DurableObject } from "cloudflare:workers";
export class ConversationDurableObject extends DurableObject {}
export class SocketIoSessionDurableObject extends DurableObject {}
`;

test("[OA4] the public network reaches no private address, whatever name leads to it", async ({ expect }) => {
	const folder = mkdtempSync(join(tmpdir(), "care-network-"));
	const inner = await serveOnLoopback((_request, response) => response.end("inside"));
	const port = await findFreePort("127.0.0.1");
	for (const name of ["pages", "objects"]) mkdirSync(join(folder, name));
	writeFileSync(join(folder, "worker.js"), WORKER);
	writeFileSync(join(folder, "assets.js"), "export default { fetch: () => new Response() }");
	writeFileSync(join(folder, "model"), "");
	writeFileSync(
		join(folder, "config.capnp"),
		workerdConfig({
			address: `127.0.0.1:${port}`,
			compatibilityDate: "2026-08-15",
			compatibilityFlags: [],
			modules: [{ name: "worker.js", kind: "esModule", path: "worker.js" }],
			assetsService: "assets.js",
			pagesDirectory: join(folder, "pages"),
			modelFile: join(folder, "model"),
			objectsDirectory: join(folder, "objects"),
			variables: ["VERSION"],
		}),
	);
	const origin = `http://127.0.0.1:${port}/`;
	const stop = await runWorkerd(folder, origin);
	try {
		for (const host of ["127.0.0.1", "localhost"]) {
			const target = encodeURIComponent(`http://${host}:${inner.port}/`);
			expect(await (await fetch(`${origin}?target=${target}`)).json(), host).toEqual(["200", "refused"]);
		}
	} finally {
		stop();
		await inner.close();
		rmSync(folder, { recursive: true, force: true });
	}
});
