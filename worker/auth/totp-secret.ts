import type { Context } from "hono";
import type { UserRecord } from "../../store/users.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import type { SealedTexts } from "../../store/sealed-texts.ts";

/** Names the row to which a sealed secret belongs. */
export const totpSecretOf = (userId: string): string => `users.totp_secret:${userId}`;

/** @throws AppError unavailable where no ENCRYPTION_KEYS are set */
export function sealedTextsOf(c: Context<HonoEnv>): SealedTexts {
	const { sealedTexts } = c.var.services;
	if (sealedTexts === null)
		throw new AppError("unavailable", "Two-step sign-in is not set up here: ENCRYPTION_KEYS is missing.");
	return sealedTexts;
}

/** The secret of a user who has one. @throws Error when there is none, or its key is gone */
export async function openTotpSecret(c: Context<HonoEnv>, user: UserRecord): Promise<string> {
	if (user.totpSecret === null) throw new Error("a user without a second factor was asked for its secret");
	return sealedTextsOf(c).open(user.totpSecret, totpSecretOf(user.id));
}
