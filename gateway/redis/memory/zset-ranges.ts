import { RedisError } from "../reply.ts";
import { at, float, integer, slice, syntaxError } from "./command.ts";

export type Scored = [member: string, score: number];

/** Which members a range command asks for. */
export interface RangeRequest {
	by: "rank" | "score" | "lex";
	/** As they were given: with REV the higher one comes first. */
	from: string;
	to: string;
	isReversed: boolean;
	limit: { offset: number; count: number } | null;
	withScores: boolean;
}

/** Members by rising score, and among equal ones by their bytes. */
export function inOrder(scores: ReadonlyMap<string, number>): Scored[] {
	return [...scores].sort(([a, scoreA], [b, scoreB]) => scoreA - scoreB || compareBytes(a, b) || 0);
}

export function compareBytes(a: string, b: string): number {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Reads the bounds at once (Redis complains of them before it looks at the key); the rest waits for the members. */
export function rangeSelector(request: RangeRequest): (ordered: readonly Scored[]) => Scored[] {
	const { by, isReversed, limit } = request;
	const turn = (ordered: readonly Scored[]) => (isReversed ? ordered.toReversed() : ordered);
	if (by === "rank") {
		const [from, to] = [integer(request.from), integer(request.to)];
		return (ordered) => slice(turn(ordered), from, to);
	}
	const [low, high] = isReversed ? [request.to, request.from] : [request.from, request.to];
	const isIn = by === "score" ? scoreFilter(low, high) : lexFilter(low, high);
	return (ordered) => {
		const found = turn(ordered).filter(isIn);
		if (limit === null) return found;
		if (limit.offset < 0) return [];
		return limit.count < 0
			? found.slice(limit.offset)
			: found.slice(limit.offset, limit.offset + limit.count);
	};
}

/** Reads what follows the bounds: BYSCORE, BYLEX, REV, LIMIT, WITHSCORES. */
export function readRangeOptions(words: readonly string[], request: RangeRequest): RangeRequest {
	const read = { ...request };
	for (let i = 0; i < words.length; i += 1) {
		const word = at(words, i).toUpperCase();
		if (word === "BYSCORE") read.by = "score";
		else if (word === "BYLEX") read.by = "lex";
		else if (word === "REV") read.isReversed = true;
		else if (word === "WITHSCORES") read.withScores = true;
		else if (word === "LIMIT") {
			read.limit = { offset: integer(at(words, i + 1)), count: integer(at(words, i + 2)) };
			i += 2;
		} else throw syntaxError();
	}
	if (read.limit !== null && read.by === "rank") {
		throw new RedisError(
			"ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX",
		);
	}
	return read;
}

/** @returns whether a score lies within bounds such as 3, (3 and -inf */
export function scoreFilter(low: string, high: string): (item: Scored) => boolean {
	const min = scoreBound(low);
	const max = scoreBound(high);
	return ([, score]) =>
		(min.isOpen ? score > min.value : score >= min.value) &&
		(max.isOpen ? score < max.value : score <= max.value);
}

function scoreBound(text: string): { value: number; isOpen: boolean } {
	const isOpen = text.startsWith("(");
	return { value: float(isOpen ? text.slice(1) : text, "ERR min or max is not a float"), isOpen };
}

function lexFilter(low: string, high: string): (item: Scored) => boolean {
	const aboveLow = lexBound(low);
	const belowHigh = lexBound(high);
	return ([member]) => aboveLow(member) >= 0 && belowHigh(member) <= 0;
}

/** @returns how a member stands to the bound; an open bound is never met */
function lexBound(text: string): (member: string) => number {
	if (text === "-") return () => 1;
	if (text === "+") return () => -1;
	const bound = text.slice(1);
	if (text.startsWith("[")) return (member) => compareBytes(member, bound);
	if (!text.startsWith("(")) throw new RedisError("ERR min or max not valid string range item");
	return (member) => compareBytes(member, bound) || Number.NaN;
}
