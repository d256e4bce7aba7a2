import { gunzipSync } from "node:zlib";
import { test } from "vitest";
import { MODEL_ASSET } from "../contracts/private-assets.ts";
import { assetHeadersFile, IMMUTABLE_CACHE, SECURITY_HEADERS } from "../contracts/security-headers.ts";
import { serveAsset } from "./assets-service.ts";

const FILES: Record<string, string> = {
	"/index.html": "<!doctype html>",
	"/about.html": "about",
	"/widget/index.html": "widget",
	"/assets/app-1a2b.js": "let a;",
	"/assets/inter-3c4d.woff2": "font",
	"/theme.js": "let b;",
	"/odd name.svg": "<svg/>",
	"/data.unknown": "?",
	"/v1.2/notes.txt": "notes",
	"/_headers": "/*",
	"/.well-hidden": "secret",
};

/** workerd's disk service: a file with its date and size, a folder as a list without a date. */
const PAGES = {
	fetch: async (request: Request) => {
		const path = decodeURI(new URL(request.url).pathname);
		const text = FILES[path];
		if (text !== undefined)
			return new Response(text, {
				headers: {
					"Content-Type": "application/octet-stream",
					"Content-Length": String(text.length),
					"Last-Modified": "Fri, 20 Nov 2026 10:00:00 GMT",
				},
			});
		const isFolder = Object.keys(FILES).some((file) => file.startsWith(`${path}/`));
		return isFolder ? new Response('[{"name":"app.js"}]') : new Response(null, { status: 404 });
	},
};

/** The folder of the model that answers. */
const MODEL = {
	fetch: async (request: Request) =>
		new URL(request.url).pathname === "/project.caremodel"
			? new Response("the project's model", { headers: { "Last-Modified": "Fri, 20 Nov 2026 10:00:00 GMT" } })
			: new Response(null, { status: 404 }),
};

const get = (path: string, init: RequestInit = {}) =>
	serveAsset(new Request(`http://care.example${path}`, init), {
		PAGES,
		MODEL,
		MODEL_NAME: "project.caremodel",
	});

test("[AS1] pages come with their type and caching, whatever way they are asked for", async ({ expect }) => {
	const revalidate = "public, max-age=0, must-revalidate";
	const cases: [string, string, string, string][] = [
		["/", "<!doctype html>", "text/html; charset=utf-8", revalidate],
		["/index.html", "<!doctype html>", "text/html; charset=utf-8", revalidate],
		["/about", "about", "text/html; charset=utf-8", revalidate],
		["/widget/", "widget", "text/html; charset=utf-8", revalidate],
		["/widget", "widget", "text/html; charset=utf-8", revalidate],
		["/theme.js?v=1", "let b;", "text/javascript; charset=utf-8", revalidate],
		["/odd%20name.svg", "<svg/>", "image/svg+xml", revalidate],
		["/data.unknown", "?", "application/octet-stream", revalidate],
		["/assets/app-1a2b.js", "let a;", "text/javascript; charset=utf-8", IMMUTABLE_CACHE],
		["/assets/inter-3c4d.woff2", "font", "font/woff2", IMMUTABLE_CACHE],
	];
	for (const [path, text, type, caching] of cases) {
		const response = await get(path);
		expect(
			[await response.text(), response.headers.get("Content-Type"), response.headers.get("Cache-Control")],
			path,
		).toEqual([text, type, caching]);
		for (const [name, value] of SECURITY_HEADERS) expect(response.headers.get(name)).toBe(value);
	}
});

test("[AS2] the model is the one that this process was started with, not that of the build", async ({
	expect,
}) => {
	expect(await (await get(MODEL_ASSET)).text()).toBe("the project's model");
	expect((await get("/project.caremodel")).status).toBe(404);
});

test("[AS1] settings, hidden files, folders and ways out are not there", async ({ expect }) => {
	const paths = [
		"/_headers",
		"/.well-hidden",
		"/assets",
		"/assets/",
		"/v1.2",
		"/..%2f..%2fetc%2fpasswd",
		"/%2e%2e/secret",
		"/assets/..%5c..%5cx",
		"//evil.example",
		"/%00",
		"/%ff",
		"/nothing.js",
		"/%5f%68eaders",
	];
	for (const path of paths) {
		const response = await get(path);
		expect(response.status, path).toBe(404);
		expect(await response.text(), path).toBe("");
	}
	const posted = await get("/", { method: "POST" });
	expect([posted.status, posted.headers.get("Allow")]).toEqual([405, "GET, HEAD"]);
});

test("[AS1] a page that is known already is not sent again; text is packed where that is understood", async ({
	expect,
}) => {
	const first = await get("/");
	const etag = first.headers.get("ETag") ?? "";
	expect(etag).toMatch(/^W\/".+"$/);
	for (const known of [etag, `"other", ${etag}`, "*"]) {
		const again = await get("/", { headers: { "If-None-Match": known } });
		expect([again.status, await again.text(), again.headers.get("ETag")]).toEqual([304, "", etag]);
	}
	expect((await get("/", { headers: { "If-None-Match": '"other"' } })).status).toBe(200);
	const head = await get("/", { method: "HEAD" });
	expect([head.status, await head.text(), head.headers.get("ETag")]).toEqual([200, "", etag]);

	const packed = await get("/", { headers: { "Accept-Encoding": "br, gzip;q=0.8" } });
	expect([packed.headers.get("Content-Encoding"), packed.headers.get("Vary")]).toEqual([
		"gzip",
		"Accept-Encoding",
	]);
	expect(gunzipSync(await packed.arrayBuffer()).toString()).toBe("<!doctype html>");
	for (const refusal of ["gzip;q=0", "identity", ""])
		expect(
			(await get("/", { headers: { "Accept-Encoding": refusal } })).headers.get("Content-Encoding"),
		).toBeNull();
	const font = await get("/assets/inter-3c4d.woff2", { headers: { "Accept-Encoding": "gzip" } });
	expect(font.headers.get("Content-Encoding")).toBeNull();
});

test("[HD1] Cloudflare's asset server is given the same headers", ({ expect }) => {
	const file = assetHeadersFile();
	for (const [name, value] of SECURITY_HEADERS) expect(file).toContain(`  ${name}: ${value}\n`);
	expect(file).toContain(`/assets/*\n  Cache-Control: ${IMMUTABLE_CACHE}\n`);
});
