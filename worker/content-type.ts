const TYPES: Readonly<Record<string, string>> = {
	html: "text/html; charset=utf-8",
	js: "text/javascript; charset=utf-8",
	mjs: "text/javascript; charset=utf-8",
	css: "text/css; charset=utf-8",
	json: "application/json",
	map: "application/json",
	webmanifest: "application/manifest+json",
	svg: "image/svg+xml",
	txt: "text/plain; charset=utf-8",
	xml: "application/xml",
	png: "image/png",
	jpg: "image/jpeg",
	jpeg: "image/jpeg",
	gif: "image/gif",
	webp: "image/webp",
	avif: "image/avif",
	ico: "image/x-icon",
	woff: "font/woff",
	woff2: "font/woff2",
	wasm: "application/wasm",
	mp3: "audio/mpeg",
	pdf: "application/pdf",
};
const COMPRESSIBLE = new Set([
	"html",
	"js",
	"mjs",
	"css",
	"json",
	"map",
	"webmanifest",
	"svg",
	"txt",
	"xml",
	"wasm",
]);

export interface ContentKind {
	readonly type: string;
	/** Whether gzip makes it smaller: images and fonts are compressed already. */
	readonly isCompressible: boolean;
}

/** What a file is, by the end of its name. The service answers with `nosniff`, so the unknown is a download. */
export function contentKind(path: string): ContentKind {
	const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
	return {
		type: TYPES[extension] ?? "application/octet-stream",
		isCompressible: COMPRESSIBLE.has(extension),
	};
}
