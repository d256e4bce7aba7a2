/// <reference types="node" />
/**
 * Draws the states of the chat page, for people to look at, and lets axe look for barriers at the same time.
 * `vite build -c web/vite.config.ts && node web/testing/screenshots.ts [FOLDER]`
 */
// oxlint-disable no-restricted-imports -- a development tool that runs on Node; the bundle never sees it
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { MockServer } from "./mock-server.ts";
import { STATES } from "./page-states.ts";

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
const SIZES = {
	phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
	desktop: { viewport: { width: 1440, height: 900 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 },
} as const;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function openBrowser(): Promise<Browser> {
	const executablePath = execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();
	return chromium.launch({ executablePath, args: FLAGS });
}

/** A page that counts what it complains about; the policy is lifted for axe alone, never for the page's own run. */
export async function openPage(context: BrowserContext, url: string, complaints: string[]): Promise<Page> {
	const page = await context.newPage();
	page.on("console", (message) => {
		if (["error", "warning"].includes(message.type())) complaints.push(message.text());
	});
	page.on("pageerror", (error) => complaints.push(String(error)));
	await page.goto(url);
	return page;
}

async function findBarriers(page: Page): Promise<string[]> {
	// evaluated over the debugger: no script element, so the page's own policy stays in force
	await page.evaluate(AXE);
	const found: { id: string; targets: string[] }[] = await page.evaluate(
		`axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, targets: nodes.map((node) => node.html.slice(0, 160) + " " + node.failureSummary) })))`,
	);
	return found.map(({ id, targets }) => `${id}: ${targets.join(" | ")}`);
}

async function draw(folder: string, only: string | undefined): Promise<number> {
	mkdirSync(folder, { recursive: true });
	const browser = await openBrowser();
	let faults = 0;
	for (const [size, shape] of Object.entries(SIZES)) {
		for (const colorScheme of ["light", "dark"] as const) {
			for (const [name, prepare] of Object.entries(STATES)) {
				if (only !== undefined && !`${name}-${size}-${colorScheme}`.includes(only)) continue;
				const server = new MockServer();
				const url = await server.listen(0);
				const context = await browser.newContext({ ...shape, colorScheme, locale: "en-GB" });
				const complaints: string[] = [];
				const page = await openPage(context, url, complaints);
				await prepare({ page, server, context });
				await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
				const barriers = await findBarriers(page);
				faults += barriers.length;
				for (const line of [...complaints, ...barriers])
					process.stdout.write(`${name} ${size} ${colorScheme}: ${line}\n`);
				await context.close();
				server.close();
			}
		}
	}
	await browser.close();
	return faults;
}

if (import.meta.main) {
	const [folder = join(tmpdir(), "chat-screenshots"), only] = process.argv.slice(2);
	const faults = await draw(folder, only);
	process.stdout.write(`${folder}: ${faults} barriers found by axe\n`);
	process.exitCode = faults === 0 ? 0 : 1;
}
