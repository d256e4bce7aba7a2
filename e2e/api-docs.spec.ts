import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { z } from "zod";
import { findBarriers } from "../web/testing/barriers.ts";
import { browserMissing, openBrowser, openPage } from "../web/testing/chromium.ts";
import { SIZES } from "../web/testing/sizes.ts";
import { addPerson, PASSWORD } from "./testing/desk-people.ts";
import { type Product, startProduct } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== null)("the API's reference", () => {
	let product: Product;
	let browser: Browser;
	beforeAll(async () => {
		[product, browser] = await Promise.all([startProduct(), openBrowser()]);
	});
	afterAll(async () => {
		await browser?.close();
		await product?.stop();
	});

	test.for(Object.entries(SIZES))(
		"[RF5] under its own policy it asks nobody else, has no barrier, and a call is answered: %s",
		async ([, shape], { expect }) => {
			for (const colorScheme of ["light", "dark"] as const) {
				const context = await browser.newContext({ ...shape, colorScheme, locale: "en-GB" });
				const elsewhere: string[] = [];
				context.on("request", (request) => {
					if (!request.url().startsWith(product.origin)) elsewhere.push(request.url());
				});
				const complaints: string[] = [];
				const page = await openPage(context, `${product.origin}/api-docs`, complaints);
				await page.getByLabel("Find a route").fill("visitors post");
				await page.getByRole("status").filter({ hasText: "1 route" }).waitFor();
				// by keyboard: to the one route, open it, send
				await page.locator("summary").focus();
				await page.keyboard.press("Enter");
				await page.getByRole("button", { name: "Send POST" }).focus();
				await page.keyboard.press("Enter");
				await page.getByText("201 Created").waitFor();
				expect(await page.getByLabel("Body of the answer").innerText()).toContain('"visitorId"');
				expect(await page.getByLabel("The same as a command").innerText()).toContain("curl");
				expect(await findBarriers(page, "all")).toEqual([]);
				await page.getByLabel("Find a route").fill("");
				await page.getByRole("heading", { name: "operations" }).waitFor();
				const isTooWide = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
				expect(await page.evaluate(isTooWide)).toBe(false);
				expect(complaints).toEqual([]);
				expect(elsewhere).toEqual([]);
				await context.close();
			}
		},
	);

	test("[RF6] a call is made by my session, or by an API key, and answered as that one", async ({
		expect,
	}) => {
		const person = await addPerson(product, "Ada Reader", ["admin"]);
		const context = await browser.newContext({ locale: "en-GB" });
		const complaints: string[] = [];
		const page = await openPage(context, `${product.origin}/api-docs`, complaints);
		await page.getByRole("button", { name: "Use my session" }).click();
		await page.getByText("Nobody is signed in to this browser").waitFor();
		const signedIn = await context.request.post(`${product.origin}/api/auth/sign-in`, {
			headers: { Origin: product.origin },
			data: { email: person.email, password: PASSWORD },
		});
		const { accessToken } = z.object({ accessToken: z.string() }).parse(await signedIn.json());
		await page.getByRole("button", { name: "Use my session" }).click();
		await page.getByText("Calls are made as you.").waitFor();
		await callRoute(page, "who is signed in", "200 OK");
		expect(await page.getByLabel("Body of the answer").innerText()).toContain(person.email);

		const made = await context.request.post(`${product.origin}/api/api-keys`, {
			headers: { Authorization: `Bearer ${accessToken}` },
			data: { name: "try", scopes: ["orders:read"], expiresInDays: 1 },
		});
		const { key } = z.object({ key: z.string() }).parse(await made.json());
		await page.getByLabel("Token for the calls below").fill(key);
		await callRoute(page, "orders by number", "200 OK");
		await callRoute(page, "everybody with an account", "403 Forbidden");
		const kept = await page.evaluate(
			"JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])",
		);
		expect(String(kept)).not.toMatch(new RegExp(`${key}|eyJ`));
		expect(complaints.filter((line) => !line.includes("403"))).toEqual([]);
		await context.close();
	});
});

/** Finds one route by words, opens it and sends its form. */
async function callRoute(page: Page, words: string, status: string): Promise<void> {
	await page.getByLabel("Find a route").fill(words);
	await page
		.getByRole("status")
		.filter({ hasText: /^1 route$/ })
		.waitFor();
	await page.locator("summary").click();
	await page.getByRole("button", { name: /^Send / }).click();
	await page.getByText(status, { exact: true }).waitFor();
}
