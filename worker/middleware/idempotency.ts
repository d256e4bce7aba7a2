import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import type { ErrorCode } from "../../contracts/errors.ts";
import { readCookie } from "../auth/cookies.ts";
import { AppError } from "../errors.ts";
import { type HonoEnv, inBackground } from "../hono-env.ts";
import { clientBucket } from "../limits/client-address.ts";
import type { KeyedCall, Recall, RememberedAnswer } from "../remembered-calls.ts";

export const IDEMPOTENCY_KEY_HEADER = "Idempotency-Key";
export const REPLAYED_HEADER = "Idempotency-Replayed";

/** Visible ASCII: a UUID as it is, and the quoted string that the IETF's draft writes. */
const Key = z.string().regex(/^[\x21-\x7e]{1,255}$/);

/**
 * What becomes of a call that comes again under its key, with the same body; `why` completes the sentence for people.
 * `answered`: it gets the first answer, which is kept, sealed, for a day. `known`: it gets the first answer by what it says itself
 * (the id of a message), and nothing is kept but that it came. `harmless`: it is done again. `told`: it hears that it was done; the answer
 * is nothing to be kept.
 */
export type Repeat =
	| { readonly how: "answered" }
	| { readonly how: "known" | "harmless" | "told"; readonly why: string };

/** Whose keys they are: two callers never share one. */
export type CallerOf = (c: Context<HonoEnv>) => string | Promise<string>;

export const principalOf: CallerOf = (c) => {
	const { kind, user, credentialId } = c.var.principal;
	return kind === "user" ? `user:${user.id}` : `key:${credentialId}`;
};
export const visitorIdOf: CallerOf = (c) => `visitor:${c.var.visitorId}`;
export const addressOf: CallerOf = (c) =>
	`address:${clientBucket(c.req.raw.headers, c.var.services.config.CLIENT_ADDRESS_HEADER)}`;
export const rasaCallerOf: CallerOf = (c) => `rasa:${c.var.rasaCaller}`;
/** The cookie is the session's: another one is another caller. */
export const cookieOf: CallerOf = async (c) => {
	const cookie = readCookie(c, "refresh");
	return cookie === undefined ? addressOf(c) : `cookie:${await digest(cookie)}`;
};

/**
 * Makes a POST repeatable: with the same key, caller, route and body nothing is done twice that would do harm
 * (draft-ietf-httpapi-idempotency-key-header). Stands after the rules of access: who may no longer call gets no old answers
 * either. Without the header it does nothing.
 */
export function idempotentFor(callerOf: CallerOf, repeat: Repeat) {
	return createMiddleware<HonoEnv>(async (c, next) => {
		const given = c.req.header(IDEMPOTENCY_KEY_HEADER);
		if (given === undefined) return next();
		if (!Key.safeParse(given).success)
			throw new AppError("bad_request", "An Idempotency-Key has 1 to 255 visible ASCII characters.", {
				fields: [{ path: `header.${IDEMPOTENCY_KEY_HEADER}`, message: "can't be taken" }],
			});
		const caller = await callerOf(c);
		const said = [digest(new URL(c.req.url).search), digest(await c.req.arrayBuffer())];
		const call = {
			caller,
			name: await digest(JSON.stringify([caller, c.req.method, c.req.path, given])),
			bodyHash: (await Promise.all(said)).join(),
		};
		if (repeat.how === "answered" || repeat.how === "told") return doOnce(c, next, { call, repeat });
		return doAgain(c, next, { call, repeat });
	});
}

interface Calling {
	readonly call: KeyedCall;
	readonly repeat: Repeat;
}

async function doOnce(
	c: Context<HonoEnv>,
	next: () => Promise<void>,
	{ call, repeat }: Calling,
): Promise<Response | void> {
	const { rememberedCalls } = c.var.services;
	const recall = await rememberedCalls.begin(call);
	if (recall.state === "done") return replay(recall.answer);
	if (recall.state === "unkept" && repeat.how === "told")
		throw new AppError("already_done", `${DONE} Its answer is not kept: ${repeat.why}.`);
	if (recall.state !== "first") throw refused(recall.state);
	const done = (async () => {
		await next();
		await rememberedCalls.end(call, await answerOf(c, repeat));
	})();
	// a caller who hangs up is the one who will repeat: what was begun is brought to its end, and remembered
	inBackground(
		c,
		done.catch(() => undefined),
	);
	return done;
}

/** With Redis away it is done all the same, as it would be without a key. */
async function doAgain(
	c: Context<HonoEnv>,
	next: () => Promise<void>,
	{ call, repeat }: Calling,
): Promise<void> {
	const { rememberedCalls } = c.var.services;
	const seen = await rememberedCalls.mark(call);
	if (seen === "other_body") throw refused(seen);
	await next();
	if (hasFailed(c)) {
		if (seen === "first") await rememberedCalls.end(call, null);
	} else if (seen === "again" && repeat.how === "known") c.header(REPLAYED_HEADER, "true");
}

function hasFailed(c: Context<HonoEnv>): boolean {
	return c.error !== undefined || c.res.status >= 400;
}

/** What was done is remembered; what was refused or failed may be tried again under the same key. */
async function answerOf(c: Context<HonoEnv>, { how }: Repeat): Promise<RememberedAnswer | "unkept" | null> {
	if (hasFailed(c)) return null;
	const { status, headers } = c.res;
	const [contentType, location] = [headers.get("Content-Type"), headers.get("Location")];
	// a file or a stream is passed on as it comes; an answer without a body tells nothing
	if (contentType !== null && (how === "told" || !contentType.startsWith("application/json")))
		return "unkept";
	return { status, contentType, location, body: await c.res.clone().text() };
}

function replay({ status, contentType, location, body }: RememberedAnswer): Response {
	const headers = new Headers({ [REPLAYED_HEADER]: "true" });
	if (contentType !== null) headers.set("Content-Type", contentType);
	if (location !== null) headers.set("Location", location);
	return new Response(body === "" ? null : body, { status, headers });
}

const DONE = "This was done by the first call with this key, and is not done again.";

/** What a repeat hears that can't have the first answer. */
const REFUSALS: Readonly<
	Record<
		Exclude<Recall["state"], "first" | "done">,
		{ readonly code: ErrorCode; readonly message: string; readonly retryAfterSeconds?: number }
	>
> = {
	other_body: { code: "key_reused", message: "This Idempotency-Key was used for another body." },
	running: {
		code: "conflict",
		message: "The first call with this key has not ended. Try again.",
		retryAfterSeconds: 1,
	},
	unknown: {
		code: "conflict",
		message: "The first call with this key never ended: look whether it was done, then use another key.",
	},
	unkept: {
		code: "already_done",
		message: `${DONE} Its answer is not kept: it is no JSON, longer than 64 K characters, or sealed by a key that is gone. Read what was made by a GET.`,
	},
	away: {
		code: "unavailable",
		message:
			"An Idempotency-Key can't be honoured just now: nothing was done. Try again, or without the key.",
		retryAfterSeconds: 5,
	},
};

function refused(state: keyof typeof REFUSALS): AppError {
	const { code, message, retryAfterSeconds } = REFUSALS[state];
	return new AppError(code, message, { retryAfterSeconds });
}

async function digest(content: string | ArrayBuffer): Promise<string> {
	const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
	const hash = await crypto.subtle.digest("SHA-256", bytes);
	return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
