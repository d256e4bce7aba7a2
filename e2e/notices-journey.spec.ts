/** What an agent is told of, by which channel, in a browser that may show notifications and play tones. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { AgentList } from "../contracts/desk-commands.ts";
import { NoticeChannel, NoticeKind } from "../contracts/notices.ts";
import { browserMissing, startWithBrowser } from "./testing/browser.ts";
import { ChatClient } from "./testing/chat-client.ts";
import { addPerson, type DeskPerson, signInToDesk, tokenOf } from "./testing/desk-people.ts";
import { type Product, waitUntil } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

/** What the page asked of the device. The real parts run; they are written down beside it. */
function keepTold(): void {
	const told: string[] = [];
	const shown: Notification[] = [];
	const RealNotification = Notification;
	class KeptNotification extends RealNotification {
		constructor(title: string, options?: NotificationOptions) {
			super(title, options);
			told.push(`desktop ${title}`);
			shown.push(this);
		}
	}
	// oxlint-disable-next-line typescript/unbound-method -- it is called with its node below
	const startTone = OscillatorNode.prototype.start;
	OscillatorNode.prototype.start = function start(this: OscillatorNode, ...when: [number?]) {
		if (this.frequency.value < 1_000) told.push("sound");
		startTone.apply(this, when);
	};
	let isSeen = true;
	Object.defineProperty(document, "visibilityState", { get: () => (isSeen ? "visible" : "hidden") });
	document.hasFocus = () => isSeen;
	const look = (is: boolean): void => {
		isSeen = is;
		dispatchEvent(new Event(is ? "focus" : "blur"));
		document.dispatchEvent(new Event("visibilitychange"));
	};
	Object.assign(globalThis, { Notification: KeptNotification, told, shown, look });
}

