import { sql } from "drizzle-orm";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { z } from "zod";
import { queryRows } from "../store/database.ts";
import { demoOrders } from "../store/demo-orders.ts";
import { browserMissing, ChatPage, openBrowser } from "./testing/browser.ts";
import type { Product } from "./testing/product.ts";
import { profileMissing, PROFILES, startProfile, type Profile } from "./testing/profiles.ts";

/** What the bot may say to a thank-you. */
const WELCOMED = /you're welcome|gladly|my pleasure/i;

/** Why the journeys can't run in a profile; said once, for a skipped test shall have its reason. */
function missingFor(profile: Profile): string | null {
	const missing = browserMissing() ?? profileMissing(profile);
	if (missing !== null) console.warn(`skipped in the profile ${profile}: ${missing}`);
	return missing;
}

/** None of these is in the assistant's training data. */
const WORDINGS = [
	"any news on that parcel of mine?",
	"ordered ages ago and still nothing here, whats happening with it",
	"could you look up how far along my purchase is",
];

for (const profile of PROFILES) {
	describe.skipIf(missingFor(profile) !== null)(`a customer in the browser, ${profile}`, () => {
		journeys(profile);
	});
}

function journeys(profile: Profile): void {
	let product: Product;
	let browser: Browser;
	beforeAll(async () => {
		[product, browser] = await Promise.all([startProfile(profile), openBrowser()]);
	});
	afterAll(async () => {
		await browser?.close();
		await product?.stop();
	});

	test.for(WORDINGS)("[J1] asks %s and gets the order's true state", async (wording, { expect }) => {
		const { number, email } = demoOrders.dispatched;
		const [order] = await queryRows(
			product.database(),
			z.object({ tracking: z.string() }),
			sql`select json_build_object('tracking', tracking_number) as row from orders where number = ${number}`,
		);
		const context = await browser.newContext({ locale: "en-GB" });
		const chat = await ChatPage.open(context, product.origin);
		await chat.asks(wording, /order number/i);
		await chat.asks(number, /e-mail/i);
		const answer = await chat.asks(email, /tracking/i);
		expect(answer).toContain(order?.tracking);
		expect(chat.complaints).toEqual([]);
		await context.close();
	});

	test("[J2] starts a return, wanders off, comes back and finishes it; the return stands in the table", async ({
		expect,
	}) => {
		const { number, email } = demoOrders.delivered;
		const context = await browser.newContext({ locale: "en-GB" });
		const chat = await ChatPage.open(context, product.origin);
		await chat.asks("i want to send something back", /order number/i);
		await chat.asks("what are your opening hours?", /order number/i); // answered, then asked again
		await chat.asks(number, /e-mail/i);
		await chat.asks("are you a robot", /e-mail/i);
		await chat.asks(email, /why|reason/i);
		await chat.page.getByRole("group", { name: "Your choice" }).last().getByRole("button").first().click();
		await chat.sees(/shall i register/i);
		await chat.page.getByRole("button", { name: /yes/i }).last().click();
		const text = await chat.sees(/return (number )?R-\d+|R-\d+/i);
		const returnNumber = /R-\d+/.exec(text)?.[0] ?? "";
		const rows = await queryRows(
			product.database(),
			z.object({ number: z.string(), orderNumber: z.string() }),
			sql`select json_build_object('number', returns.number, 'orderNumber', orders.number) as row
				from returns join orders on orders.id = returns.order_id where orders.number = ${number}`,
		);
		expect(rows).toEqual([{ number: returnNumber, orderNumber: number }]);
		expect(chat.complaints).toEqual([]);
		await context.close();
	});

	test("[J3] two tabs stay in step; a reload and a sleep of the network resume without a gap", async ({
		expect,
	}) => {
		const context = await browser.newContext({ locale: "en-GB" });
		const first = await ChatPage.open(context, product.origin);
		await first.asks("hello", /tell me what|what can i do/i);
		const second = await ChatPage.open(context, product.origin);
		await second.sees(/tell me what|what can i do/i);
		await second.write("which delivery options do you have");
		await first.sees(/delivery takes/i);

		await context.setOffline(true);
		await first.write("thanks");
		await first.page
			.getByText(/waiting to send|not sent|sending/i)
			.first()
			.waitFor();
		await context.setOffline(false);
		await first.sees(WELCOMED);
		await second.sees(WELCOMED);

		await first.page.reload();
		const afterReload = await first.sees(WELCOMED);
		expect(await second.log()).toContain("thanks");
		for (const text of ["hello", "which delivery options do you have", "thanks"]) {
			expect(afterReload.split("\n").filter((line) => line.trim() === text)).toEqual([text]);
		}
		await context.close();
	});

	test("[J4] the page lives through kill -9 of workerd: what was written in between is there once, in order", async ({
		expect,
	}) => {
		const context = await browser.newContext({ locale: "en-GB" });
		const chat = await ChatPage.open(context, product.origin);
		await chat.asks("hello", /tell me what|what can i do/i);
		const { workerdPid } = product.running();
		process.kill(workerdPid ?? 0, "SIGKILL");
		await chat.write("are you a robot");
		await chat.write("which delivery options do you have");
		await chat.sees(/program/i);
		await chat.sees(/delivery takes/i);
		await chat.page.reload();
		const text = await chat.sees(/delivery takes/i);
		const lines = text.split("\n").map((line) => line.trim());
		const written = ["hello", "are you a robot", "which delivery options do you have"];
		expect(lines.filter((line) => written.includes(line))).toEqual(written);
		await context.close();
	});
}
