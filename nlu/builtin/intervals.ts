import { addGrains, DAY_MS, startOf } from "./calendar.ts";
import { inHalf } from "./clock-times.ts";
import type { Idioms } from "./idioms.ts";
import type { TimePatterns } from "./time-patterns.ts";
import type { TimeSpan } from "./time-span.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Two hours of one day, the second of which ends with its hour, as Duckling counts. */
export function findHours(text: string, { hours }: TimePatterns): TimeSpan[] {
	return Array.from(text.matchAll(hours)).flatMap((match) => {
		const groups = match.groups ?? {};
		const half = { half: groups["half"] ?? groups["dashHalf"], pm: groups["pm"] ?? groups["dashPm"] };
		const pick = (...names: string[]): string | undefined =>
			names.map((name) => groups[name]).find((one) => one !== undefined);
		const first = Number(pick("a", "c", "e", "g"));
		const second = Number(pick("b", "d", "f", "h"));
		const minutes = [
			pick("aMinute", "cMinute", "eMinute", "gMinute"),
			pick("bMinute", "dMinute", "fMinute", "hMinute"),
		];
		const grain = minutes.every((minute) => minute === undefined) ? "hour" : "minute";
		const ownHalf = pick("aHalf", "cHalf", "eHalf");
		const to = inHalf(second, { ...half, half: pick("bHalf", "dHalf", "fHalf") ?? half.half });
		const shared = inHalf(first, half);
		const from = ownHalf === undefined ? (shared <= to ? shared : first) : inHalf(first, { half: ownHalf });
		if (first > 24 || second > 24 || minutes.some((minute) => Number(minute ?? 0) > 59)) return [];
		// "from 9 to 5" ends in the afternoon
		const until = to <= from && to < 12 ? to + 12 : to;
		const start = match.index;
		return {
			kind: "interval",
			grain,
			wallMs: from * HOUR_MS + Number(minutes[0] ?? 0) * MINUTE_MS,
			toWallMs: addGrains(until * HOUR_MS + Number(minutes[1] ?? 0) * MINUTE_MS, 1, grain),
			start,
			end: start + match[0].length,
		} satisfies TimeSpan;
	});
}

/** The weekend, from Friday evening, and the last third of a month, as Duckling counts them. */
export function findStretches(
	text: string,
	{ weekend, monthEnd, table }: TimePatterns,
	now: number,
): TimeSpan[] {
	const span = (
		match: RegExpExecArray,
		wallMs: number,
		toWallMs: number,
		grain: "hour" | "day",
	): TimeSpan => ({
		kind: "interval",
		grain,
		wallMs,
		toWallMs,
		start: match.index,
		end: match.index + match[0].length,
	});
	const weekends = Array.from(text.matchAll(weekend), (match) => {
		const isNext = table.next.some((word) => match[0].toLowerCase().includes(word));
		const monday = startOf(now, "week") + (isNext ? 7 : 0) * DAY_MS;
		return span(match, monday + 4 * DAY_MS + 18 * HOUR_MS, monday + 7 * DAY_MS, "hour");
	});
	const month = startOf(now, "month");
	const ends = Array.from(text.matchAll(monthEnd), (match) =>
		span(match, month + 20 * DAY_MS, addGrains(month, 1, "month"), "day"),
	);
	return [...weekends, ...ends];
}

/** Joins "from Monday to Friday", and opens "until Friday" and "since May" at one end. */
export function joinIntervals(
	text: string,
	spans: readonly TimeSpan[],
	context: { readonly words: IntervalWords; readonly now: number },
): TimeSpan[] {
	const joined: TimeSpan[] = [];
	for (const span of spans) {
		const previous = joined.at(-1);
		const both = previous === undefined ? null : join(text, previous, span, context.words);
		if (both === null) joined.push(span);
		else joined[joined.length - 1] = both;
	}
	return joined.map((span) => opened(text, span, context));
}

/** The words of a language that make intervals, compiled once. */
export interface IntervalWords {
	/** At the end of what stands before a time. */
	readonly between: RegExp;
	readonly from: RegExp;
	readonly before: RegExp;
	readonly after: RegExp;
	/** All that stands between two times. */
	readonly and: RegExp;
	readonly to: RegExp;
}

export function intervalWords({ between, from, before, after, and, to }: Idioms): IntervalWords {
	const ahead = (word: string): RegExp => new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${word})\s$`, "u");
	return {
		between: ahead(between),
		from: ahead(from),
		before: ahead(before),
		after: ahead(after),
		and: new RegExp(String.raw`^(?:${and})(?:\s(?:the|dem|den|le|el|las?))?$`, "u"),
		to: new RegExp(String.raw`^(?:[-–]|(?:${to})(?:\s(?:the|zum|le|el|las?))?)$`, "u"),
	};
}

function join(text: string, first: TimeSpan, second: TimeSpan, words: IntervalWords): TimeSpan | null {
	if (first.kind !== "moment" || second.kind !== "moment" || second.start - first.end > 20) return null;
	const gap = text.slice(first.end, second.start).toLowerCase().trim();
	const ahead = text.slice(Math.max(0, first.start - 20), first.start).toLowerCase();
	const between = words.between.exec(ahead)?.[0] ?? null;
	if (!(between !== null && words.and.test(gap)) && !words.to.test(gap)) return null;
	const from = words.from.exec(ahead)?.[0] ?? null;
	const step = second.grain === "day" ? 7 * DAY_MS : DAY_MS;
	const to = second.wallMs < first.wallMs ? second.wallMs + step : second.wallMs;
	return {
		kind: "interval",
		grain: second.grain,
		wallMs: first.wallMs,
		toWallMs: addGrains(to, 1, second.grain),
		start: first.start - (between ?? from ?? "").length,
		end: second.end,
	};
}

function opened(
	text: string,
	span: TimeSpan,
	{ words, now }: { words: IntervalWords; now: number },
): TimeSpan {
	if (span.kind !== "moment") return span;
	const ahead = text.slice(Math.max(0, span.start - 25), span.start).toLowerCase();
	const before = words.before.exec(ahead)?.[0] ?? null;
	if (before !== null)
		return { ...span, kind: "before", toWallMs: span.wallMs, start: span.start - before.length };
	const after = words.after.exec(ahead)?.[0] ?? null;
	if (after === null) return span;
	const isSince = after
		.trim()
		.split(" ")
		.some((word) => ["since", "seit", "depuis", "desde"].includes(word));
	const wallMs = isSince && span.wallMs > now ? inThePast(span) : span.wallMs;
	return { ...span, kind: "after", wallMs, start: span.start - after.length };
}

/** "Since October", "since Friday": the one that was. */
function inThePast(span: TimeSpan): number {
	return span.isWeekday === true ? span.wallMs - 7 * DAY_MS : addGrains(span.wallMs, -1, "year");
}
