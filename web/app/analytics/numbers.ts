import { dateFormat } from "../../ui/short-time.ts";

/** How figures are written: exactly as they were counted, rounded for the eye alone. */

/** `change`: how much more or less than something else. */
export type Format = "count" | "share" | "rating" | "time" | "change";

const count = new Intl.NumberFormat("en-GB");
const change = new Intl.NumberFormat("en-GB", { signDisplay: "exceptZero" });
const share = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 1 });
const rating = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 2 });
const seconds = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** Where there is nothing to count or to divide by. */
export const NOTHING = "–";

export function written(value: number | null, format: Format): string {
	if (value === null) return NOTHING;
	switch (format) {
		case "share":
			return share.format(value);
		case "rating":
			return rating.format(value);
		case "change":
			return change.format(value);
		case "time":
			return writtenTime(value);
		default:
			return count.format(value);
	}
}

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

/** The two largest units: `640 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `1 d 4 h`. */
function writtenTime(ms: number): string {
	if (Math.round(ms) < 1_000) return `${Math.round(ms)} ms`;
	if (ms < 10_000) return `${seconds.format(ms / 1_000)} s`;
	const whole = Math.round(ms / 1_000);
	if (whole < MINUTE_S) return `${whole} s`;
	if (whole < HOUR_S) return twoUnits(whole, MINUTE_S, "min", 1, "s");
	const minutes = Math.round(whole / MINUTE_S) * MINUTE_S;
	if (minutes < DAY_S) return twoUnits(minutes, HOUR_S, "h", MINUTE_S, "min");
	return twoUnits(Math.round(whole / HOUR_S) * HOUR_S, DAY_S, "d", HOUR_S, "h");
}

// oxlint-disable-next-line max-params -- a number and two units with their names
function twoUnits(value: number, large: number, largeName: string, small: number, smallName: string): string {
	const rest = Math.round((value % large) / small);
	const first = `${Math.floor(value / large)} ${largeName}`;
	return rest === 0 ? first : `${first} ${rest} ${smallName}`;
}

export interface Change {
	readonly text: string;
	readonly direction: "up" | "down" | "same";
}

const signed = new Intl.NumberFormat("en-GB", { signDisplay: "exceptZero", maximumFractionDigits: 1 });

/** Against the span before: shares in points, everything else in per cent. Null where one of them is not known. */
export function changeOf(value: number | null, before: number | null, format: Format): Change | null {
	if (value === null || before === null) return null;
	if (format !== "share" && before === 0) return value === 0 ? { text: "0%", direction: "same" } : null;
	const change = format === "share" ? (value - before) * 100 : (value / before - 1) * 100;
	const direction = Math.abs(change) < 0.05 ? "same" : change > 0 ? "up" : "down";
	// with the sign of a minus, as wide as that of a plus
	const text = signed.format(direction === "same" ? 0 : change).replace("-", "−");
	return {
		text: format === "share" ? `${text} pts` : `${text}%`,
		direction,
	};
}

/** A month and a day, an hour, a month: what stands below a point of a chart. @param at - ISO 8601 */
export function writtenPoint(at: string, group: "hour" | "day" | "week" | "month", zone: string): string {
	const shapes = {
		hour: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
		day: { day: "numeric", month: "short" },
		week: { day: "numeric", month: "short" },
		month: { month: "short", year: "numeric" },
	} as const;
	return dateFormat({ timeZone: zone, ...shapes[group] }, "en-GB").format(Date.parse(at));
}

/** Whole words for the tooltip, the table and the text alternative. */
export function writtenPointFully(
	at: string,
	group: "hour" | "day" | "week" | "month",
	zone: string,
): string {
	const shapes = {
		hour: {
			weekday: "short",
			day: "numeric",
			month: "short",
			year: "numeric",
			hour: "2-digit",
			minute: "2-digit",
		},
		day: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
		week: { day: "numeric", month: "short", year: "numeric" },
		month: { month: "long", year: "numeric" },
	} as const;
	const date = dateFormat({ timeZone: zone, ...shapes[group] }, "en-GB").format(Date.parse(at));
	return group === "week" ? `Week of ${date}` : date;
}

/** `1 Nov – 30 Nov 2026`: the days of a range, the last one included. */
export function writtenSpan({ from, to }: { from: string; to: string }, zone: string): string {
	const shape = { day: "numeric", month: "short", year: "numeric" } as const;
	return dateFormat({ timeZone: zone, ...shape }, "en-GB").formatRange(Date.parse(from), Date.parse(to) - 1);
}
