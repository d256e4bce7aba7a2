/**
 * The one fixed list of headers that every answer carries: those of the API, those of the pages in plain workerd, and,
 * by the `_headers` file, those that Cloudflare's asset server gives.
 */

/** No inline script or style, nothing from elsewhere; images of bot responses may come from any https address. */
export const CONTENT_SECURITY_POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"font-src 'self'",
	"img-src 'self' data: https:",
	"connect-src 'self'",
	"manifest-src 'self'",
	"base-uri 'none'",
	"form-action 'self'",
	"frame-ancestors 'none'",
].join("; ");

/** Name and value of each, in the order in which they are sent. */
export const SECURITY_HEADERS: readonly (readonly [name: string, value: string])[] = [
	["Content-Security-Policy", CONTENT_SECURITY_POLICY],
	["Strict-Transport-Security", "max-age=63072000; includeSubDomains"],
	["X-Content-Type-Options", "nosniff"],
	["X-Frame-Options", "DENY"],
	["Referrer-Policy", "no-referrer"],
	["Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
	["Cross-Origin-Opener-Policy", "same-origin"],
	["Cross-Origin-Resource-Policy", "same-origin"],
];

/** Files under this path carry a hash of their content in their name: they never change. */
export const HASHED_ASSETS_PATH = "/assets/";
export const IMMUTABLE_CACHE = "public, max-age=31536000, immutable";

/** The text of `_headers`, which Cloudflare's asset server reads from the folder of the pages. */
export function assetHeadersFile(): string {
	const everywhere = SECURITY_HEADERS.map(([name, value]) => `  ${name}: ${value}\n`).join("");
	return `/*\n${everywhere}\n${HASHED_ASSETS_PATH}*\n  Cache-Control: ${IMMUTABLE_CACHE}\n`;
}
