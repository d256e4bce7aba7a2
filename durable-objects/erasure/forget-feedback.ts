import { forgetFeedback, listOverFeedback } from "../../store/retention-feedback.ts";
import type { Database } from "../../store/database.ts";
import type { ForgetFeedbackCall } from "../conversation-rpc.ts";

interface ForgettingWorld {
	readonly database: Database;
	readonly conversations: {
		getByName(id: string): { forgetFeedback(call: ForgetFeedbackCall): Promise<void> };
	};
	readonly nowMs: () => number;
}

/** Opinions that are looked up at once; each wakes an object at most. */
const BATCH = 100;
/** Objects that are asked at a time. */
const AT_A_TIME = 10;

/**
 * Lets go of what customers said before a time, until nothing is left or the time is over: of each conversation first the object, then Postgres.
 * Broken off, it is found again by what is left in Postgres.
 */
export async function forgetOldFeedback(
	{ database, conversations, nowMs }: ForgettingWorld,
	{ beforeMs, untilMs }: { readonly beforeMs: number; readonly untilMs: number },
): Promise<{ readonly count: number; readonly hasMore: boolean }> {
	let count = 0;
	while (nowMs() < untilMs) {
		// batch after batch
		const batch = await listOverFeedback(database, beforeMs, BATCH);
		if (batch.length === 0) return { count, hasMore: false };
		for (let from = 0; from < batch.length; from += AT_A_TIME) {
			// a few objects at a time is the point
			const gone = await Promise.all(
				batch.slice(from, from + AT_A_TIME).map(async (over) => {
					const { conversationId, seqs } = over;
					await conversations.getByName(conversationId).forgetFeedback({ seqs, beforeMs });
					return forgetFeedback(database, over, beforeMs);
				}),
			);
			count += gone.reduce((sum, one) => sum + one, 0);
		}
	}
	return { count, hasMore: true };
}
