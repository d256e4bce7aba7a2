import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { ENCODER_ASSET, MODEL_ASSET, WORD_VECTORS_ASSET } from "../contracts/private-assets.ts";
import { PAGES_DIRECTORY, WORKER_DIRECTORY } from "../cli/build-product.ts";

/** Limits in bytes of gzip. Every isolate reads the Worker's code before its first request: Cloudflare takes 3 MB of it. */
const WORKER_LIMIT = 768 * 1024;
/** What a cold isolate fetches before its first answer: the model of the shipped assistant and the word vectors. */
const FIRST_ANSWER_LIMIT = 3 * 1024 * 1024;
/** The dashboard: what is there before the first page of it is, and what each page adds. */
const DESK_LIMIT = 200 * 1024;
const DESK_PAGE_LIMIT = 80 * 1024;
const CHAT_PAGE_LIMIT = 110 * 1024;
const API_PAGE_LIMIT = 110 * 1024;
/** Cloudflare refuses a larger static asset, packed or not. */
const ASSET_LIMIT = 25 * 1024 * 1024;

/** Measures what is deployed and what the chat page's first load fetches. Returns false when a limit is passed. */
export function measureBundles(report: (message: string) => void): boolean {
	const worker = readdirSync(WORKER_DIRECTORY)
		.filter((name) => /\.(js|wasm)$/.test(name))
		.map((name) => join(WORKER_DIRECTORY, name));
	const page = firstLoadOf("index.html");
	const apiPage = firstLoadOf("api-docs.html");
	return [
		isWithin("worker bundle", worker, WORKER_LIMIT, report),
		isWithin("model and word vectors", inPages(MODEL_ASSET, WORD_VECTORS_ASSET), FIRST_ANSWER_LIMIT, report),
		isWithin("chat page, JS and CSS of the first load", page, CHAT_PAGE_LIMIT, report),
		isWithin("API page, JS and CSS of the first load", apiPage, API_PAGE_LIMIT, report),
		areDeskPagesWithin(report),
		isDeployable(inPages(MODEL_ASSET, WORD_VECTORS_ASSET, ENCODER_ASSET), report),
	].every(Boolean);
}

const inPages = (...assets: readonly string[]): string[] =>
	assets.map((asset) => join(PAGES_DIRECTORY, asset));

function isDeployable(paths: readonly string[], report: (message: string) => void): boolean {
	const tooLarge = paths.filter((path) => statSync(path).size > ASSET_LIMIT);
	for (const path of tooLarge) report(`     ${path}: more than the 25 MiB that a static asset may have`);
	return tooLarge.length === 0;
}

/** Scripts and style sheets that the page names, and what those scripts import before they run. */
function firstLoadOf(page: string): string[] {
	const html = readFileSync(join(PAGES_DIRECTORY, page), "utf8");
	const found = new Set(
		[...html.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? ""),
	);
	for (const path of found) {
		if (!path.endsWith(".js")) continue;
		const script = readFileSync(join(PAGES_DIRECTORY, path), "utf8");
		for (const [, imported = ""] of script.matchAll(/(?:from|import)"(\.\/[^"]+)"/g))
			found.add(join(dirname(path), imported));
	}
	return [...found].map((path) => join(PAGES_DIRECTORY, path));
}

/** The dashboard's first load, and each page that it fetches later with what only that page needs. */
function areDeskPagesWithin(report: (message: string) => void): boolean {
	const first = firstLoadOf("app.html");
	const pages = new Set(first.flatMap((path) => importsOf(path, DYNAMIC_IMPORT)));
	// a page may have parts of its own that are fetched when they are opened
	for (const page of pages) for (const part of importsOf(page, DYNAMIC_IMPORT)) pages.add(part);
	return [
		isWithin("desk, JS and CSS of the first load", first, DESK_LIMIT, report),
		...[...pages].map((page) => {
			const added = withImports([page]).filter((path) => !first.includes(path));
			return isWithin(`desk, ${basename(page)}`, added, DESK_PAGE_LIMIT, report);
		}),
	].every(Boolean);
}

/** As rolldown writes them: `from"./x.js"`, `import"./x.js"`; and `import("./x.js")` for what is fetched later. */
const STATIC_IMPORT = /(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g;
const DYNAMIC_IMPORT = /import\(\s*["'`]\.\/([^"'`]+\.js)["'`]/g;

function importsOf(path: string, kind: RegExp): string[] {
	if (!path.endsWith(".js")) return [];
	return [...readFileSync(path, "utf8").matchAll(kind)].map((match) => join(dirname(path), match[1] ?? ""));
}

/** These files and all that they can't begin without. */
function withImports(paths: readonly string[]): string[] {
	const found = new Set(paths);
	for (const path of found) for (const imported of importsOf(path, STATIC_IMPORT)) found.add(imported);
	return [...found];
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
