import type { Context } from "hono";
import { upgradeHash, type UserRecord } from "../../store/users.ts";
import { AppError } from "../errors.ts";
import { type HonoEnv, inBackground } from "../hono-env.ts";
import { siteNameOf } from "../routes/site.ts";
import { countAttempt } from "./attempts.ts";
import { passwordFault } from "./password-policy.ts";

/** The one answer to a wrong address, a wrong password and a shut account. */
export function invalidCredentials(): AppError {
	return new AppError("invalid_credentials", "The address or the password is not right.");
}

/** @param user - null for nobody, which costs as much and is never right */
export async function isPasswordOf(
	c: Context<HonoEnv>,
	user: UserRecord | null,
	password: string,
): Promise<boolean> {
	const { passwords, database } = c.var.services;
	const kept = user?.passwordHash ?? null;
	const verdict = await passwords.verify(password, kept);
	if (!verdict.matches || user === null || kept === null) return false;
	const { upgraded } = verdict;
	if (upgraded !== null)
		inBackground(
			c,
			upgradeHash(database, user.id, { from: kept, to: upgraded }).catch(() => undefined),
		); // next time
	return true;
}

/** Somebody who is signed in shows that it is them. @throws AppError */
export async function confirmPassword(c: Context<HonoEnv>, password: string): Promise<void> {
	const { user } = c.var.principal;
	if (user.passwordHash === null)
		throw new AppError(
			"conflict",
			'This account has no password: choose one first, by "Forgot your password?".',
		);
	await countAttempt(c, "sign_in", { email: user.email, userId: user.id });
	if (!(await isPasswordOf(c, user, password)))
		throw new AppError("invalid_credentials", "The password is not right.");
}

/** @throws AppError bad_request naming the field, when the policy refuses the password */
export async function refuseWeakPassword(
	c: Context<HonoEnv>,
	password: string,
	who: {
		readonly email: string;
		readonly name: string;
		readonly hasSecondFactor: boolean;
		readonly field: string;
	},
): Promise<void> {
	const siteName = await siteNameOf(c);
	const fault = passwordFault(password, { ...who, siteName });
	if (fault === null) return;
	throw new AppError("bad_request", "This password can't be taken.", {
		fields: [{ path: `body.${who.field}`, message: fault }],
	});
}
