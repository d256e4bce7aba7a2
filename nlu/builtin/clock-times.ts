import { readWhole } from "./cardinals.ts";
import type { TimePatterns } from "./time-patterns.ts";
import { firstMatches, type TimeSpan, withoutOverlaps } from "./time-span.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Times of day: `17:30`, `5pm`, `half past three`, `um fünf Uhr`. `wallMs` counts from midnight. */
export function findClockTimes(text: string, patterns: TimePatterns): TimeSpan[] {
	const spans = [...spokenTimes(text, patterns), ...writtenTimes(text, patterns)];
	return withoutOverlaps(spans);
}

function spokenTimes(text: string, { spoken, numbers }: TimePatterns): TimeSpan[] {
	return spoken.flatMap(({ pattern, minutes, sign }) =>
		firstMatches(text, pattern).flatMap((match) => {
			const groups = match.groups ?? {};
			const hour = readWhole(groups["hour"] ?? "", numbers);
			const more = groups["minute"] === undefined ? 0 : readWhole(groups["minute"], numbers);
			if (hour === null || hour > 24 || more === null || more > 59) return [];
			const at = inHalf(hour, groups) * HOUR_MS + (minutes + sign * more) * MINUTE_MS;
			const grain = minutes === 0 && groups["minute"] === undefined ? "hour" : "minute";
			return span(match, at, grain, isOpenHalf(hour, groups));
		}),
	);
}

function writtenTimes(text: string, patterns: TimePatterns): TimeSpan[] {
	return firstMatches(text, patterns.clock).flatMap((match) => {
		const groups = match.groups ?? {};
		if (groups["noon"] !== undefined) return namedTime(match, patterns);
		const hour = Number(groups["hour"] ?? groups["hourColon"] ?? groups["hourClock"] ?? groups["hourAt"]);
		const minute =
			groups["minute"] ??
			groups["minuteColon"] ??
			groups["minuteClock"] ??
			groups["minuteTight"] ??
			groups["minuteAfter"] ??
			groups["minuteAt"];
		const { second } = groups;
		const hours = inHalf(hour, groups);
		const minutes = Number(minute ?? "0");
		if (hours > 24 || minutes > 59 || Number(second ?? "0") > 59) return [];
		const at = hours * HOUR_MS + minutes * MINUTE_MS + Number(second ?? "0") * 1_000;
		const grain = minute === undefined ? "hour" : second === undefined ? "minute" : "second";
		const needsDay = isLength(text, match, patterns);
		return span(match, at, grain, isOpenHalf(hour, groups)).map((one) =>
			needsDay ? { ...one, needsDay } : one,
		);
	});
}

/** "J'ai attendu 2 heures", "esperé 3 horas": whole hours without a word before them are a clock time beside a day only. */
function isLength(text: string, match: RegExpExecArray, { words }: TimePatterns): boolean {
	if (!/^\d{1,2}\s?(?:heures?|horas?)$/iu.test(match[0])) return false;
	const ahead = text.slice(Math.max(0, match.index - 25), match.index).toLowerCase();
	return ![words.before, words.after, words.from, words.between, /(?:\best|\bson)\s$/u].some((word) =>
		word.test(ahead),
	);
}

/** Noon or midnight, and "midi et demi". */
function namedTime(match: RegExpExecArray, { table, noonAnd }: TimePatterns): TimeSpan[] {
	const { noon = "", noonAnd: more } = match.groups ?? {};
	const at = table.noon.includes(noon.toLowerCase()) ? 12 * HOUR_MS : 0;
	const added = more === undefined ? 0 : (noonAnd.find(({ pattern }) => pattern.test(more))?.minutes ?? 0);
	return span(match, at + added * MINUTE_MS, more === undefined ? "hour" : "minute", false);
}

/** "Friday after 6": a bare number, which is an hour where a day stands beside it. */
export function findLooseHours(text: string, { loose }: TimePatterns): TimeSpan[] {
	return firstMatches(text, loose).flatMap((match) => {
		const hour = Number(match.groups?.["hour"]);
		return hour > 24
			? []
			: span(match, hour * HOUR_MS, "hour", hour <= 12).map((one) => ({ ...one, needsDay: true }));
	});
}

function span(
	match: RegExpExecArray,
	wallMs: number,
	grain: "hour" | "minute" | "second",
	openHalf: boolean,
): TimeSpan[] {
	if (wallMs > 24 * HOUR_MS) return []; // 24:00 ends a day, 24:59 is none of it
	const start = match.index;
	const inDay = (wallMs + 24 * HOUR_MS) % (24 * HOUR_MS);
	const end = start + match[0].length;
	return [{ kind: "moment", grain, wallMs: inDay, toWallMs: inDay, isOpenHalf: openHalf, start, end }];
}

const HALVES = ["half", "pm", "am", "night", "midday"];

/** "At 8" may be in the morning or in the evening. */
function isOpenHalf(hour: number, groups: Readonly<Record<string, string | undefined>>): boolean {
	return hour <= 12 && HALVES.every((name) => groups[name] === undefined);
}

/** The hour of twenty-four that "5 pm", "5 in the evening" or "2 at night" names. */
export function inHalf(hour: number, groups: Readonly<Record<string, string | undefined>>): number {
	const half = groups["half"]?.toLowerCase().replaceAll(".", "");
	if (groups["night"] !== undefined) return hour === 12 ? 0 : hour >= 6 && hour < 12 ? hour + 12 : hour;
	if (groups["midday"] !== undefined) return hour < 6 ? hour + 12 : hour;
	if (half === "pm" || groups["pm"] !== undefined) return hour < 12 ? hour + 12 : hour;
	// twelve "de la mañana" is noon, in every other language it is the first hour of the day
	const isNoon = /^de la ma[ñn]ana$/iu.test(groups["am"] ?? "");
	return (half === "am" || groups["am"] !== undefined) && hour === 12 && !isNoon ? 0 : hour;
}
