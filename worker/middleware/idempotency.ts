import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import type { ErrorCode } from "../../contracts/errors.ts";
import { AppError } from "../errors.ts";
import { type HonoEnv, inBackground } from "../hono-env.ts";
import { clientBucket } from "../limits/client-address.ts";
import type { Recall, RememberedAnswer } from "../remembered-calls.ts";

export const IDEMPOTENCY_KEY_HEADER = "Idempotency-Key";
export const REPLAYED_HEADER = "Idempotency-Replayed";

/** Visible ASCII: a UUID as it is, and the quoted string that the IETF's draft writes. */
const Key = z.string().regex(/^[\x21-\x7e]{1,255}$/);

/** Whose keys they are: two callers never share one. */
export type CallerOf = (c: Context<HonoEnv>) => string;

export const principalOf: CallerOf = (c) => {
	const { kind, user, credentialId } = c.var.principal;
	return kind === "user" ? `user:${user.id}` : `key:${credentialId}`;
};
export const visitorIdOf: CallerOf = (c) => `visitor:${c.var.visitorId}`;
export const addressOf: CallerOf = (c) =>
	`address:${clientBucket(c.req.raw.headers, c.var.services.config.CLIENT_ADDRESS_HEADER)}`;

/**
 * Makes a POST repeatable: with the same key, caller, route and body the first answer comes again and nothing is done twice
 * (draft-ietf-httpapi-idempotency-key-header). Stands after the rules of access: who may no longer call gets no old answers
 * either. Without the header it does nothing.
 */
export function idempotentFor(callerOf: CallerOf) {
	return createMiddleware<HonoEnv>(async (c, next) => {
		const given = c.req.header(IDEMPOTENCY_KEY_HEADER);
		if (given === undefined) return next();
		if (!Key.safeParse(given).success)
			throw new AppError("bad_request", "An Idempotency-Key has 1 to 255 visible ASCII characters.", {
				fields: [{ path: `header.${IDEMPOTENCY_KEY_HEADER}`, message: "can't be taken" }],
			});
		const { rememberedCalls } = c.var.services;
		const caller = callerOf(c);
		const call = {
			caller,
			name: await digest(JSON.stringify([caller, c.req.method, c.req.path, given])),
			bodyHash: await digest(await c.req.text()),
		};
		const recall = await rememberedCalls.begin(call);
		if (recall.state === "done") return replay(recall.answer);
		if (recall.state !== "first") {
			const { code, message, retryAfterSeconds } = REFUSALS[recall.state];
			throw new AppError(code, message, { retryAfterSeconds });
		}
		const done = (async () => {
			await next();
			await rememberedCalls.end(call, await answerOf(c));
		})();
		// a caller who hangs up is the one who will repeat: what was begun is brought to its end, and remembered
		inBackground(
			c,
			done.catch(() => undefined),
		);
		return done;
	});
}

/** What was done is remembered; what was refused or failed may be tried again under the same key. */
async function answerOf(c: Context<HonoEnv>): Promise<RememberedAnswer | "unkept" | null> {
	if (c.error !== undefined || c.res.status >= 400) return null;
	const { status, headers } = c.res;
	const [contentType, location] = [headers.get("Content-Type"), headers.get("Location")];
	// a file or a stream is passed on as it comes
	if (contentType !== null && !contentType.startsWith("application/json")) return "unkept";
	return { status, contentType, location, body: await c.res.clone().text() };
}

function replay({ status, contentType, location, body }: RememberedAnswer): Response {
	const headers = new Headers({ [REPLAYED_HEADER]: "true" });
	if (contentType !== null) headers.set("Content-Type", contentType);
	if (location !== null) headers.set("Location", location);
	return new Response(body === "" ? null : body, { status, headers });
}

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
		code: "conflict",
		message:
			"This was done by the first call with this key, and is not done again. Its answer is not kept: it is no JSON, longer than 64 K characters, or sealed by a key that is gone. Read what was made by a GET.",
	},
	away: {
		code: "unavailable",
		message:
			"An Idempotency-Key can't be honoured just now: nothing was done. Try again, or without the key.",
		retryAfterSeconds: 5,
	},
};

async function digest(text: string): Promise<string> {
	const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
	return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
