import type { BrowserContext, Page } from "playwright-core";
import type { MockServer } from "./mock-server.ts";

interface Stage {
	page: Page;
	server: MockServer;
	context: BrowserContext;
}

const say = async (page: Page, text: string): Promise<void> => {
	await page.getByLabel("Your message").fill(text);
	await page.getByRole("button", { name: "Send", exact: true }).click();
};

const talk = async ({ page }: Stage): Promise<void> => {
	await say(page, "hi, i want to send something back");
	await page.getByText("Could you put it another way?").waitFor();
	await say(page, "I want to return my order");
	await page.getByRole("button", { name: "Both" }).waitFor();
};

const LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(
	3,
);

/** Each brings a fresh page into one state worth looking at. */
export const STATES: Record<string, (stage: Stage) => Promise<void>> = {
	empty: async ({ page }) => {
		await page.getByRole("heading", { level: 2 }).waitFor();
	},
	away: async ({ page, server }) => {
		server.site = { ...server.site, hours: { isOpen: false, nextOpeningAt: "2030-03-04T08:00:00.000Z" } };
		await page.reload();
		await page.getByText("It is back on").waitFor();
	},
	choices: talk,
	chosen: async (stage) => {
		await talk(stage);
		await stage.page.getByRole("button", { name: "Merino sweater, navy" }).click();
		await stage.page.getByText("Done. The label").waitFor();
	},
	offline: async (stage) => {
		await talk(stage);
		await stage.context.setOffline(true);
		await stage.page.getByText("You're offline").waitFor();
		await say(stage.page, "Both of them, please");
		await stage.page.getByText("Waiting to send").waitFor();
	},
	failed: async (stage) => {
		await talk(stage);
		stage.server.onMessage = () => "refuse";
		await say(stage.page, "Only the sweater, the tote is fine");
		await stage.page.getByText("Not sent").waitFor();
	},
	held: async (stage) => {
		await talk(stage);
		stage.server.onMessage = () => "slow_down";
		await say(stage.page, "hello??");
		await stage.page.getByText("That was quick").first().waitFor();
	},
	thinking: async (stage) => {
		stage.server.answerDelayMs = 60_000;
		await say(stage.page, "Where is my order?");
		await stage.page.getByText("is writing").waitFor({ state: "attached" });
	},
	long: async ({ page, server }) => {
		await say(
			page,
			`${LONG_WORD}\n\nThis is line two.\n${"All work and no play makes a dull chat. ".repeat(12)}`,
		);
		await page.getByText("Could you put it another way?").waitFor();
		const [conversation] = server.conversations.values();
		conversation?.append({
			kind: "agent",
			name: "Noor Haddad",
			text: `See https://shop.example/${"very-long-path/".repeat(9)} (or write to help@shop.example).`,
		});
		await page.getByText("See https").waitFor();
		await page.getByLabel("Your message").fill("A draft that is rather too long. ".repeat(122));
	},
	righttoleft: async ({ page, server }) => {
		await say(page, "أين طلبي رقم CC-10041؟");
		await page.getByText("Could you put it another way?").waitFor();
		const [conversation] = server.conversations.values();
		conversation?.append({
			kind: "bot",
			text: "طلبك رقم CC-10041 في الطريق إليك، وسيصل يوم الخميس.",
			buttons: [{ title: "شكرًا", payload: "/thanks" }],
			imageUrl: null,
			extra: null,
		});
		await page.getByRole("button", { name: "شكرًا" }).waitFor();
	},
	arabic: async ({ page, server }) => {
		await page.goto(`${page.url()}?lang=ar`);
		await page.getByLabel("رسالتكم").fill("أين طلبي رقم CC-10041؟");
		await page.getByRole("button", { name: "إرسال", exact: true }).click();
		await page.getByText("Gladly").or(page.getByText("Could you put")).waitFor();
		const [conversation] = server.conversations.values();
		conversation?.append({
			kind: "bot",
			text: "طلبك رقم CC-10041 في الطريق إليك، وسيصل يوم الخميس. هل تريد شيئًا آخر؟",
			buttons: [
				{ title: "لا، شكرًا", payload: "/deny" },
				{ title: "التحدث مع موظف", payload: "/talk_to_person" },
			],
			imageUrl: null,
			extra: null,
		});
		conversation?.append({
			kind: "agent",
			name: "نور حداد",
			text: "مرحبًا، أنا نور. see https://shop.example/r/1",
		});
		await page.getByText("أنا نور").waitFor();
	},
	arabicoptions: async ({ page }) => {
		await page.goto(`${page.url()}?lang=ar`);
		await page.getByRole("button", { name: "خيارات" }).click();
		await page.getByText("المظهر").waitFor();
	},
	switched: async ({ page }) => {
		await page.getByRole("button", { name: "Options", exact: true }).click();
		await page.getByLabel("Language").selectOption("tr");
		await page.getByText("nasıl yardımcı").waitFor();
	},
	judged: async (stage) => {
		await talk(stage);
		const { page } = stage;
		await page.getByRole("button", { name: "Helpful", exact: true }).first().click();
		await page.getByRole("button", { name: "Not helpful" }).last().click();
		await page.getByLabel("What was missing?").fill("I only want to send back one of the two.");
		await page.getByRole("button", { name: "Helpful", exact: true, pressed: true }).waitFor();
	},
	resolved: async (stage) => {
		await talk(stage);
		const [conversation] = stage.server.conversations.values();
		conversation?.append({ kind: "system", code: "resolved", text: "The conversation is closed." });
		await stage.page.getByText("How did you find our help?").waitFor();
	},
	rated: async (stage) => {
		await talk(stage);
		const [conversation] = stage.server.conversations.values();
		conversation?.append({ kind: "system", code: "resolved", text: "The conversation is closed." });
		await stage.page.getByRole("button", { name: "Good", exact: true }).click();
		await stage.page.getByText("Thank you for your rating").waitFor();
	},
	queued: async (stage) => {
		await talk(stage);
		const [conversation] = stage.server.conversations.values();
		conversation?.append({
			kind: "system",
			code: "owner_changed",
			owner: "queue",
			text: "A person will be with you soon.",
		});
		conversation?.tell({ type: "queue", place: 3 });
		await stage.page.getByText("number 3 in the queue").first().waitFor();
	},
	closed: async (stage) => {
		const nextOpeningAt = "2030-03-04T08:00:00.000Z";
		stage.server.site = { ...stage.server.site, hours: { isOpen: false, nextOpeningAt } };
		await stage.page.reload();
		await talk(stage);
		const [conversation] = stage.server.conversations.values();
		conversation?.append({
			kind: "system",
			code: "owner_changed",
			owner: "queue",
			text: "A person will be with you soon.",
		});
		await stage.page.getByLabel("Your e-mail address").fill("anna@");
		await stage.page
			.getByRole("region", { name: "Connecting" })
			.getByRole("button", { name: "Send" })
			.click();
		await stage.page.getByText("Please check the address").waitFor();
	},
	joined: async (stage) => {
		await talk(stage);
		const [conversation] = stage.server.conversations.values();
		conversation?.append({
			kind: "system",
			code: "owner_changed",
			owner: "person",
			name: "Noor Haddad",
			text: "Noor Haddad has joined the conversation.",
		});
		conversation?.append({
			kind: "agent",
			name: "Noor Haddad",
			text: "Hello, Noor here. Let me look at your order.",
		});
		await stage.page.getByText("Noor here").waitFor();
	},
	options: async (stage) => {
		await talk(stage);
		await stage.page.getByRole("button", { name: "Options", exact: true }).click();
		await stage.page.getByText("Appearance").waitFor();
	},
	unreachable: async ({ page, server }) => {
		server.refusals.push({
			status: 429,
			body: {
				error: { code: "rate_limited", message: "Slow down", requestId: "mock", retryAfterSeconds: 30 },
			},
		});
		await say(page, "Where is my order?");
		await page.getByText("Trying again in").first().waitFor();
	},
	unloaded: async ({ page, server }) => {
		await say(page, "hello");
		await page.getByText("Could you put it another way?").waitFor();
		server.cutSockets();
		server.refusals.push(...Array.from({ length: 9 }, () => ({ status: 503, body: {} })));
		await page.reload();
		await page.getByText("We couldn't load").waitFor();
		await page.getByText("Trying again in").first().waitFor();
	},
	startedover: async (stage) => {
		await talk(stage);
		await stage.page.getByRole("button", { name: "Options", exact: true }).click();
		await stage.page.getByRole("button", { name: "Start a new chat" }).click();
		await stage.page.getByRole("button", { name: "Go back to your last conversation" }).waitFor();
	},
	missed: async ({ page, server, context }) => {
		await say(page, "Where is my order?");
		await page.getByText("Gladly.").waitFor();
		await context.setOffline(true);
		server.cutSockets();
		await page.getByText("You're offline").waitFor();
		const [conversation] = server.conversations.values();
		conversation?.append({
			kind: "agent",
			name: "Noor Haddad",
			text: "Hello, Noor here. I have found your parcel.",
		});
		conversation?.append({
			kind: "agent",
			name: "Noor Haddad",
			text: "It arrives tomorrow between 9 and 12.",
		});
		await context.setOffline(false);
		await page.getByText("messages while you were away").waitFor();
	},
	cards: async ({ page, server }) => {
		await say(page, "Where is my order?");
		await page.getByText("Gladly.").waitFor();
		const [conversation] = server.conversations.values();
		const elements = [
			"Charcoal Kettle Grill",
			"Copper Electric Kettle",
			"Whistling Stovetop Kettle",
			"Saga Armchair",
		].map((title, index) => ({
			title,
			subtitle: `€${40 + index}.90, in stock`,
			buttons: [
				{ title: "Choose", payload: `/inform${index}` },
				{ title: "Details", url: "https://shop.example" },
			],
		}));
		conversation?.append({
			kind: "bot",
			text: "I found several:",
			buttons: [],
			imageUrl: "https://127.0.0.1:1/none.png",
			extra: { elements },
		});
		await page.getByText("Copper Electric Kettle").waitFor();
		await page.getByText("could not be loaded").waitFor();
	},
};
