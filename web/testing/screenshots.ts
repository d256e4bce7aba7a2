/**
 * Draws the states of the chat page, for people to look at. e2e/accessibility.spec.ts looks for barriers in the same ones.
 * `vite build -c web/vite.config.ts && node web/testing/screenshots.ts [FOLDER] [PART OF A NAME]`
 */
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser, openPage } from "./chromium.ts";
import { MockServer } from "./mock-server.ts";
import { STATES } from "./page-states.ts";
import { SIZES } from "./sizes.ts";

async function draw(folder: string, only: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const browser = await openBrowser();
	for (const [size, shape] of Object.entries(SIZES)) {
		for (const colorScheme of ["light", "dark"] as const) {
			for (const [name, prepare] of Object.entries(STATES)) {
				const picture = `${name}-${size}-${colorScheme}.png`;
				if (!picture.includes(only)) continue;
				const server = new MockServer();
				const context = await browser.newContext({ ...shape, colorScheme, locale: "en-GB" });
				const page = await openPage(context, await server.listen(0), []);
				await prepare({ page, server, context });
				await page.screenshot({ path: join(folder, picture) });
				await context.close();
				server.close();
			}
		}
	}
	await browser.close();
}

const [folder = join(tmpdir(), "chat-screenshots"), only = ""] = process.argv.slice(2);
await draw(folder, only);
process.stdout.write(`${folder}\n`);
