import type { Context } from "hono";
import { z } from "zod";
import { pause } from "../durable-objects/pause.ts";
import { readReplyTimes } from "../store/analytics/reply-time.ts";
import { type HonoEnv, inBackground } from "./hono-env.ts";

/** What customers are told is what was so of late. */
const DAYS = 28;
/** Fewer answers say nothing of the next one. */
const FEWEST = 5;
/** Promised in steps, upwards, in minutes. Beyond the last one a promise would please nobody. */
const STEPS = [5, 10, 15, 30, 45, 60, 180, 360, 720, 1_440];
/** The page waits for its site: later than this the time is left out, and is there for the next who asks. */
const PATIENCE_MS = 300;

const ReplyMinutes = z.number().nullable();

/** Within how many minutes a person usually answers; null where nobody can say, or not in time. */
export async function replyMinutes(c: Context<HonoEnv>): Promise<number | null> {
	const { services, surroundings } = c.var;
	const nowMs = surroundings.nowMs();
	const asked = services.cache
		.get({
			name: "reply-time",
			of: "",
			schema: ReplyMinutes,
			freshSeconds: 3_600,
			staleSeconds: 86_400,
			tags: [],
			make: async () => {
				const { count, medianMs } = await readReplyTimes(services.database, DAYS, nowMs);
				return count < FEWEST ? null : stepOf(medianMs);
			},
		})
		.catch(() => null); // a page without this line is better than none
	inBackground(c, asked);
	const patience = pause(PATIENCE_MS);
	return Promise.race([asked, patience.over.then(() => null)]).finally(() => patience.stop());
}

function stepOf(ms: number | null): number | null {
	return ms === null ? null : (STEPS.find((step) => ms <= step * 60_000) ?? null);
}
