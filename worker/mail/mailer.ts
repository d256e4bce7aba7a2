import type { MailSettings } from "../account-settings.ts";
import type { GuardedRedis } from "../guarded-redis.ts";
import { Mailbox } from "./mailbox.ts";
import { PROVIDERS } from "./providers.ts";

/** A mail before it is put into a provider's shape. Plain text: every reader shows it, and no image tells that it was opened. */
export interface Letter {
	readonly to: string;
	readonly subject: string;
	readonly text: string;
}

/** Hands a letter to whoever carries it. */
export interface Mailer {
	/** @throws Error without the letter's content when it was not taken */
	send(letter: Letter): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/** @param settings - null: mails are kept for the mailbox of the embedded profile */
export function createMailer(
	settings: (MailSettings & { readonly token: string }) | null,
	redis: GuardedRedis,
	nowMs: () => number,
): Mailer {
	return settings === null ? new Mailbox(redis, nowMs) : { send: (letter) => post(settings, letter) };
}

async function post(settings: MailSettings & { readonly token: string }, letter: Letter): Promise<void> {
	const shape = PROVIDERS[settings.provider];
	const response = await fetch(settings.url ?? shape.url, {
		method: "POST",
		headers: {
			"Content-Type": "application/json",
			Accept: "application/json",
			...shape.headers(settings.token),
		},
		body: JSON.stringify(shape.body(settings.from, letter)),
		redirect: "manual",
		signal: AbortSignal.timeout(TIMEOUT_MS),
	});
	await response.body?.cancel();
	if (!response.ok) throw new Error(`the mail provider answered ${response.status}`);
}
