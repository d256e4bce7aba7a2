import { writeLog } from "../observability/log.ts";
import { reportError } from "../observability/report-error.ts";
import { type RetentionSettings, retentionSettings } from "../contracts/retention.ts";
import { packAnalytics } from "../store/analytics/pack.ts";
import { recordAudit } from "../store/audit-log.ts";
import { connectDatabase } from "../store/database.ts";
import { eraseFinishedCustomers } from "../store/erase-account.ts";
import { countRunningErasures, listDueErasures } from "../store/erasures.ts";
import { cutoff, runRetention } from "../store/retention.ts";
import { connectRedis } from "../store/redis.ts";
import { forgetOldFeedback } from "./erasure/forget-feedback.ts";
import { type ErasureWorld, runErasure } from "./erasure/run-erasure.ts";
import { databaseAddress, type ObjectEnv, reportSettings } from "./object-env.ts";
import type { SchedulerJob, SchedulerPorts } from "./scheduler-host.ts";

/** An erasure that could not be done is looked at as often, */
const RETRY_MS = 5_000;
/** and customers who wait for the end of their orders. Who asks for an erasure wakes the scheduler, retention too. */
const IDLE_MS = 3_600_000;
const ERASURES = "erasures";
/** Erasures of one run. */
const BATCH = 20;

/** The real world of the scheduler. Nothing is connected before a job runs. */
export function schedulerPorts(
	env: ObjectEnv,
	waitUntil: (promise: Promise<unknown>) => void,
): SchedulerPorts {
	const { CONVERSATIONS: conversations } = env;
	const world = () => {
		if (conversations === undefined) throw new Error("Bad configuration: CONVERSATIONS is not bound.");
		return {
			database: connectDatabase(databaseAddress(env)),
			redis: redisOf(env),
			conversations,
			nowMs: Date.now,
		};
	};
	return {
		jobs: [
			erasuresJob(world),
			retentionJob(world, () => retentionSettings(env.RETENTION)),
			figuresJob(world),
		],
		nowMs: () => Date.now(),
		report: (error, failure) =>
			reportError(error, failure, { config: reportSettings(env), log: writeLog, waitUntil }),
	};
}

type RetentionWorld = Pick<ErasureWorld, "database" | "nowMs"> & Parameters<typeof forgetOldFeedback>[0];

/** Works on erasures that were not done when they were asked for. */
export function erasuresJob(world: () => ErasureWorld): SchedulerJob {
	return {
		name: ERASURES,
		async run(untilMs) {
			const { database, nowMs, ...rest } = world();
			const due = await listDueErasures(database, nowMs(), BATCH);
			for (const id of due) {
				if (nowMs() >= untilMs) return 0;
				// one after the other: each wakes many objects
				await runErasure({ database, nowMs, ...rest }, id, { untilMs });
			}
			await eraseFinishedCustomers(database);
			return (await countRunningErasures(database)) > 0 ? RETRY_MS : IDLE_MS;
		},
	};
}

/** Lets go what is older than RETENTION says. Conversations become erasures. */
export function retentionJob(world: () => RetentionWorld, settings: () => RetentionSettings): SchedulerJob {
	return {
		name: "retention",
		async run(untilMs, wake) {
			const { database, conversations, nowMs } = world();
			const run = { settings: settings(), nowMs: nowMs(), requestedBy: "system" } as const;
			const { hasMore: hasMoreRows, ...rows } = await runRetention(database, run);
			if ((rows.conversations ?? 0) > 0) wake(ERASURES);
			const days = run.settings.feedback;
			const said =
				days === null
					? null
					: await forgetOldFeedback(
							{ database, conversations, nowMs },
							{ beforeMs: cutoff(days, run.nowMs), untilMs },
						);
			const counts = { ...rows, ...(said === null ? {} : { feedback: said.count }) };
			const hasMore = hasMoreRows || (said?.hasMore ?? false);
			if (Object.values(counts).some((count) => count > 0))
				await recordAudit(database, {
					atMs: nowMs(),
					actor: { kind: "system", id: null },
					action: "retention.ran",
					details: { ...counts },
				});
			return hasMore ? RETRY_MS : IDLE_MS;
		},
	};
}

/** Packs days that are over, for reports that no sums answer. */
export function figuresJob(world: () => Pick<ErasureWorld, "database" | "nowMs">): SchedulerJob {
	return {
		name: "figures",
		async run(untilMs) {
			const { database, nowMs } = world();
			const { hasMore } = await packAnalytics(database, { nowMs: nowMs(), untilMs });
			return hasMore ? RETRY_MS : IDLE_MS;
		},
	};
}

function redisOf(env: ObjectEnv) {
	return connectRedis({ url: env.UPSTASH_REDIS_REST_URL ?? "", token: env.UPSTASH_REDIS_REST_TOKEN ?? "" });
}
