import { dateFormat } from "../ui/short-time.ts";

const HOUR_MS = 3_600_000;
/** The weekday of today is not the one of a week from now. */
const WEEK_MS = 6 * 24 * HOUR_MS;
const MINUTE_MS = 60_000;

/** "now", "4 min. ago", then the time of day; the day itself stands in the separator above. */
export function shortTime(atMs: number, nowMs: number, locale: string): string {
	const ageMs = Math.max(0, nowMs - atMs);
	const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
	if (ageMs < MINUTE_MS) return relative.format(0, "second");
	if (ageMs < HOUR_MS) return relative.format(-Math.floor(ageMs / MINUTE_MS), "minute");
	return dateFormat({ hour: "numeric", minute: "2-digit" }, locale).format(atMs);
}

export function exactTime(atMs: number, locale: string): string {
	return dateFormat({ dateStyle: "full", timeStyle: "medium" }, locale).format(atMs);
}

/** "Today", "Yesterday", or the date. */
export function dayName(atMs: number, nowMs: number, locale: string): string {
	const days = Math.round((startOfDay(nowMs) - startOfDay(atMs)) / (24 * HOUR_MS));
	if (days === 0 || days === 1) {
		const name = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-days, "day");
		return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
	}
	const isThisYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
	const year = isThisYear ? {} : { year: "numeric" as const };
	return dateFormat({ weekday: "long", day: "numeric", month: "long", ...year }, locale).format(atMs);
}

/** When somebody is there again, in the visitor's own zone: the weekday, and the date where that is far. */
export function openingTime(atMs: number, nowMs: number, locale: string): string {
	const isNear = startOfDay(atMs) - startOfDay(nowMs) < WEEK_MS;
	const date = isNear ? {} : { day: "numeric" as const, month: "long" as const };
	return dateFormat({ weekday: "long", hour: "numeric", minute: "2-digit", ...date }, locale).format(atMs);
}

/** "5 minutes", "3 hours", "1 day". */
export function durationName(minutes: number, locale: string): string {
	const [value, unit] =
		minutes < 60 ? [minutes, "minute"] : minutes < 1_440 ? [minutes / 60, "hour"] : [minutes / 1_440, "day"];
	return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

function startOfDay(atMs: number): number {
	const date = new Date(atMs);
	return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
