import type { Context } from "hono";
import { errorText } from "../../observability/scrub.ts";
import { emailKey } from "../../store/users.ts";
import { AppError } from "../errors.ts";
import { hashOfToken } from "../auth/opaque-token.ts";
import { type HonoEnv, inBackground } from "../hono-env.ts";
import { siteNameOf } from "../routes/site.ts";
import type { Letterhead } from "./letters.ts";
import type { Letter, Mailer } from "./mailer.ts";

/** Between the tries: all of them fit into what a Worker may do after its answer. */
const RETRY_DELAYS_MS = [1_000, 6_000];

/** Who carries our mails. @throws AppError not_found where there are no accounts */
export function mailerOf(c: Context<HonoEnv>): Mailer {
	const { mailer } = c.var.services;
	if (mailer === null)
		throw new AppError("not_found", "There are no accounts here: see docs/configuration.md.");
	return mailer;
}

/** Who writes. Outside development the origin is the configured one: a request's own could be anything. */
export async function letterheadOf(c: Context<HonoEnv>): Promise<Letterhead> {
	const { config } = c.var.services;
	return {
		siteName: (await siteNameOf(c)) ?? "Customer care",
		origin: config.PUBLIC_URL ?? new URL(c.req.url).origin,
	};
}

/**
 * Sends a letter after the answer is out, so that the answer's time tells nothing of whether there was one. One address
 * gets a few in an hour and then none: nobody's mailbox is filled by strangers.
 */
export function sendLetter(c: Context<HonoEnv>, letter: Letter): void {
	inBackground(c, carry(c, letter));
}

/** A mail that comes twice does no harm, one that never comes does. @throws what the last try threw */
async function sendPatiently(mailer: Mailer, letter: Letter): Promise<void> {
	for (const delayMs of RETRY_DELAYS_MS) {
		try {
			return await mailer.send(letter);
		} catch {
			// whoever carries it may be back by the next try; the last one says why not
			await new Promise((wake) => setTimeout(wake, delayMs));
		}
	}
	return mailer.send(letter);
}

async function carry(c: Context<HonoEnv>, letter: Letter): Promise<void> {
	const { limiter } = c.var.services;
	const { log } = c.var.surroundings;
	const { requestId } = c.var;
	try {
		const decision = await limiter.take("mail", await hashOfToken(emailKey(letter.to)));
		if (!decision.allowed) return log({ event: "limit.refused", requestId, limit: "mail" });
		await sendPatiently(mailerOf(c), letter);
	} catch (error) {
		log({ event: "mail.failed", requestId, error: errorText(error) });
	}
}