describe.skipIf(missing !== null)("notices", () => {
	let product: Product;
	let browser: Browser;
	let ana: DeskPerson;
	let tokens: Record<"ana" | "ben", string>;
	let anaId: string;
	beforeAll(async () => {
		[product, browser] = await startWithBrowser();
		ana = await addPerson(product, "Ana Souza", ["agent"]);
		const ben = await addPerson(product, "Ben Okafor", ["agent"]);
		tokens = { ana: await tokenOf(product.origin, ana), ben: await tokenOf(product.origin, ben) };
		const { agents } = AgentList.parse(await (await call("ben", "GET", "agents")).json());
		anaId = agents.find(({ name }) => name === ana.name)?.id ?? "";
	});
	afterAll(async () => {
		await browser?.close();
		await product?.stop();
	});

	// oxlint-disable-next-line max-params -- as a call is written
	async function call(who: "ana" | "ben", method: string, path: string, body?: object): Promise<Response> {
		const response = await fetch(`${product.origin}/api/desk/${path}`, {
			method,
			headers: { authorization: `Bearer ${tokens[who]}`, "content-type": "application/json" },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
		return response;
	}
	const command = (name: string, { conversationId }: ChatClient, body: object = {}) =>
		call("ben", "POST", `conversations/${conversationId}/${name}`, { id: crypto.randomUUID(), ...body });
	async function customerInQueue(): Promise<ChatClient> {
		const customer = await ChatClient.create(product.origin);
		await customer.connect();
		await customer.say("I want to talk to a person");
		return customer;
	}
	async function tab(context: BrowserContext, isFirst: boolean): Promise<Page> {
		const page = await context.newPage();
		if (isFirst) await signInToDesk(page, product.origin, ana, "/app/inbox?view=all");
		else await page.goto(`${product.origin}/app/inbox?view=all`);
		await page.getByRole("radio", { name: /All\s*\d/u }).waitFor();
		return page;
	}
	const look = (page: Page, is: boolean) =>
		page.evaluate((isSeen) => {
			const turn: unknown = Reflect.get(globalThis, "look");
			if (typeof turn === "function") turn(isSeen);
		}, is);
	/** Everything that these tabs have told since it was cleared. */
	async function told([front, back]: readonly [Page, Page]) {
		const of = async (page: Page) => {
			const device = await page.evaluate(() => {
				const kept: unknown = Reflect.get(globalThis, "told");
				return Array.isArray(kept) ? kept.map(String) : [];
			});
			const region = page.getByRole("region", { name: "Notifications" });
			return {
				desktop: device.filter((line) => line.startsWith("desktop")).length,
				sound: device.filter((line) => line === "sound").length,
				page: await region.getByRole("button", { name: "Open" }).count(),
				badge: Number(/^\((\d+)\)/u.exec(await page.title())?.[1] ?? 0),
			};
		};
		const [one, two] = [await of(front), await of(back)];
		return {
			// whichever of them told the device
			device: { desktop: one.desktop + two.desktop, sound: one.sound + two.sound },
			lines: [one.page, two.page],
			badges: [one.badge, two.badge],
		};
	}
	const nothing = { device: { desktop: 0, sound: 0 }, lines: [0, 0], badges: [0, 0] };
	async function clear(pages: readonly [Page, Page]): Promise<void> {
		for (const page of pages) {
			await look(page, true);
			const lines = page.getByRole("region", { name: "Notifications" });
			await lines
				.getByRole("button", { name: "Dismiss" })
				.first()
				.waitFor({ timeout: 100 })
				.catch(() => undefined);
			while ((await lines.getByRole("button", { name: "Dismiss" }).count()) > 0)
				await lines
					.getByRole("button", { name: "Dismiss" })
					.first()
					.click({ timeout: 500 })
					.catch(() => undefined);
			await look(page, false);
			await page.evaluate(() => {
				const kept: unknown = Reflect.get(globalThis, "told");
				if (Array.isArray(kept)) kept.length = 0;
			});
		}
	}
	const all = (is: boolean) => ({ page: is, desktop: is, sound: is, badge: is });
	const settle = (page: Page) => page.waitForTimeout(700);

	test("[J38] each event is told by the channel that was chosen, once over two tabs, and not to who looks at it", async ({
		expect,
	}) => {
		const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1_440, height: 900 } });
		await context.grantPermissions(["notifications"], { origin: product.origin });
		await context.addInitScript(keepTold);
		const pages = [await tab(context, true), await tab(context, false)] as const;
		const [front] = pages;
		expect(await front.evaluate(() => Notification.permission)).toBe("granted");
		const choose = async (chosen: ReturnType<typeof all>): Promise<void> => {
			const settings = { assigned: chosen, mention: chosen, queue: chosen, reply: chosen };
			await call("ana", "PUT", "me/notifications", settings);
			for (const page of pages) {
				await page.reload();
				await page.getByRole("radio", { name: /All\s*\d/u }).waitFor();
				await page.waitForLoadState("networkidle");
			}
		};
		const mine = await customerInQueue();
		await command("assign", mine, { userId: anaId });
		let given = mine;
		const happen: Record<NoticeKind, () => Promise<unknown>> = {
			assigned: () => command("assign", given, { userId: anaId }),
			mention: () => command("notes", mine, { text: "look", mentions: [anaId] }),
			queue: customerInQueue,
			reply: () => mine.say("hello?"),
		};
		const expected = {
			page: { ...nothing, lines: [1, 0] },
			desktop: { ...nothing, device: { desktop: 1, sound: 0 } },
			sound: { ...nothing, device: { desktop: 0, sound: 1 } },
			badge: { ...nothing, badges: [1, 1] },
		};
		for (const channel of NoticeChannel.options) {
			await choose({ ...all(false), [channel]: true });
			for (const kind of NoticeKind.options) {
				if (kind === "assigned") {
					given = await customerInQueue();
					await command("take-over", given);
				}
				await settle(front);
				await clear(pages);
				if (channel === "page") await look(front, true);
				await happen[kind]();
				await waitUntil(20_000, async () => JSON.stringify(await told(pages)) !== JSON.stringify(nothing));
				// what would come twice comes by then
				await settle(front);
				expect(await told(pages), `${kind} by ${channel}`).toEqual(expected[channel]);
			}
		}

		// who looks at one tab is told there, and by no device; the number is gone from both
		await choose(all(true));
		await clear(pages);
		await look(front, true);
		await mine.say("are you there?");
		await waitUntil(20_000, async () => (await told(pages)).lines[0] === 1);
		await settle(front);
		expect(await told(pages)).toEqual({ ...nothing, device: { desktop: 0, sound: 1 }, lines: [1, 0] });

		// who looks at the conversation itself is not told
		await front.goto(`${product.origin}/app/inbox/${mine.conversationId}?view=all`);
		await front.getByRole("log").getByText("are you there?").waitFor();
		await clear(pages);
		await look(front, true);
		await mine.say("I see you");
		await front.getByRole("log").getByText("I see you").waitFor();
		await settle(front);
		expect(await told(pages)).toEqual(nothing);

		// nobody looks: both tabs count, one tells the device, whose line leads there; who comes back finds it in one place
		await front.goto(`${product.origin}/app/inbox?view=all`);
		await front.getByRole("radio", { name: /All\s*\d/u }).waitFor();
		await front.waitForLoadState("networkidle");
		await clear(pages);
		await mine.say("and now?");
		await waitUntil(20_000, async () => (await told(pages)).device.desktop === 1);
		await settle(front);
		expect(await told(pages)).toEqual({ device: { desktop: 1, sound: 1 }, lines: [0, 0], badges: [1, 1] });
		const teller =
			(await front.evaluate(() => Reflect.get(globalThis, "shown").length)) > 0 ? front : pages[1];
		await teller.evaluate(() => Reflect.get(globalThis, "shown").at(-1).dispatchEvent(new Event("click")));
		await teller.waitForURL(`**/app/inbox/${mine.conversationId}*`);
		await look(front, true);
		await waitUntil(30_000, async () => JSON.stringify((await told(pages)).badges) === "[0,0]");
		mine.close();
		await context.close();
	}, 300_000);
});
