import { addGrains } from "./calendar.ts";
import { readWhole } from "./cardinals.ts";
import { inHalf } from "./clock-times.ts";
import type { DayWords } from "./day-patterns.ts";
import { firstMatches, type TimeSpan } from "./time-span.ts";
import { anySource } from "./sources.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * Two hours of one day: "between 9 and 5", "von 9 bis 17 Uhr", "2 - 4 pm". Where nothing says that they are hours ("10-12",
 * "from two to four") they are marked as such that need a day beside them.
 *
 * @param hour - how the language writes an hour, in digits or words
 */
export function hoursSource({ idioms }: DayWords, hour: string): string {
	const { between, and, pm, am } = idioms;
	// "du 15 au 20" are two days
	const from = idioms.from
		.split("|")
		.filter((word) => !["du", "del", "vom"].includes(word))
		.join("|");
	const to = idioms.to
		.split("|")
		.filter((word) => !["au", "al"].includes(word))
		.join("|");
	const half = "[ap]\\.?m\\.?(?!\\p{L})";
	const one = (name: string, source = hour): string =>
		`(?<${name}Las>las?\\s)?(?<${name}>${source})(?!\\d)(?:[:.h](?<${name}Minute>\\d{2}))?(?:(?<${name}Unit>\\s?h(?!\\p{L})|\\suhr|\\s?heures|\\shoras)|\\s?(?<${name}Half>${half}))?`;
	const unit = (suffix: string): string =>
		`(?:\\s?(?<half${suffix}>${half})|\\s?(?<unit${suffix}>uhr|heures|h|horas)|\\s(?:(?<pm${suffix}>${pm})|(?<am${suffix}>${am})))`;
	const sure = `(?:${unit("")}|(?<=[ap]\\.?m\\.?)|(?<loose>(?=\\s?(?:[,.!?]|$))))`;
	const words = `(?:(?:${between})\\s${one("a")}\\s(?:${and})\\s${one("b")}|(?:${from})\\s${one("c")}\\s(?:${to})\\s${one("d")})${sure}`;
	// "at 10 to 6 pm" is one time
	const dash = `(?<!(?:at|le|el|día)\\s)(?:(?:${from})\\s)?${one("e", "\\d{1,2}")}\\s?(?:[-–]|(?:${to})\\s)\\s?${one("f", "\\d{1,2}")}${unit("Dash")}`;
	const minutes = (name: string): string => `(?<${name}>\\d{1,2}):(?<${name}Minute>\\d{2})`;
	const exact = `(?:(?:${from}|${between})\\s)?${minutes("g")}\\s?(?:[-–]|(?:${to}|${and})\\s)\\s?${minutes("h")}(?:\\suhr|\\s?h)?`;
	const bare = "(?<i>\\d{1,2})\\s?[-–]\\s?(?<j>\\d{1,2})(?![-–]|[.,:/]?\\d)";
	// "entre 9h et 10h et demie": the second end is a clock time of its own
	const more = anySource(idioms.noonAnd.map(([source]) => source));
	return `(?:${words}|${dash}|${exact}|${bare})(?!\\s(?:${more}))`;
}

/** The ranges of a text, from midnight; the second hour ends with itself, as Duckling counts. */
export function findHours(
	text: string,
	{ hours, numbers }: Pick<DayWords, "numbers"> & { readonly hours: RegExp },
): TimeSpan[] {
	return firstMatches(text, hours).flatMap((match) => {
		const groups = match.groups ?? {};
		const pick = (names: string, suffix = ""): string | undefined =>
			Array.from(names, (name) => groups[name + suffix]).find((one) => one !== undefined);
		const first = readWhole(pick("acegi") ?? "", numbers);
		const second = readWhole(pick("bdfhj") ?? "", numbers);
		const minutes = [pick("acegi", "Minute"), pick("bdfhj", "Minute")];
		if (first === null || second === null || first > 24 || second > 24) return [];
		if (minutes.some((minute) => Number(minute ?? 0) > 59)) return [];
		const grain = minutes.every((minute) => minute === undefined) ? "hour" : "minute";
		const halves = {
			first: pick("acegi", "Half"),
			second: pick("bdfhj", "Half") ?? groups["half"] ?? groups["halfDash"],
			pm: groups["pm"] ?? groups["pmDash"],
			am: groups["am"] ?? groups["amDash"],
		};
		const at = (hour: number, minute: string | undefined): number =>
			hour * HOUR_MS + Number(minute ?? 0) * MINUTE_MS;
		const { from, to, isOpen } = hoursOf(first, second, halves);
		const [fromMs, givenMs] = [at(from, minutes[0]), at(to, minutes[1])];
		if (Math.max(fromMs, givenMs) > 24 * HOUR_MS) return [];
		const toMs = secondEnd(fromMs, givenMs, isOpen);
		const isBare = groups["i"] !== undefined;
		const isSure = groups["loose"] === undefined || (pick("bd", "Unit") ?? pick("bd", "Las")) !== undefined;
		const isWord = !isSure && !/^\d+$/.test(`${pick("acegi")}${pick("bdfhj")}`);
		const start = match.index;
		return {
			kind: "interval",
			grain,
			wallMs: fromMs,
			toWallMs: addGrains(toMs, 1, grain),
			isOpenHalf: isOpen && halves.first === undefined && first <= 12 && second <= 12,
			needsDay: isBare || isWord,
			start,
			end: start + match[0].length,
		} satisfies TimeSpan;
	});
}

interface Halves {
	readonly first: string | undefined;
	readonly second: string | undefined;
	readonly pm: string | undefined;
	readonly am: string | undefined;
}

/** "2 and 4 pm" are both in the afternoon, "9 and 5 pm" are not. Open: nothing says in which half the second one is. */
function hoursOf(
	first: number,
	second: number,
	halves: Halves,
): { from: number; to: number; isOpen: boolean } {
	const { pm, am } = halves;
	const to = inHalf(second, { half: halves.second, pm, am });
	const isOpen = [halves.second, pm, am].every((half) => half === undefined);
	if (halves.first !== undefined) return { from: inHalf(first, { half: halves.first }), to, isOpen };
	const shared = inHalf(first, { half: halves.second, pm, am });
	return { from: shared <= to ? shared : first, to, isOpen };
}

/** "From 9 to 5" ends in the afternoon, "from 10 pm to 2 am" and "von 22 bis 6 Uhr" the day after. */
export function secondEnd(fromMs: number, toMs: number, isOpen: boolean): number {
	if (toMs > fromMs || (toMs === fromMs && !isOpen)) return toMs;
	const noon = 12 * HOUR_MS;
	return isOpen && toMs < noon && toMs + noon > fromMs ? toMs + noon : toMs + 2 * noon;
}
