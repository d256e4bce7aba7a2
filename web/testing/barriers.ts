import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe finds on the page as it stands: one line a rule, with the elements.
 *
 * @param rules - `all`, or those alone that depend on the colours
 */
export async function findBarriers(page: Page, rules: "all" | "colours"): Promise<string[]> {
	// evaluated over the debugger: no script element, so the page's own policy stays in force
	if (await page.evaluate("!('axe' in globalThis)")) await page.evaluate(AXE);
	const options = rules === "all" ? "{}" : '{ runOnly: ["color-contrast", "link-in-text-block"] }';
	return page.evaluate(
		`axe.run(document, ${options}).then(({ violations }) => violations.map(({ id, nodes }) =>
			id + ": " + nodes.map((node) => node.html.slice(0, 160) + " " + node.failureSummary).join(" | ")))`,
	);
}
