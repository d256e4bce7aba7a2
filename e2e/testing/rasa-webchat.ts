/** The rasa-webchat widget as npm has it, and a page of a customer's shop that embeds it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveOnLoopback } from "../../gateway/testing/loopback-server.ts";

const WIDGET = "rasa-webchat@1.0.1";

/**
 * The widget's script, or why it can't be had. It is fetched and not installed: its packages (an old webpack, an old React)
 * would be all of the project's.
 */
export function fetchWidget(): { readonly script: string } | { readonly missing: string } {
	try {
		const folder = mkdtempSync(join(tmpdir(), "rasa-webchat-"));
		const words = ["pack", WIDGET, "--silent", "--prefer-offline", "--pack-destination", folder];
		const archive = execFileSync("npm", words, { encoding: "utf8", timeout: 60_000 }).trim();
		execFileSync("tar", ["-xzf", join(folder, archive), "-C", folder]);
		return { script: readFileSync(join(folder, "package/lib/index.js"), "utf8") };
	} catch {
		return { missing: `${WIDGET} can't be fetched from the npm registry` }; // no network, or no npm
	}
}

/** Serves a page with the widget in it, from an origin of its own, as shops do. */
export async function serveShopPage(
	script: string,
	socketUrl: () => string,
): Promise<{ origin: string; stop(): Promise<void> }> {
	const server = await serveOnLoopback((request, response) => {
		const isScript = request.url === "/widget.js";
		response.setHeader(
			"Content-Type",
			isScript ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8",
		);
		response.end(isScript ? script : shopPage(socketUrl()));
	});
	return { origin: server.url, stop: server.close };
}

function shopPage(socketUrl: string): string {
	const settings = {
		socketUrl,
		socketPath: "/socket.io/",
		initPayload: "/greet",
		title: "Help",
		embedded: true,
	};
	return `<!doctype html><html lang="en"><title>A shop</title><body><div id="chat"></div>
<script src="/widget.js"></script>
<script>window.WebChat.default(${JSON.stringify(settings)}, document.getElementById("chat"));</script></body></html>`;
}
