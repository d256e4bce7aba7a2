/** Stretches of time: "2 hours and 30 minutes", "anderthalb Stunden", "une heure et demie". */
import type { Amount, AmountReader } from "./amounts.ts";
import type { BuiltinMatch } from "./builtin-match.ts";
import type { Grain, LanguageTable } from "./language-table.ts";
import { tidy } from "./number-reading.ts";
import { matchAt } from "./match-at.ts";
import type { NumberIdioms } from "./number-idioms.ts";
import { alternatives } from "./sources.ts";

/** A length of time as Duckling says it: a whole number of the coarsest unit that has one. */
export interface Length {
	readonly start: number;
	readonly end: number;
	readonly value: number;
	readonly unit: Grain;
	/** "a minute", "a second": it says wait more often than how long. */
	readonly isMoment: boolean;
}

export interface LengthPatterns {
	readonly table: LanguageTable;
	readonly amounts: AmountReader;
	readonly grain: RegExp;
	readonly shortGrain: RegExp;
	readonly between: RegExp;
	readonly shortGrains: NumberIdioms["shortGrains"];
}

const END = String.raw`(?![\p{L}\p{N}])`;

/** In seconds; a month has thirty days, as in Duckling. */
export const GRAIN_SECONDS: Readonly<Record<Grain, number>> = {
	second: 1,
	minute: 60,
	hour: 3_600,
	day: 86_400,
	week: 604_800,
	month: 2_592_000,
	quarter: 7_776_000,
	year: 31_536_000,
};

const FINER: Readonly<Partial<Record<Grain, readonly [unit: Grain, count: number]>>> = {
	year: ["month", 12],
	quarter: ["month", 3],
	month: ["day", 30],
	week: ["day", 7],
	day: ["hour", 24],
	hour: ["minute", 60],
	minute: ["second", 60],
};

/** Compiles the patterns of one language. */
export function lengthPatterns(amounts: AmountReader): LengthPatterns {
	const { table, idioms } = amounts.words;
	const { shortGrains } = idioms;
	return {
		table,
		amounts,
		grain: new RegExp(
			`[\\s-]?(?<grain>${alternatives(Object.keys(table.grains))})${END}(?!\\s(?:${idioms.workingDays}))`,
			"iuy",
		),
		shortGrain: new RegExp(`\\s?(?<grain>${alternatives(Object.keys(shortGrains))})${END}`, "iuy"),
		between: new RegExp(`^(?:,?\\s|,?\\s${alternatives(table.joiners)}\\s)$`, "iu"),
		shortGrains,
	};
}

/** All lengths of time in a text, in its order; a half and what follows in finer units belong to the one before. */
export function findLengths(text: string, patterns: LengthPatterns): Length[] {
	const found: Length[] = [];
	for (const amount of patterns.amounts.read(text, patterns.amounts.words.idioms.spacedThousands)) {
		const length = lengthOf(text, amount, patterns);
		if (length === null) continue;
		const before = found.at(-1);
		const joined = before === undefined ? null : join(text, before, length, patterns.between);
		if (joined === null) found.push(length);
		else found.splice(-1, 1, joined);
	}
	return found.map((length) => ({ ...length, ...inWholes(length.value, length.unit) }));
}

/** Lengths in Duckling's shape, in seconds under `normalized`. "Wait a minute" is none: a moment by an article is no measure. */
export function findDurations(text: string, patterns: LengthPatterns): BuiltinMatch[] {
	return findLengths(text, patterns)
		.filter((length) => !length.isMoment || isAfterFor(text, length.start, patterns.table))
		.map(({ start, end, value, unit }) => {
			const normalized = { unit: "second", value: value * GRAIN_SECONDS[unit] };
			const info = { type: "value", value, unit, [unit]: value, normalized };
			return { dimension: "duration", start, end, value, info };
		});
}

function lengthOf(text: string, amount: Amount, patterns: LengthPatterns): Length | null {
	const { table, shortGrains, amounts } = patterns;
	if (amount.value < 0) return null;
	const long = matchAt(patterns.grain, text, amount.end);
	const short =
		long === null && amount.form === "digits" ? matchAt(patterns.shortGrain, text, amount.end) : null;
	const word = (long ?? short)?.groups?.["grain"]?.toLowerCase() ?? "";
	const unit = table.grains[word] ?? shortGrains[word];
	const match = long ?? short;
	if (match === null || unit === undefined) return null;
	const end = amount.end + match[0].length;
	const more = Number.isInteger(amount.value) ? amounts.moreAt(text, end) : null;
	const isMoment = amount.form === "one" && more === null && (unit === "second" || unit === "minute");
	return {
		start: amount.start,
		end: more?.end ?? end,
		value: amount.value + (more?.value ?? 0),
		unit,
		isMoment,
	};
}

/** "2 hours and 30 minutes" is one length, in the finer unit. */
function join(text: string, a: Length, b: Length, between: RegExp): Length | null {
	if (GRAIN_SECONDS[b.unit] >= GRAIN_SECONDS[a.unit] || b.isMoment) return null;
	if (b.start - a.end > 8 || !between.test(text.slice(a.end, b.start))) return null;
	const factor = factorOf(a.unit, b.unit);
	return { ...a, end: b.end, unit: b.unit, value: a.value * factor + b.value, isMoment: false };
}

function factorOf(coarse: Grain, fine: Grain): number {
	const finer = FINER[coarse];
	return finer?.[0] === fine ? finer[1] : GRAIN_SECONDS[coarse] / GRAIN_SECONDS[fine];
}

/** An hour and a half is 90 minutes: Duckling counts in wholes. */
function inWholes(value: number, unit: Grain): { value: number; unit: Grain } {
	const rounded = tidy(value);
	const finer = FINER[unit];
	if (Number.isInteger(rounded)) return { value: rounded, unit };
	return finer === undefined ? { value: Math.round(value), unit } : inWholes(value * finer[1], finer[0]);
}

/** "In a minute", "for a second": there the length is meant. */
function isAfterFor(text: string, start: number, table: LanguageTable): boolean {
	const ahead = text.slice(Math.max(0, start - 16), start).toLowerCase();
	return [...table.fromNow, ...table.agoBefore, "for", "für", "pendant", "durante"].some((word) =>
		ahead.endsWith(`${word} `),
	);
}
