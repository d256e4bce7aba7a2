import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { SecondFactor, SignedIn, SignIn, SignInAnswer } from "../../../contracts/accounts.ts";
import { keepAccountToken, peekAccountToken, spendAccountToken } from "../../../store/account-tokens.ts";
import { useRecoveryCode, useTotpStep } from "../../../store/second-factor.ts";
import { findUser, findUserByEmail, type UserRecord } from "../../../store/users.ts";
import { countAttempt } from "../../auth/attempts.ts";
import { audit } from "../../auth/audit.ts";
import { beginSession } from "../../auth/begin-session.ts";
import { invalidCredentials, isPasswordOf } from "../../auth/check-password.ts";
import { hashOfToken, newOpaqueToken } from "../../auth/opaque-token.ts";
import { openTotpSecret } from "../../auth/totp-secret.ts";
import { readRecoveryCode, stepOfCode } from "../../auth/totp.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { mailerOf } from "../../mail/send-letter.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";
import { OPENS_A_SESSION } from "../repeats.ts";
import { jsonBody } from "./json-body.ts";

const CHALLENGE_MINUTES = 5;

const signIn = defineRoute(
	{ access: "public", limit: "account", repeat: OPENS_A_SESSION },
	{
		method: "post",
		path: "/sign-in",
		operationId: "signIn",
		summary: "Signs in by address and password",
		description:
			"With a second factor the answer is a challenge for the next step. The refresh token stays in a cookie.",
		tags: ["accounts"],
		request: jsonBody(SignIn),
		responses: {
			200: answer(SignInAnswer, "Signed in, or a code is needed too."),
			...refusals(400, 401, 403, 404, 415, 429, 503),
		},
	},
);

const secondFactor = defineRoute(
	{ access: "public", limit: "account", repeat: OPENS_A_SESSION },
	{
		method: "post",
		path: "/sign-in/second-factor",
		operationId: "signInSecondFactor",
		summary: "The second step of a sign-in: a code of the authenticator app, or a recovery code",
		tags: ["accounts"],
		request: jsonBody(SecondFactor),
		responses: { 200: answer(SignedIn, "Signed in."), ...refusals(400, 401, 403, 404, 415, 429, 503) },
	},
);

export const signInRoutes = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(signIn, async (c) => {
		mailerOf(c);
		const { email, password } = c.req.valid("json");
		const user = await findUserByEmail(c.var.services.database, email);
		await countAttempt(c, "sign_in", { email, userId: user?.id ?? null });
		const isRight = await isPasswordOf(c, user, password);
		if (!isRight || user === null || user.disabledAtMs !== null) throw invalidCredentials();
		if (user.verifiedAtMs === null)
			throw new AppError("email_unverified", "Confirm your address first: we have sent you a mail.");
		if (user.totpConfirmedAtMs !== null)
			return c.json({ status: "second_factor" as const, challenge: await newChallenge(c, user.id) }, 200);
		return c.json(await beginSession(c, user.id, "password"), 200);
	})
	.openapi(secondFactor, async (c) => {
		const { challenge, code } = c.req.valid("json");
		const { database } = c.var.services;
		const hash = await hashOfToken(challenge);
		const nowMs = c.var.surroundings.nowMs();
		const userId = await peekAccountToken(database, hash, "second_factor", nowMs);
		const user = userId === null ? null : await findUser(database, userId);
		if (user === null || user.disabledAtMs !== null) throw oldChallenge();
		await countAttempt(c, "second_factor", { email: user.email, userId: user.id });
		if (!(await isCodeOf(c, user, code)))
			throw new AppError("invalid_credentials", "The code is not right, or was used before.");
		if ((await spendAccountToken(database, hash, "second_factor", nowMs)) === null) throw oldChallenge();
		return c.json(await beginSession(c, user.id, "second_factor"), 200);
	});

/** A sign-in that waits for its second factor. */
export async function newChallenge(c: Context<HonoEnv>, userId: string): Promise<string> {
	const challenge = newOpaqueToken();
	await keepAccountToken(c.var.services.database, {
		hash: await hashOfToken(challenge),
		userId,
		purpose: "second_factor",
		expiresAtMs: c.var.surroundings.nowMs() + CHALLENGE_MINUTES * 60_000,
	});
	return challenge;
}

function oldChallenge(): AppError {
	return new AppError("invalid_link", "This sign-in has taken too long: begin again.");
}

/** Takes the code, so that it is good once. */
async function isCodeOf(c: Context<HonoEnv>, user: UserRecord, code: string): Promise<boolean> {
	const { database } = c.var.services;
	const digits = code.replaceAll(/\s/g, "");
	if (/^\d{6}$/.test(digits)) {
		const step = await stepOfCode(await openTotpSecret(c, user), digits, c.var.surroundings.nowMs());
		return step !== null && (await useTotpStep(database, user.id, step));
	}
	const recovery = readRecoveryCode(code);
	if (recovery === null || !(await useRecoveryCode(database, user.id, await hashOfToken(recovery))))
		return false;
	await audit(c, {
		action: "user.recovery_code_used",
		target: { kind: "user", id: user.id },
		userId: user.id,
	});
	return true;
}
