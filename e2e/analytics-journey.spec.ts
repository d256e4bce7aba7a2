/** The reports of the desk on a product with a seeded history: what is shown against counts of the test's own. */
import { execFileSync } from "node:child_process";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { BehindList } from "../contracts/analytics-behind.ts";
import { findBarriers } from "../web/testing/barriers.ts";
import { SIZES } from "../web/testing/sizes.ts";
import { browserMissing, startWithBrowser } from "./testing/browser.ts";
import { compareReports, openReport } from "./testing/compare-reports.ts";
import { addPerson, type DeskPerson, enterDesk, signInToDesk } from "./testing/desk-people.ts";
import { openPage } from "../web/testing/chromium.ts";
import { type Product } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

const CONVERSATIONS = 120;
const DAY_MS = 86_400_000;
const ZONE = "Europe/Berlin";
const day = (agoDays: number): string => new Date(Date.now() - agoDays * DAY_MS).toISOString().slice(0, 10);
/** Whole days that lie behind us: nothing more begins in them. */
const [FROM, TO] = [day(45), day(2)];
const RANGE = `from=${FROM}&to=${TO}&zone=${ZONE}`;

describe.skipIf(missing !== null)("analytics", () => {
	let product: Product;
	let browser: Browser;
	let analyst: DeskPerson;
	beforeAll(async () => {
		[product, browser] = await startWithBrowser();
		const words = ["cli/care.ts", "seed", "--history", "--conversations", String(CONVERSATIONS)];
		execFileSync(process.execPath, [...words, "--data", product.data], { stdio: "pipe" });
		analyst = await addPerson(product, "Ada Lindt", ["analyst"]);
	}, 600_000);
	afterAll(async () => {
		await browser?.close();
		await product?.stop();
	});

	const open = (page: Page, report: string, query = RANGE): Promise<void> =>
		openReport(page, product.origin, report, query);

	test("[J40] each number of each report is what a count by SQL says, and stands in its file", async ({
		expect,
	}) => {
		const { page, context, complaints } = await enterDesk(browser, product.origin, analyst);
		await compareReports(expect, page, product, { from: FROM, to: TO, zone: ZONE });
		expect(complaints.filter((line) => !/status of (?:401|503)/u.test(line))).toEqual([]);
		await context.close();
	}, 300_000);

	test("[J40] a number opens as many conversations as it said, and there is a way back", async ({
		expect,
	}) => {
		const { page, context } = await enterDesk(browser, product.origin, analyst);
		let authorization = "";
		page.on("request", (request) => {
			authorization = request.headers()["authorization"] ?? authorization;
		});
		let asked = 0;
		for (const report of ["overview", "channels", "languages", "agents", "busy-hours", "forms", "cohorts"]) {
			await open(page, report);
			for (const { href, value } of await countsOfConversations(page)) {
				const query = new URL(href, product.origin).searchParams;
				query.delete("back");
				const response = await fetch(`${product.origin}/api/desk/analytics/conversations?${query}`, {
					headers: { authorization },
				});
				expect(BehindList.parse(await response.json()).total, `${report}: ${query}`).toBe(value);
				asked += 1;
			}
		}
		expect(asked).toBeGreaterThan(100);

		await open(page, "overview");
		const contained = page
			.getByRole("region", { name: "Resolution" })
			.locator("a[href*='figure=contained'] data")
			.nth(1);
		const count = await contained.getAttribute("value");
		await contained.click();
		await page.getByRole("heading", { level: 1, name: "Conversations" }).waitFor();
		await page.getByText(`${count} conversations`).waitFor();
		await page.getByText(/^Contained · /u).waitFor();
		await page.getByRole("list", { name: "Conversations" }).getByRole("link").first().click();
		await page.getByRole("log").waitFor();
		await page.getByRole("link", { name: "Back to the report" }).click();
		await page.getByRole("heading", { level: 1, name: "Analytics" }).waitFor();
		expect(page.url()).toContain(`from=${FROM}`);
		await context.close();
	}, 300_000);

	test("[J41] by keyboard alone: a filter, a point of the chart, its conversations; the way back has the filter", async ({
		expect,
	}) => {
		const { page, context } = await enterDesk(browser, product.origin, analyst);
		await open(page, "overview");
		await page.getByRole("button", { name: "Filter", exact: true }).press("Enter");
		await page.getByRole("dialog", { name: "Filters" }).getByLabel("Channel").selectOption("rest");
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Take off: Channel: rest" }).waitFor();
		expect(page.url()).toContain("channel=rest");
		await page.waitForLoadState("networkidle");
		const chart = page.getByRole("application", { name: "Conversations" });
		await chart.focus();
		await chart.press("End");
		await chart.press("ArrowLeft");
		const said = await page.locator("figure output").innerText();
		await chart.press("Enter");
		await page.getByRole("heading", { level: 1, name: "Conversations" }).waitFor();
		await page
			.getByText(`${/(\d+)$/u.exec(said)?.[1]} conversation`)
			.first()
			.waitFor();
		await page.goBack();
		await page.getByRole("button", { name: "Take off: Channel: rest" }).press("Enter");
		await page.waitForURL((url) => !url.search.includes("channel"));
		await context.close();
	});

	test("[J41] empty, broken, on a phone; axe finds nothing, light and dark", async ({ expect }) => {
		const context = await browser.newContext({ ...SIZES.phone, locale: "en-GB", reducedMotion: "reduce" });
		const page = await openPage(context, "about:blank", []);
		await signInToDesk(page, product.origin, analyst);
		const found: string[] = [];
		const look = async (name: string): Promise<void> => {
			for (const theme of ["light", "dark"] as const) {
				await page.evaluate(async (chosen) => {
					document.documentElement.dataset["theme"] = chosen;
					await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
				}, theme);
				const barriers = await findBarriers(page, theme === "light" ? "all" : "colours");
				found.push(...barriers.map((line) => `${name}, ${theme}: ${line}`));
			}
		};
		for (const report of ["overview", "intents", "languages", "agents", "busy-hours", "forms", "cohorts"]) {
			await open(page, report);
			await look(report);
			await page.setViewportSize({ width: 320, height: 640 });
			const sideways = await page.evaluate(() => {
				const main = document.querySelector("main");
				const ofWindow = document.documentElement.scrollWidth - 320;
				return main === null ? 0 : Math.max(main.scrollWidth - main.clientWidth, ofWindow);
			});
			expect(sideways, `${report} scrolls sideways on a small phone`).toBe(0);
			await page.setViewportSize(SIZES.phone.viewport);
		}
		await open(page, "overview", "from=2020-01-01&to=2020-01-31");
		await page.getByText("No conversations in this range").waitFor();
		await look("empty");
		await page.route("**/api/desk/analytics/forms*", (route) => route.abort());
		await page.goto(`${product.origin}/app/analytics/forms?${RANGE}`);
		await page.getByRole("button", { name: "Try again" }).waitFor({ timeout: 30_000 });
		await look("broken");
		await page.unroute("**/api/desk/analytics/forms*");
		await page.getByRole("button", { name: "Try again" }).click();
		await page.getByRole("region", { name: "Forms" }).first().waitFor();
		expect(found).toEqual([]);
		await context.close();
	}, 240_000);
});

