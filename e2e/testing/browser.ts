import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser, openPage } from "../../web/testing/chromium.ts";
import { type Product, startProduct, UNLIMITED, waitUntil } from "./product.ts";

export { browserMissing, openBrowser } from "../../web/testing/chromium.ts";

/** The product, where nobody is told to come later, and a browser at it. */
export function startWithBrowser(env: Readonly<Record<string, string>> = {}): Promise<[Product, Browser]> {
	return Promise.all([startProduct({ env: { RATE_LIMITS: UNLIMITED, ...env } }), openBrowser()]);
}

const ANSWER_TIMEOUT_MS = 20_000;

/** The chat page as a customer uses it, with everything that it complained about. */
export class ChatPage {
	readonly page: Page;
	readonly complaints: readonly string[];

	constructor(page: Page, complaints: readonly string[]) {
		this.page = page;
		this.complaints = complaints;
	}

	static async open(context: BrowserContext, origin: string): Promise<ChatPage> {
		const complaints: string[] = [];
		const chat = new ChatPage(await openPage(context, origin, complaints), complaints);
		await chat.page.getByLabel("Your message").waitFor();
		return chat;
	}

	/** Types a message and presses Enter. */
	async write(text: string): Promise<void> {
		await this.page.getByLabel("Your message").fill(text);
		await this.page.getByLabel("Your message").press("Enter");
	}

	/** Everything in the log, as text. */
	async log(): Promise<string> {
		const log = this.page.getByRole("log");
		return (await log.count()) === 0 ? "" : log.innerText();
	}

	/** Waits until the log has this text in it. @throws Error with the log when it does not come */
	async sees(pattern: RegExp): Promise<string> {
		let text = "";
		await waitUntil(ANSWER_TIMEOUT_MS, async () => {
			text = await this.log();
			return pattern.test(text);
		}).catch((error: unknown) => {
			throw new Error(`${String(pattern)} did not appear (${String(error)}) in:\n${text}`);
		});
		return text;
	}

	/** Writes, and waits for what must come after it. */
	async asks(text: string, answer: RegExp): Promise<string> {
		const before = (await this.log()).length;
		await this.write(text);
		let said = "";
		await waitUntil(ANSWER_TIMEOUT_MS, async () => {
			said = (await this.log()).slice(Math.max(0, before - 40));
			return answer.test(said);
		}).catch((error: unknown) => {
			throw new Error(
				`${String(answer)} did not come after "${text}" (${String(error)}); the log went on:\n${said}`,
			);
		});
		return said;
	}
}
