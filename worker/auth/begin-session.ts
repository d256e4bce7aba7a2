import type { Context } from "hono";
import type { SignedIn } from "../../contracts/accounts.ts";
import { noteSignIn } from "../../store/users.ts";
import { AppError } from "../errors.ts";
import { type HonoEnv, inBackground } from "../hono-env.ts";
import { clientBucket } from "../limits/client-address.ts";
import { issueAccessToken } from "./access-token.ts";
import { audit } from "./audit.ts";
import { writeCookie } from "./cookies.ts";
import { issueDeviceToken } from "./device-token.ts";
import type { OpenedSession } from "./sessions.ts";

/** Longest name of a browser that is kept. */
const MAX_AGENT_CHARS = 300;

/**
 * Signs somebody in whose identity was just shown: a session, its cookie, and the mark of a known browser.
 *
 * @param way - how it was shown, for the audit log
 * @throws AppError unavailable while Redis is away
 */
export async function beginSession(
	c: Context<HonoEnv>,
	userId: string,
	way: "password" | "second_factor" | "oidc" | "verified_email" | "new_password",
): Promise<SignedIn> {
	const session = await openSession(c, userId, way);
	return signedIn(c, session);
}

/** The session alone, with its cookies: for a browser that is sent on to a page. */
export async function openSession(
	c: Context<HonoEnv>,
	userId: string,
	way: Parameters<typeof beginSession>[2],
): Promise<OpenedSession> {
	const { services, surroundings } = c.var;
	const nowMs = surroundings.nowMs();
	const session = await services.sessions.open(userId, {
		userAgent: (c.req.header("User-Agent") ?? "").slice(0, MAX_AGENT_CHARS),
		address: clientBucket(c.req.raw.headers, services.config.CLIENT_ADDRESS_HEADER),
	});
	if (session === null)
		throw new AppError("unavailable", "Signing in is not possible just now.", { retryAfterSeconds: 5 });
	writeCookie(c, "refresh", session.refreshToken);
	writeCookie(c, "device", await issueDeviceToken(services.keys, userId, nowMs));
	await audit(c, {
		action: "session.begun",
		target: { kind: "session", id: session.sessionId },
		details: { way },
		userId,
	});
	inBackground(
		c,
		noteSignIn(services.database, userId, nowMs).catch(() => undefined),
	); // a note, not worth a failed sign-in
	return session;
}

/** The access token of a session whose cookie is set. */
export async function signedIn(
	c: Context<HonoEnv>,
	session: Pick<OpenedSession, "userId" | "sessionId">,
): Promise<SignedIn> {
	const { token, expiresAtMs } = await issueAccessToken(
		c.var.services.keys,
		session,
		c.var.surroundings.nowMs(),
	);
	return { status: "signed_in", accessToken: token, expiresAt: new Date(expiresAtMs).toISOString() };
}
