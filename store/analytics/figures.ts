/** From sums to the numbers that are shown. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Duration, Figures, SeriesPoint, TimeName } from "../../contracts/analytics.ts";

/** Measures of `analytics_quarters` and `conversation_measures`, by the names that they have in reports. */
const MEASURES = {
	conversations: "conversations",
	contained: "contained",
	confirmed: "confirmed",
	assumed: "assumed",
	returned: "returned",
	resolvedByPerson: "resolved_by_person",
	handedOff: "handed_off",
	handoffs: "handoffs",
	visitorMessages: "visitor_messages",
	botMessages: "bot_messages",
	agentMessages: "agent_messages",
	asked: "asked",
	fallbacks: "fallbacks",
	thumbsUp: "thumbs_up",
	thumbsDown: "thumbs_down",
	rated1: "rated_1",
	rated2: "rated_2",
	rated3: "rated_3",
	rated4: "rated_4",
	rated5: "rated_5",
	botResponseN: "bot_response_n",
	botResponseMs: "bot_response_ms",
	personResponseN: "person_response_n",
	personResponseMs: "person_response_ms",
	waitingN: "waiting_n",
	waitingMs: "waiting_ms",
	resolutionN: "resolution_n",
	resolutionMs: "resolution_ms",
} as const;
type Measure = keyof typeof MEASURES;

/** Their columns. */
export const MEASURE_COLUMNS: readonly string[] = Object.values(MEASURES);

/** SQL: a JSON array of the sums of all measures, in their order. @param row - of `measures` (sources.ts) */
export const SUMS: SQL = sql.raw(
	`json_build_array(${MEASURE_COLUMNS.map((column) => `coalesce(sum(s.${column}), 0)::bigint`).join(", ")})`,
);

/** What `SUMS` gives. */
export const Sums = z.array(z.number()).transform((values): Readonly<Record<Measure, number>> => {
	const names = Object.keys(MEASURES);
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: `SUMS` has the measures in this order
	return Object.fromEntries(names.map((name, index) => [name, values[index] ?? 0])) as Record<
		Measure,
		number
	>;
});
export type Sums = z.infer<typeof Sums>;

/** How many times fell into which bin. */
export type Bins = readonly (readonly [bin: number, count: number])[];

/** Nothing was counted. */
export const NO_SUMS: Sums = Sums.parse([]);

function countsOf(sums: Sums) {
	return {
		conversations: sums.conversations,
		contained: sums.contained,
		confirmed: sums.confirmed,
		assumed: sums.assumed,
		returned: sums.returned,
		lasting: sums.confirmed + sums.assumed - sums.returned,
		resolvedByPerson: sums.resolvedByPerson,
		handedOff: sums.handedOff,
		handoffs: sums.handoffs,
		visitorMessages: sums.visitorMessages,
		botMessages: sums.botMessages,
		agentMessages: sums.agentMessages,
		asked: sums.asked,
		fallbacks: sums.fallbacks,
		thumbsUp: sums.thumbsUp,
		thumbsDown: sums.thumbsDown,
		ratings: [sums.rated1, sums.rated2, sums.rated3, sums.rated4, sums.rated5] satisfies Figures["ratings"],
	};
}

function ratesOf(sums: Sums): Figures["rates"] {
	const { conversations, rated1, rated2, rated3, rated4, rated5, thumbsUp, thumbsDown } = sums;
	const rated = rated1 + rated2 + rated3 + rated4 + rated5;
	return {
		containment: ratio(sums.contained, conversations),
		confirmed: ratio(sums.confirmed, conversations),
		assumed: ratio(sums.assumed, conversations),
		lasting: ratio(sums.confirmed + sums.assumed - sums.returned, conversations),
		handoff: ratio(sums.handedOff, conversations),
		fallback: ratio(sums.fallbacks, sums.asked),
		satisfied: ratio(rated4 + rated5, rated),
		meanRating: ratio(rated1 + 2 * rated2 + 3 * rated3 + 4 * rated4 + 5 * rated5, rated),
		thumbsUp: ratio(thumbsUp, thumbsUp + thumbsDown),
	};
}

/** @param bins - of each time; their counts are those of the sums */
export function figuresOf(sums: Sums, bins: ReadonlyMap<string, Bins>): Figures {
	const time = (name: TimeName): Duration => durationOf(bins.get(name) ?? [], sums[`${name}Ms`]);
	return {
		...countsOf(sums),
		rates: ratesOf(sums),
		times: {
			botResponse: time("botResponse"),
			personResponse: time("personResponse"),
			waiting: time("waiting"),
			resolution: time("resolution"),
		},
	};
}

export function pointOf(atMs: number, sums: Sums): SeriesPoint {
	const mean = (name: TimeName): number | null => ratio(sums[`${name}Ms`], sums[`${name}N`]);
	return {
		at: new Date(atMs).toISOString(),
		...countsOf(sums),
		rates: ratesOf(sums),
		meanMs: {
			botResponse: mean("botResponse"),
			personResponse: mean("personResponse"),
			waiting: mean("waiting"),
			resolution: mean("resolution"),
		},
	};
}

/** @param totalMs - of all times together: the mean is exact, whatever the bins */
export function durationOf(bins: Bins, totalMs: number): Duration {
	const sorted = bins.toSorted(([one], [other]) => one - other);
	const count = sorted.reduce((sum, [, times]) => sum + times, 0);
	return {
		count,
		meanMs: ratio(totalMs, count),
		medianMs: nearestRank(sorted, count * 0.5),
		p90Ms: nearestRank(sorted, count * 0.9),
	};
}

/** The time below which that many lie, itself included: the middle of its bin. */
function nearestRank(sorted: Bins, rank: number): number | null {
	let seen = 0;
	for (const [bin, count] of sorted) {
		seen += count;
		if (seen >= rank && count > 0) return middleOfBin(bin);
	}
	return null;
}

/** The inverse of the database's `analytics_bin`: exact below 64 ms, then 32 bins for each doubling. */
export function middleOfBin(bin: number): number {
	if (bin < 64) return bin;
	const width = 2 ** (Math.floor(bin / 32) - 1);
	return (32 + (bin % 32)) * width + (width - 1) / 2;
}

/** Null where there is nothing to divide by. */
export function ratio(part: number, whole: number): number | null {
	return whole === 0 ? null : part / whole;
}
