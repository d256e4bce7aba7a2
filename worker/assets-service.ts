/**
 * The pages in plain workerd, which has no assets binding: a small Worker of its own, bundled apart, over a disk
 * service. It answers as Cloudflare's asset server does with our settings, so that `env.ASSETS.fetch` is one thing.
 */
import { MODEL_ASSET } from "../contracts/private-assets.ts";
import { HASHED_ASSETS_PATH, IMMUTABLE_CACHE, SECURITY_HEADERS } from "../contracts/security-headers.ts";
import { contentKind } from "./content-type.ts";

interface AssetsEnv {
	/** workerd's disk service over the folder of the built pages. */
	readonly PAGES: Disk;
	/** The same over the folder of the model that answers: another project's than the build's own, it may be. */
	readonly MODEL: Disk;
	readonly MODEL_NAME: string;
}

interface Disk {
	fetch(request: Request): Promise<Response>;
}

/** Files that are settings, not pages. */
const HIDDEN = new Set(["/_headers", "/_redirects"]);

export async function serveAsset(request: Request, env: AssetsEnv): Promise<Response> {
	if (request.method !== "GET" && request.method !== "HEAD")
		return withHeaders(new Response(null, { status: 405, headers: { Allow: "GET, HEAD" } }));
	const path = safePath(new URL(request.url).pathname);
	for (const candidate of path === null ? [] : candidates(path)) {
		const [disk, name] =
			candidate === MODEL_ASSET ? [env.MODEL, `/${env.MODEL_NAME}`] : [env.PAGES, candidate];
		const file = await disk.fetch(new Request(`http://disk${encodeURI(name)}`));
		if (isFile(file)) return answerFile(request, candidate, file);
		await file.body?.cancel();
	}
	return withHeaders(new Response(null, { status: 404 }));
}

/** The path as a file's name; null for what can be no file of ours. */
function safePath(pathname: string): string | null {
	try {
		const path = decodeURIComponent(pathname);
		// a segment that begins with a dot is hidden or leads out; a backslash or a control character is never ours
		// oxlint-disable-next-line no-control-regex -- refusing control characters is the point
		return /\/\.|[\\\u0000-\u001f\u007f]|\/\//.test(path) || HIDDEN.has(path) ? null : path;
	} catch {
		return null; // not UTF-8
	}
}

/** The files that a path may mean, as Cloudflare's `auto-trailing-slash` reads it. */
function candidates(path: string): readonly string[] {
	if (path.endsWith("/")) return [`${path}index.html`];
	return /\.[a-z0-9]+$/i.test(path) ? [path] : [`${path}.html`, `${path}/index.html`];
}

/** The disk service answers a folder with a list of its files as JSON, without a date. */
function isFile(response: Response): boolean {
	return response.ok && response.headers.has("Last-Modified");
}

function answerFile(request: Request, path: string, file: Response): Response {
	const kind = contentKind(path);
	const etag = etagOf(file);
	const headers = new Headers({
		"Content-Type": kind.type,
		ETag: etag,
		"Cache-Control": path.startsWith(HASHED_ASSETS_PATH)
			? IMMUTABLE_CACHE
			: "public, max-age=0, must-revalidate",
	});
	if (kind.isCompressible) headers.set("Vary", "Accept-Encoding");
	if (matches(request.headers.get("If-None-Match"), etag)) {
		void file.body?.cancel();
		return withHeaders(new Response(null, { status: 304, headers }));
	}
	if (request.method === "HEAD") {
		void file.body?.cancel();
		return withHeaders(new Response(null, { headers }));
	}
	if (!kind.isCompressible || file.body === null || !acceptsGzip(request))
		return withHeaders(new Response(file.body, { headers }));
	headers.set("Content-Encoding", "gzip");
	const packed = file.body.pipeThrough(new CompressionStream("gzip"));
	return withHeaders(new Response(packed, { headers, encodeBody: "manual" }));
}

/** Weak: the gzip of a file goes by the same one. A build that changes a file changes its date or its size. */
function etagOf(file: Response): string {
	const modified = Date.parse(file.headers.get("Last-Modified") ?? "");
	return `W/"${modified.toString(36)}-${file.headers.get("Content-Length") ?? "0"}"`;
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
	return ifNoneMatch?.split(",").some((tag) => tag.trim() === etag || tag.trim() === "*") ?? false;
}

function acceptsGzip(request: Request): boolean {
	return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(request.headers.get("Accept-Encoding") ?? "");
}

function withHeaders(response: Response): Response {
	for (const [name, value] of SECURITY_HEADERS) response.headers.set(name, value);
	return response;
}

// oxlint-disable-next-line import/no-default-export -- workerd looks for the default export
export default {
	fetch: serveAsset,
};
