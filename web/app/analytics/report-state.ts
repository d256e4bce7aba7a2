/** What a report is asked for, as it stands in the address: it can be sent to a colleague, and the way back works. */
import type { AnalyticsGroup } from "../../../contracts/analytics-filter.ts";
import { offsetMs, wallClock } from "../../../contracts/business-hours.ts";

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

/** Days that count with today, by the name of the range. */
export const RANGES = { today: 1, "7d": 7, "30d": 30, "90d": 90, "365d": 365 } as const;
export type RangeName = keyof typeof RANGES;

/** Filters that are texts; empty is any. */
export const FILTERS = ["channel", "language", "intent", "agentId", "labelId", "modelId"] as const;
export type FilterName = (typeof FILTERS)[number];

export interface ReportState extends Readonly<Record<FilterName, string>> {
	/** `custom`: from one day until the end of another one. */
	readonly range: RangeName | "custom";
	/** Days of the zone: 2026-11-26. */
	readonly from: string;
	readonly to: string;
	readonly zone: string;
	/** Empty: what suits the range. */
	readonly groupBy: AnalyticsGroup | "";
	readonly isCompared: boolean;
	/** `site:` and an id: that site's business hours; otherwise hours as the API takes them; empty: all. */
	readonly hours: string;
	readonly withTests: boolean;
	/** Which figure the chart of the overview shows; empty: the first one. */
	readonly metric: string;
}

const GROUPS: readonly string[] = ["hour", "day", "week", "month"] satisfies AnalyticsGroup[];
const DAY = /^\d{4}-\d\d-\d\d$/u;

/** @param ownZone - of the reader's device: it does not stand in the address */
export function readState(params: URLSearchParams, ownZone: string): ReportState {
	const text = (name: string): string => params.get(name) ?? "";
	const [from, to] = [text("from"), text("to")];
	const isCustom = DAY.test(from) && DAY.test(to) && from <= to;
	const range = text("range");
	const groupBy = text("groupBy");
	return {
		range: isCustom ? "custom" : isRange(range) ? range : "30d",
		from: isCustom ? from : "",
		to: isCustom ? to : "",
		zone: text("zone") || ownZone,
		groupBy: isGroup(groupBy) ? groupBy : "",
		isCompared: text("compare") !== "off",
		hours: text("hours"),
		withTests: text("tests") === "true",
		metric: text("metric"),
		channel: text("channel"),
		language: text("language"),
		intent: text("intent"),
		agentId: text("agentId"),
		labelId: text("labelId"),
		modelId: text("modelId"),
	};
}

const isRange = (text: string): text is RangeName => Object.hasOwn(RANGES, text);
const isGroup = (text: string): text is AnalyticsGroup => GROUPS.includes(text);

/** What stands in the address; what is as it is by itself is left out. */
export function writeState(state: ReportState, ownZone: string): URLSearchParams {
	const params = new URLSearchParams();
	const put = (name: string, value: string, whenUnset = ""): void => {
		if (value !== whenUnset) params.set(name, value);
	};
	if (state.range === "custom") {
		put("from", state.from);
		put("to", state.to);
	} else put("range", state.range, "30d");
	put("zone", state.zone, ownZone);
	put("groupBy", state.groupBy);
	put("compare", state.isCompared ? "" : "off");
	put("hours", state.hours);
	put("tests", state.withTests ? "true" : "");
	put("metric", state.metric);
	for (const name of FILTERS) put(name, state[name]);
	return params;
}

/** ISO 8601. */
export interface Span {
	readonly from: string;
	readonly to: string;
}

/** The instants between which conversations are counted: whole days of the zone, and today as far as it has come. */
export function spanOf(state: ReportState, nowMs: number): Span {
	const { zone } = state;
	const iso = (ms: number): string => new Date(ms).toISOString();
	if (state.range === "custom")
		return { from: iso(startOfDay(state.from, zone)), to: iso(startOfDay(dayAfter(state.to, 1), zone)) };
	const today = wallClock(zone, nowMs).date;
	return {
		from: iso(startOfDay(dayAfter(today, 1 - RANGES[state.range]), zone)),
		// in whole quarters of an hour, as they are kept: the same question for as long
		to: iso(Math.ceil((nowMs + 1) / QUARTER_MS) * QUARTER_MS),
	};
}

/** @param day - `2026-11-26` */
export function dayAfter(day: string, days: number): string {
	return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The instant at which a day begins in a zone. */
export function startOfDay(day: string, zone: string): number {
	const wallMs = Date.parse(day);
	const guessMs = wallMs - offsetMs(zone, wallMs);
	return wallMs - offsetMs(zone, guessMs);
}

/** As fine as a chart can show. */
export function groupFor({ from, to }: Span): AnalyticsGroup {
	const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
	if (days <= 2) return "hour";
	if (days <= 92) return "day";
	return days <= 400 ? "week" : "month";
}

/** The filters of a report as its route takes them; empty ones are left out by the caller. */
export function filterQuery(state: ReportState, span: Span): Record<string, string> {
	const { zone, hours, withTests } = state;
	return {
		...span,
		zone,
		...Object.fromEntries(FILTERS.map((name) => [name, state[name]])),
		...(hours.startsWith("site:") ? { siteId: hours.slice("site:".length) } : { hours }),
		tests: withTests ? "true" : "",
	};
}
