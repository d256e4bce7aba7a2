import type { Failure, LogEvent } from "../observability/log-event.ts";
import type { PublishedModels } from "./published-models.ts";

/** What loading from the static assets needs of the call that begins it: the asset server, and time to end it. */
export interface AssetsWorld {
	readonly assets: { fetch(request: Request): Promise<Response> };
	readonly waitUntil: (promise: Promise<unknown>) => void;
	readonly report: (error: unknown, failure: Failure) => void;
}

/** What loading an assistant needs beside. */
export interface AssistantWorld extends AssetsWorld {
	/** Null where no model can be published at run time. */
	readonly models: PublishedModels | null;
	readonly log: (event: LogEvent) => void;
}

/** A file of the build. @throws Error that names it when it can't be had */
export async function fetchAsset(
	{ assets }: Pick<AssetsWorld, "assets">,
	path: string,
): Promise<ArrayBuffer> {
	const response = await assets.fetch(new Request(`https://assets${path}`));
	if (response.ok) return response.arrayBuffer();
	await response.body?.cancel();
	throw new Error(`The static asset ${path}: HTTP ${response.status}. Build and deploy the assets again.`);
}
