import { execFileSync } from "node:child_process";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { waitUntil } from "./product.ts";

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
const ANSWER_TIMEOUT_MS = 20_000;

/** Why the browser tests can't run here, or null. */
export function browserMissing(): string | null {
	return chromiumPath() === null
		? "no Chromium on PATH (apt-get install chromium, or set CHROMIUM to its path)"
		: null;
}

export async function openBrowser(): Promise<Browser> {
	return chromium.launch({ executablePath: chromiumPath() ?? "chromium", args: FLAGS });
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

/** The chat page as a customer uses it, with everything that it complained about. */
export class ChatPage {
	readonly page: Page;
	readonly complaints: string[] = [];

	constructor(page: Page) {
		this.page = page;
		page.on("console", (message) => {
			if (message.type() === "error" || message.type() === "warning") this.complaints.push(message.text());
		});
		page.on("pageerror", (error) => this.complaints.push(String(error)));
	}

	static async open(context: BrowserContext, origin: string): Promise<ChatPage> {
		const chat = new ChatPage(await context.newPage());
		await chat.page.goto(origin);
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
