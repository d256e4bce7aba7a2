import { execFileSync } from "node:child_process";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const FLAGS = [
	"--headless",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-dev-shm-usage",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/** Why the browser tests can't run here, or null. */
export function browserMissing(): string | null {
	return chromiumPath() === null
		? "no Chromium on PATH (apt-get install chromium, or set CHROMIUM to its path)"
		: null;
}

export async function openBrowser(): Promise<Browser> {
	return chromium.launch({ executablePath: chromiumPath() ?? "chromium", args: FLAGS });
}

/** Opens a page in a new tab. @param complaints - gets what its console says and what it throws */
export async function openPage(context: BrowserContext, url: string, complaints: string[]): Promise<Page> {
	const page = await context.newPage();
	page.on("console", (message) => {
		if (["error", "warning"].includes(message.type())) complaints.push(message.text());
	});
	page.on("pageerror", (error) => complaints.push(String(error)));
	await page.goto(url);
	return page;
}

function chromiumPath(): string | null {
	const named = process.env["CHROMIUM"];
	if (named !== undefined) return named;
	try {
		return execFileSync("sh", ["-c", "command -v chromium || command -v google-chrome"], {
			encoding: "utf8",
		}).trim();
	} catch {
		return null; // neither is installed: the tests that need it say so
	}
}
