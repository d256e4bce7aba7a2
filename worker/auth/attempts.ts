import type { Context } from "hono";
import { emailKey } from "../../store/users.ts";
import type { HonoEnv } from "../hono-env.ts";
import { clientBucket } from "../limits/client-address.ts";
import { takeLimit } from "../middleware/rate-limit.ts";
import { readCookie } from "./cookies.ts";
import { readDeviceToken } from "./device-token.ts";
import { hashOfToken } from "./opaque-token.ts";

/**
 * Counts one try to come into an account. A browser that came in before has a budget of its own, so that strangers who
 * try that account can't use it up. All others share one by account and address, and one by account.
 *
 * @param userId - null for an address that is nobody's: counted all the same
 * @throws AppError rate_limited
 */
export async function countAttempt(
	c: Context<HonoEnv>,
	limit: "sign_in" | "second_factor",
	who: { readonly email: string; readonly userId: string | null },
): Promise<void> {
	const { keys, config } = c.var.services;
	const nowMs = c.var.surroundings.nowMs();
	const deviceId = await readDeviceToken(keys, readCookie(c, "device"), who.userId ?? "nobody", nowMs);
	if (deviceId !== null) return takeLimit(c, limit, `device:${deviceId}`);
	const account = await hashOfToken(emailKey(who.email));
	const address = clientBucket(c.req.raw.headers, config.CLIENT_ADDRESS_HEADER);
	await takeLimit(c, limit, `${account}:${address}`);
	await takeLimit(c, "sign_in_guess", account);
}
