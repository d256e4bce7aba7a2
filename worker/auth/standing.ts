import { StoreUnavailable } from "../../store/failures.ts";
import { findUser, type UserRecord } from "../../store/users.ts";
import { AppError } from "../errors.ts";
import type { Services } from "../services.ts";

export interface SessionClaim {
	readonly userId: string;
	readonly sessionId: string;
	/** When the token that says so was signed. */
	readonly issuedAtMs: number;
}

/** Whether this user may come in at all. */
export function isWelcome(user: UserRecord): boolean {
	return user.disabledAtMs === null && user.verifiedAtMs !== null;
}

/**
 * The user behind a session that still stands; null when it was ended, or the user shut out. Asks Redis and Postgres
 * at the same time. With Redis away the user's own row decides: it knows of everything that ends all sessions.
 *
 * @throws StoreUnavailable when Postgres is away
 */
export async function userOfSession(
	{ sessions, database }: Pick<Services, "sessions" | "database">,
	claim: SessionClaim,
): Promise<UserRecord | null> {
	const [{ standing, createdAtMs }, user] = await Promise.all([
		sessions.standing(claim.sessionId, claim.userId),
		findUser(database, claim.userId),
	]);
	if (standing === "ended" || user === null || !isWelcome(user)) return null;
	return (createdAtMs ?? claim.issuedAtMs) < user.sessionsValidFromMs ? null : user;
}

/**
 * The same for somebody's own chat, which goes on while one of the two stores is away.
 *
 * @throws AppError unavailable when neither can say
 */
export async function isSessionOpen(
	services: Pick<Services, "sessions" | "database">,
	claim: SessionClaim,
): Promise<boolean> {
	try {
		return (await userOfSession(services, claim)) !== null;
	} catch (error) {
		if (!(error instanceof StoreUnavailable)) throw error;
		const { standing } = await services.sessions.standing(claim.sessionId, claim.userId);
		if (standing !== "unavailable") return standing === "open";
		throw new AppError("unavailable", "Whether you are signed in can't be found out just now.", {
			retryAfterSeconds: 5,
			cause: error,
		});
	}
}
