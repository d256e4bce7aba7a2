import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { EmailOnly, MailSent, SignedIn, SignUp, VerifyEmail } from "../../../contracts/accounts.ts";
import { keepAccountToken, peekAccountToken, spendAccountToken } from "../../../store/account-tokens.ts";
import { freshId } from "../../../store/fresh-id.ts";
import {
	createUser,
	findUser,
	findUserByEmail,
	renewUnverified,
	type UserRecord,
	verifyUser,
} from "../../../store/users.ts";
import { countAttempt } from "../../auth/attempts.ts";
import { beginSession } from "../../auth/begin-session.ts";
import { isPasswordOf, refuseWeakPassword } from "../../auth/check-password.ts";
import { hashOfToken, newOpaqueToken } from "../../auth/opaque-token.ts";
import { isLongPassword } from "../../auth/password-policy.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { alreadyRegisteredLetter, VERIFY_HOURS, verifyLetter } from "../../mail/letters.ts";
import { letterheadOf, mailerOf, sendLetter } from "../../mail/send-letter.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";
import { OPENS_A_SESSION } from "../repeats.ts";
import { afterAnswer } from "./after-answer.ts";
import { jsonBody } from "./json-body.ts";

const CHECK_MAIL = { status: "check_mail" } as const;
const signUp = defineRoute(
	{ access: "public", limit: "sign_up" },
	{
		method: "post",
		path: "/sign-up",
		operationId: "signUp",
		summary: "Opens an account; a mail asks to confirm the address",
		description: "The same answer whether or not the address has an account: the mail tells its owner.",
		tags: ["accounts"],
		request: jsonBody(SignUp),
		responses: { 202: answer(MailSent, "A mail is on its way."), ...refusals(400, 403, 404, 415, 429, 503) },
	},
);

const resend = defineRoute(
	{ access: "public", limit: "sign_up" },
	{
		method: "post",
		path: "/verify/resend",
		operationId: "resendVerification",
		summary: "Sends the mail that confirms an address once more",
		tags: ["accounts"],
		request: jsonBody(EmailOnly),
		responses: {
			202: answer(MailSent, "If this address waits to be confirmed, a mail is on its way."),
			...refusals(400, 403, 404, 415, 429, 503),
		},
	},
);

const verify = defineRoute(
	{ access: "public", limit: "sign_up", repeat: OPENS_A_SESSION },
	{
		method: "post",
		path: "/verify",
		operationId: "verifyEmail",
		summary: "Confirms an address by the mail's token and the password, and signs in",
		tags: ["accounts"],
		request: jsonBody(VerifyEmail),
		responses: { 200: answer(SignedIn, "Confirmed."), ...refusals(400, 401, 403, 404, 415, 429, 503) },
	},
);

export const signUpRoutes = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(signUp, async (c) => {
		mailerOf(c);
		const { email, name, password } = c.req.valid("json");
		await refuseWeakPassword(c, password, { email, name, hasSecondFactor: false, field: "password" });
		const { database, passwords } = c.var.services;
		const passwordHash = await passwords.hash(password);
		const known = await findUserByEmail(database, email);
		const draft = { email, name, passwordHash, isPasswordLong: isLongPassword(password) };
		afterAnswer(c, async () => register(c, draft, known));
		return c.json(CHECK_MAIL, 202);
	})
	.openapi(resend, async (c) => {
		mailerOf(c);
		const user = await findUserByEmail(c.var.services.database, c.req.valid("json").email);
		afterAnswer(c, async () => {
			if (user !== null && user.verifiedAtMs === null) await askToVerify(c, user);
		});
		return c.json(CHECK_MAIL, 202);
	})
	.openapi(verify, async (c) => {
		mailerOf(c);
		const { token, password } = c.req.valid("json");
		const { database } = c.var.services;
		const nowMs = c.var.surroundings.nowMs();
		const hash = await hashOfToken(token);
		const userId = await peekAccountToken(database, hash, "verify_email", nowMs);
		const user = userId === null ? null : await findUser(database, userId);
		if (user === null) throw usedLink();
		await countAttempt(c, "sign_in", { email: user.email, userId: user.id });
		if (!(await isPasswordOf(c, user, password)))
			throw new AppError("invalid_credentials", "This is not the password that was chosen for this account.");
		if ((await spendAccountToken(database, hash, "verify_email", nowMs)) === null) throw usedLink();
		if (user.disabledAtMs !== null) throw usedLink();
		await verifyUser(database, user.id, nowMs);
		return c.json(await beginSession(c, user.id, "verified_email"), 200);
	});

export function usedLink(): AppError {
	return new AppError("invalid_link", "This link was used, has expired or was replaced by a newer one.");
}

interface Draft {
	readonly email: string;
	readonly name: string;
	readonly passwordHash: string;
	readonly isPasswordLong: boolean;
}

/** What a sign-up comes to, after its answer, which is always the same. */
async function register(c: Context<HonoEnv>, draft: Draft, known: UserRecord | null): Promise<void> {
	const { database } = c.var.services;
	if (known !== null) {
		if (known.verifiedAtMs !== null)
			return sendLetter(c, alreadyRegisteredLetter(await letterheadOf(c), known.email));
		await renewUnverified(database, { ...draft, id: known.id });
		return askToVerify(c, known);
	}
	const nowMs = c.var.surroundings.nowMs();
	const id = freshId(nowMs);
	const isMade = await createUser(database, {
		...draft,
		id,
		isVerified: false,
		roleNames: ["customer"],
		nowMs,
	});
	// two sign-ups at once: the other one has sent the mail
	if (isMade) await askToVerify(c, { id, email: draft.email });
}

async function askToVerify(c: Context<HonoEnv>, user: Pick<UserRecord, "id" | "email">): Promise<void> {
	const token = newOpaqueToken();
	await keepAccountToken(c.var.services.database, {
		hash: await hashOfToken(token),
		userId: user.id,
		purpose: "verify_email",
		expiresAtMs: c.var.surroundings.nowMs() + VERIFY_HOURS * 3_600_000,
	});
	sendLetter(c, verifyLetter(await letterheadOf(c), user.email, token));
}
