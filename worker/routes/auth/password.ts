import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { ChangePassword, EmailOnly, MailSent, ResetPassword, SignedIn } from "../../../contracts/accounts.ts";
import {
	dropAccountTokens,
	keepAccountToken,
	peekAccountToken,
	spendAccountToken,
} from "../../../store/account-tokens.ts";
import { findUser, findUserByEmail, setPassword, type UserRecord, verifyUser } from "../../../store/users.ts";
import { audit } from "../../auth/audit.ts";
import { beginSession } from "../../auth/begin-session.ts";
import { confirmPassword, refuseWeakPassword } from "../../auth/check-password.ts";
import { writeCookie } from "../../auth/cookies.ts";
import { issueDeviceToken } from "../../auth/device-token.ts";
import { endAllSessions } from "../../auth/end-sessions.ts";
import { hashOfToken, newOpaqueToken } from "../../auth/opaque-token.ts";
import { isLongPassword } from "../../auth/password-policy.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { passwordChangedLetter, RESET_MINUTES, resetLetter } from "../../mail/letters.ts";
import { letterheadOf, mailerOf, sendLetter } from "../../mail/send-letter.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";
import { OPENS_A_SESSION } from "../repeats.ts";
import { afterAnswer } from "./after-answer.ts";
import { jsonBody } from "./json-body.ts";
import { usedLink } from "./sign-up.ts";

const change = defineRoute(
	{ access: "signed-in", limit: null, repeat: OPENS_A_SESSION },
	{
		method: "post",
		path: "/password",
		operationId: "changePassword",
		summary: "Changes one's password; every other session ends",
		tags: ["accounts"],
		request: jsonBody(ChangePassword),
		responses: {
			200: answer(SignedIn, "Changed. This browser has a new session."),
			...refusals(400, 401, 403, 409, 415, 429, 503),
		},
	},
);

const ask = defineRoute(
	{ access: "public", limit: "sign_up" },
	{
		method: "post",
		path: "/password/reset",
		operationId: "requestPasswordReset",
		summary: "Sends a mail by which a new password can be chosen",
		description: "The same answer whether or not the address has an account.",
		tags: ["accounts"],
		request: jsonBody(EmailOnly),
		responses: {
			202: answer(MailSent, "If this address has an account, a mail is on its way."),
			...refusals(400, 403, 404, 415, 429, 503),
		},
	},
);

const reset = defineRoute(
	{ access: "public", limit: "sign_up" },
	{
		method: "post",
		path: "/password/reset/confirm",
		operationId: "resetPassword",
		summary: "Chooses a new password by the mail's token; all sessions end",
		tags: ["accounts"],
		request: jsonBody(ResetPassword),
		responses: {
			200: answer(z.object({ status: z.literal("changed") }), "Changed: sign in with it."),
			...refusals(400, 403, 404, 415, 429, 503),
		},
	},
);

export const passwordRoutes = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(change, async (c) => {
		const { user } = c.var.principal;
		const { current, next } = c.req.valid("json");
		await confirmPassword(c, current);
		await replacePassword(c, user, next, "next");
		return c.json(await beginSession(c, user.id, "new_password"), 200);
	})
	.openapi(ask, async (c) => {
		mailerOf(c);
		const { database } = c.var.services;
		const user = await findUserByEmail(database, c.req.valid("json").email);
		afterAnswer(c, async () => {
			if (user === null || user.disabledAtMs !== null) return;
			const token = newOpaqueToken();
			await keepAccountToken(database, {
				hash: await hashOfToken(token),
				userId: user.id,
				purpose: "reset_password",
				expiresAtMs: c.var.surroundings.nowMs() + RESET_MINUTES * 60_000,
			});
			sendLetter(c, resetLetter(await letterheadOf(c), user.email, token));
		});
		return c.json({ status: "check_mail" as const }, 202);
	})
	.openapi(reset, async (c) => {
		mailerOf(c);
		const { token, password } = c.req.valid("json");
		const { database, keys } = c.var.services;
		const nowMs = c.var.surroundings.nowMs();
		const hash = await hashOfToken(token);
		const userId = await peekAccountToken(database, hash, "reset_password", nowMs);
		const user = userId === null ? null : await findUser(database, userId);
		if (user === null || user.disabledAtMs !== null) throw usedLink();
		await refuseWeak(c, user, password, "password");
		if ((await spendAccountToken(database, hash, "reset_password", nowMs)) === null) throw usedLink();
		await replacePassword(c, user, password, "password");
		await verifyUser(database, user.id, nowMs); // who reads the mails of an address has shown that it is theirs
		writeCookie(c, "device", await issueDeviceToken(keys, user.id, nowMs));
		return c.json({ status: "changed" as const }, 200);
	});

/** Ends everything that the old password began, and tells its owner. */
async function replacePassword(
	c: Context<HonoEnv>,
	user: UserRecord,
	password: string,
	field: string,
): Promise<void> {
	const { database, passwords } = c.var.services;
	await refuseWeak(c, user, password, field);
	const hash = await passwords.hash(password);
	await setPassword(database, user.id, {
		hash,
		isLong: isLongPassword(password),
		nowMs: c.var.surroundings.nowMs(),
	});
	await dropAccountTokens(database, user.id);
	await endAllSessions(c, user.id);
	await audit(c, { action: "user.password_changed", target: { kind: "user", id: user.id }, userId: user.id });
	sendLetter(c, passwordChangedLetter(await letterheadOf(c), user.email));
}

async function refuseWeak(
	c: Context<HonoEnv>,
	user: UserRecord,
	password: string,
	field: string,
): Promise<void> {
	const { email, name, totpConfirmedAtMs } = user;
	await refuseWeakPassword(c, password, { email, name, hasSecondFactor: totpConfirmedAtMs !== null, field });
}
