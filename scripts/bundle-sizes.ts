import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { PAGES_DIRECTORY, WORKER_DIRECTORY } from "../cli/build-product.ts";

/** Limits in bytes of gzip (ARCHITECTURE §10). The model counts to the Worker's bundle, for it travels with it. */
const WORKER_LIMIT = 3 * 1024 * 1024;
const CHAT_PAGE_LIMIT = 110 * 1024;

/** Measures what is deployed and what the chat page's first load fetches. Returns false when a limit is passed. */
export function measureBundles(report: (message: string) => void): boolean {
	const worker = readdirSync(WORKER_DIRECTORY)
		.filter((name) => /\.(js|caremodel|carevectors|wasm)$/.test(name))
		.map((name) => join(WORKER_DIRECTORY, name));
	const page = firstLoadOf(join(PAGES_DIRECTORY, "index.html")).map((path) => join(PAGES_DIRECTORY, path));
	return [
		isWithin("worker bundle with model", worker, WORKER_LIMIT, report),
		isWithin("chat page, JS and CSS of the first load", page, CHAT_PAGE_LIMIT, report),
	].every(Boolean);
}

/** Scripts and style sheets that the page names: its own and those it preloads. */
function firstLoadOf(page: string): string[] {
	const html = readFileSync(page, "utf8");
	return [...html.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? "");
}

function isWithin(
	name: string,
	paths: readonly string[],
	limit: number,
	report: (message: string) => void,
): boolean {
	if (paths.length === 0) {
		report(`     ${name}: no files found to measure`);
		return false;
	}
	const bytes = paths.reduce((sum, path) => sum + gzipSync(readFileSync(path), { level: 9 }).length, 0);
	report(`     ${name}: ${(bytes / 1024).toFixed(1)} kB gzip of ${(limit / 1024).toFixed(0)} kB`);
	return bytes <= limit;
}
