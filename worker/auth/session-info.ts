import type { SessionInfo } from "../../contracts/accounts.ts";
import { AppError } from "../errors.ts";
import type { Session } from "./sessions.ts";

/** A session as its owner, and those who look after users, see it. @param currentId - the one that asks */
export function toSessionInfo(
	{ id, createdAtMs, usedAtMs, userAgent, address }: Session,
	currentId: string,
): SessionInfo {
	return {
		id,
		isCurrent: id === currentId,
		createdAt: new Date(createdAtMs).toISOString(),
		lastUsedAt: new Date(usedAtMs).toISOString(),
		userAgent,
		address,
	};
}

/** While Redis is away nobody knows who is signed in where. */
export function sessionsAway(): AppError {
	return new AppError("unavailable", "Sessions can't be reached just now.", { retryAfterSeconds: 5 });
}