/** Links whose number is one of conversations, not of messages or shares. */
async function countsOfConversations(page: Page): Promise<{ href: string; value: number }[]> {
	const found = await page.evaluate(() =>
		[...document.querySelectorAll<HTMLAnchorElement>("main a[href*='figure=']")].map((link) => ({
			href: link.getAttribute("href") ?? "",
			text: link.textContent,
			value: Number(link.querySelector("data")?.getAttribute("value")),
			place: link.closest("td")?.cellIndex ?? 0,
			table: link.closest("table")?.caption?.textContent ?? "",
		})),
	);
	const isOfConversations = ({ table, place, href }: (typeof found)[number]): boolean => {
		if (table === "All figures by day") return place >= 1 && place <= 8;
		if (table === "Channels" || table === "Languages") return place === 2 || (place >= 9 && place <= 14);
		if (table === "Agents") return place === 2 || place === 4 || place === 9;
		if (table === "Hour by hour") return place === 1 || place === 3;
		if (table === "Forms" || table.startsWith("Slots of ")) return place >= 1 && place <= 3;
		if (table.startsWith("Conversations by") || table.startsWith("Customers who")) return true;
		return table === "" && /figure=(?:contained|confirmed|assumed|returned|lasting)/u.test(href);
	};
	return found.filter((link) => isOfConversations(link) && Number.isInteger(link.value) && link.value > 1);
}
