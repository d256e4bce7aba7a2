import { addGrains, startOf } from "./calendar.ts";
import type { Idioms } from "./idioms.ts";
import { isBeside, type TimeSpan } from "./time-span.ts";

/** Joins "from Monday to Friday", and opens "until Friday" and "since May" at one end. */
export function joinIntervals(
	text: string,
	spans: readonly TimeSpan[],
	context: { readonly words: IntervalWords; readonly now: number },
): TimeSpan[] {
	const joined: TimeSpan[] = [];
	for (const span of spans) {
		const previous = joined.at(-1);
		const both = previous === undefined ? null : join(text, previous, span, context);
		if (both === null) joined.push(span);
		else joined.splice(-1, 1, both);
		placeOnDay(text, joined);
	}
	return joined.map((span) => opened(text, span, context));
}

/** "Saturday between 10 am and noon": two clock times have become one stretch, which is of the day before it. */
function placeOnDay(text: string, spans: TimeSpan[]): void {
	const [day, time] = spans.slice(-2);
	if (day?.grain !== "day" || day.kind !== "moment" || time?.kind !== "interval" || time.repeats !== "day")
		return;
	if (!isBeside(text, day, time)) return;
	const from = onDayOf(time, day).wallMs;
	spans.splice(-2, 2, {
		...time,
		wallMs: from,
		toWallMs: from + (time.toWallMs - time.wallMs),
		start: day.start,
	});
}

/** The words of a language that make intervals, compiled once. */
export interface IntervalWords {
	/** At the end of what stands before a time. */
	readonly between: RegExp;
	readonly from: RegExp;
	readonly before: RegExp;
	readonly after: RegExp;
	/** All that stands between a day and a time of it: "tomorrow after 5". */
	readonly onlyBefore: RegExp;
	readonly onlyAfter: RegExp;
	/** Of the words before an end those that take a stretch in, and of the others those that leave it out. */
	readonly until: RegExp;
	readonly since: RegExp;
	readonly past: RegExp;
	/** All that stands between two times. */
	readonly and: RegExp;
	readonly to: RegExp;
}

export function intervalWords({ between, from, before, after, and, to }: Idioms): IntervalWords {
	const ahead = (word: string): RegExp => new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${word})\s$`, "u");
	const only = (word: string): RegExp => new RegExp(String.raw`^[\s,]+(?:${word})\s$`, "u");
	return {
		onlyBefore: only(before),
		onlyAfter: only(after),
		until: /until|till|by|bis|sp(?:ä|ae?)testens|jusqu|hasta/u,
		since: /since|seit|depuis|desde/u,
		past: /after|nach|apr[èe]s|despu[ée]s/u,
		between: ahead(between),
		from: ahead(from),
		before: ahead(before),
		after: ahead(after),
		and: new RegExp(String.raw`^(?:${and})(?:\s(?:the|dem|den|le|el|las?))?$`, "u"),
		to: new RegExp(String.raw`^(?:[-–]|(?:${to})(?:\s(?:the|zum|le|el|las?))?)$`, "u"),
	};
}

function join(
	text: string,
	first: TimeSpan,
	second: TimeSpan,
	{ words, now }: { words: IntervalWords; now: number },
): TimeSpan | null {
	if (first.kind !== "moment" || second.kind !== "moment" || second.start - first.end > 20) return null;
	const gap = gapBetween(text, first, second);
	const ahead = text.slice(Math.max(0, first.start - 20), first.start).toLowerCase();
	const between = words.between.exec(ahead)?.[0] ?? null;
	if (!(between !== null && words.and.test(gap)) && !words.to.test(gap)) return null;
	const from = words.from.exec(ahead)?.[0] ?? null;
	const [begin, end] = onOneDay(first, second, now);
	const to = endOf(begin, end);
	if (to === null) return null;
	return {
		kind: "interval",
		grain: second.grain,
		...(first.repeats === "day" && second.repeats === "day" ? { repeats: "day" as const } : {}),
		wallMs: begin.wallMs,
		toWallMs: addGrains(to, 1, second.grain),
		start: first.start - (between ?? from ?? "").length,
		end: second.end,
	};
}

/** All that stands between two times; of "de 9h à midi" the word that the second clock time took as its own. */
function gapBetween(text: string, first: TimeSpan, second: TimeSpan): string {
	const gap = text.slice(first.end, second.start).toLowerCase().trim();
	const areClocks = first.repeats === "day" && second.repeats === "day";
	return gap === "" && areClocks
		? (/^\S{1,8}(?=\s)/.exec(text.slice(second.start, second.end).toLowerCase())?.[0] ?? "")
		: gap;
}

/** "Friday 10 am to noon", "from noon to 2 pm tomorrow": a clock time without a day is of the other end's day. */
function onOneDay(first: TimeSpan, second: TimeSpan, now: number): [TimeSpan, TimeSpan] {
	if (first.repeats === "day" && second.repeats === "day" && first.wallMs > second.wallMs) {
		const before = { ...first, wallMs: addGrains(first.wallMs, -1, "day") };
		// said between the two: today is meant
		if (before.wallMs >= startOf(now, "day") && before.wallMs <= second.wallMs) return [before, second];
	}
	const isDated = ({ repeats, grain }: TimeSpan): boolean =>
		repeats !== "day" && ["hour", "minute", "second"].includes(grain);
	if (first.repeats === "day" && isDated(second)) {
		const moved = onDayOf(first, second);
		return moved.wallMs <= second.wallMs ? [moved, second] : [first, second];
	}
	return [first, second.repeats === "day" && isDated(first) ? onDayOf(second, first) : second];
}

function onDayOf(time: TimeSpan, day: TimeSpan): TimeSpan {
	const wallMs = startOf(day.wallMs, "day") + (time.wallMs - startOf(time.wallMs, "day"));
	return { ...time, wallMs, toWallMs: wallMs };
}

/** The second end, at or behind the first: of what comes again the next one. Null: no interval ends before it begins. */
function endOf(first: TimeSpan, second: TimeSpan): number | null {
	if (second.wallMs >= first.wallMs) return second.wallMs;
	if (second.repeats === undefined) return null;
	const next = addGrains(second.wallMs, 1, second.repeats);
	return next >= first.wallMs ? next : null;
}

function opened(
	text: string,
	span: TimeSpan,
	{ words, now }: { words: IntervalWords; now: number },
): TimeSpan {
	if (span.kind === "before" || span.kind === "after") return span;
	const ahead = text.slice(Math.max(0, span.start - 25), span.start).toLowerCase();
	const before = words.before.exec(ahead)?.[0] ?? null;
	if (before !== null) {
		const isWhole = span.isEnd === true || (span.isStretch === true && words.until.test(before));
		const toWallMs = isWhole ? span.toWallMs : span.wallMs;
		return { ...span, kind: "before", toWallMs, start: span.start - before.length };
	}
	const after = words.after.exec(ahead)?.[0] ?? null;
	if (after === null) return span;
	const isSince = words.since.test(after);
	const isPassed = span.kind === "interval" && words.past.test(after);
	const wallMs = isSince && span.wallMs > now ? inThePast(span) : isPassed ? span.toWallMs : span.wallMs;
	return { ...span, kind: "after", wallMs, start: span.start - after.length };
}

/** "Since October", "since Friday": the one that was. */
function inThePast(span: TimeSpan): number {
	return span.repeats === undefined ? span.wallMs : addGrains(span.wallMs, -1, span.repeats);
}
