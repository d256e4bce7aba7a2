/** Conversations of six weeks, for figures that depend on when they began. */
import { flushConversation } from "../conversation-log.ts";
import type { Database } from "../database.ts";
import { seededRandom } from "../seed/random.ts";
import { randomLog } from "./random-log.ts";

const DAY_MS = 86_400_000;

/** With the end of summer time in Europe and in America. */
export const SPREAD = {
	fromMs: Date.parse("2026-10-02T00:00:00Z"),
	toMs: Date.parse("2026-11-12T22:00:00Z"),
};

export async function storeTalks(db: Database, seed: number, count: number): Promise<void> {
	const random = seededRandom(seed);
	for (let place = 0; place < count; place += 1) {
		const { conversation, entries } = randomLog(random, seed * 100 + place);
		const laterMs = (place % 3) * 12 * DAY_MS;
		await flushConversation(db, {
			conversation: { ...conversation, lastActivityAtMs: conversation.lastActivityAtMs + laterMs },
			entries: entries.map((entry) => ({ ...entry, atMs: entry.atMs + laterMs })),
			leaseEpoch: 1,
		});
	}
}
