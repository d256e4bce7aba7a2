import { Readiness, Version } from "../../contracts/api.ts";
import type { Fault, Fetch, Result } from "./call-api.ts";

const TIMEOUT_MS = 10_000;
const UNREACHABLE: Fault = {
	code: "unreachable",
	message: "The server can't be reached just now. Please try again.",
	fields: {},
};

/** How each part answers. A part that is down is an answer too, not a refusal. */
export async function readHealth(fetch: Fetch): Promise<Result<{ readiness: Readiness; version: Version }>> {
	const read = async (path: string): Promise<unknown> => {
		const response = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
		return response.json();
	};
	try {
		const [readiness, version] = await Promise.all([read("/readyz"), read("/version")]);
		return { ok: true, value: { readiness: Readiness.parse(readiness), version: Version.parse(version) } };
	} catch {
		return { ok: false, fault: UNREACHABLE }; // no network, a time-out, or no JSON of ours
	}
}
