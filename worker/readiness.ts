import type { Readiness } from "../contracts/api.ts";
import type { Bindings } from "./bindings.ts";
import { type JobHealth, SCHEDULER_NAME } from "../durable-objects/scheduler-host.ts";
import { cacheCounts } from "../store/cache-counts.ts";
import { pingDatabase } from "../store/database.ts";
import { StoreFault, StoreUnavailable } from "../store/failures.ts";
import { withTimeout } from "./guarded-redis.ts";
import type { Services } from "./services.ts";

type Part = Readiness["parts"]["postgres"];

/** An orchestrator asks every few seconds and gives up soon. */
const PART_TIMEOUT_MS = 2_000;
/** An object that exists for this question only. It is no conversation: asking for it makes none. */
const PROBE_ID = "00000000-0000-7000-8000-000000000000";

/** A job that should have run so long ago will not by itself: a run takes seconds, and a failed one comes again within a minute. */
const LATE_MS = 5 * 60_000;

/** So long an answer is given again: whoever asks without pause asks us, not Postgres and Redis. */
const KEPT_MS = 1_000;
const kept = new WeakMap<Services, { readonly atMs: number; readonly readiness: Readiness }>();

/** What is asked beside Postgres and Redis. */
interface ReadinessWorld {
	readonly nowMs: () => number;
	readonly loadModel: () => Promise<unknown>;
	readonly conversations: Bindings["CONVERSATIONS"];
	readonly scheduler: Bindings["SCHEDULER"];
}

/** Whether all parts answer. */
export async function readReadiness(services: Services, world: ReadinessWorld): Promise<Readiness> {
	const nowMs = world.nowMs();
	const last = kept.get(services);
	if (last !== undefined && nowMs - last.atMs < KEPT_MS) return last.readiness;
	const readiness = await askParts(services, world);
	kept.set(services, { atMs: nowMs, readiness });
	return readiness;
}

/** Asks all parts at once; each within its time. */
async function askParts(
	services: Services,
	{ nowMs, loadModel, conversations, scheduler }: ReadinessWorld,
): Promise<Readiness> {
	const [postgres, redis, model, objects, jobs] = await Promise.all([
		checkPart(() => pingDatabase(services.database), nowMs),
		checkPart(() => services.redis.ping(), nowMs),
		checkPart(loadModel, nowMs),
		checkPart(() => probeObject(conversations), nowMs),
		withTimeout(scheduler.getByName(SCHEDULER_NAME).health(), PART_TIMEOUT_MS).catch(() => []), // `objects` says it
	]);
	const parts = { postgres, redis, model, objects };
	const isReady = Object.values(parts).every((part) => part.status === "ok");
	return {
		status: isReady ? "ok" : "unavailable",
		parts,
		jobs: jobsOf(jobs, nowMs()),
		caches: cacheCounts(),
	};
}

function jobsOf(jobs: readonly JobHealth[], nowMs: number): Readiness["jobs"] {
	const instant = (ms: number): string => new Date(ms).toISOString();
	return Object.fromEntries(
		jobs.map(({ name, lastSuccessAtMs, lastError, nextRunAtMs }) => {
			const isLate = nextRunAtMs < nowMs - LATE_MS;
			const lastSuccessAt = lastSuccessAtMs === null ? null : instant(lastSuccessAtMs);
			const status = isLate ? "late" : lastError === null ? "ok" : "failing";
			return [name, { status, lastSuccessAt, nextRunAt: instant(nextRunAtMs) }];
		}),
	);
}

/** Any answer says that objects wake up. */
async function probeObject(conversations: Bindings["CONVERSATIONS"]): Promise<void> {
	const answer = await conversations.getByName(PROBE_ID).fetch("http://object/");
	await answer.body?.cancel();
}

async function checkPart(check: () => Promise<unknown>, nowMs: () => number): Promise<Part> {
	const startedMs = nowMs();
	try {
		await withTimeout(check(), PART_TIMEOUT_MS);
		return { status: "ok", latencyMs: nowMs() - startedMs };
	} catch (error) {
		return { status: "down", detail: detailOf(error), latencyMs: nowMs() - startedMs };
	}
}

/** What may be told to everybody: the store's own words, which carry no address, and our time-out's. */
function detailOf(error: unknown): string {
	if (error instanceof StoreUnavailable || error instanceof StoreFault) return error.message;
	if (error instanceof Error && error.message.startsWith("no answer within")) return error.message;
	return "it failed; the log says why";
}
