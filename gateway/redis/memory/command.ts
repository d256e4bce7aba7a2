import { RedisError, type Reply } from "../reply.ts";
import type { MemoryDatabase } from "./memory-database.ts";

export interface Command {
	/** Redis' own count: with the name; negative means "at least". */
	arity: number;
	run: (db: MemoryDatabase, args: string[]) => Reply;
}

export type CommandTable = Readonly<Record<string, Command>>;

export function command(arity: number, run: Command["run"]): Command {
	return { arity, run };
}

export function fits(arity: number, words: number): boolean {
	return arity >= 0 ? words === arity : words >= -arity;
}

/** The argument at a place that the arity has checked. */
export function at(args: readonly string[], index: number): string {
	const arg = args[index];
	if (arg === undefined) throw syntaxError();
	return arg;
}

export function syntaxError(): RedisError {
	return new RedisError("ERR syntax error");
}

/** Whole numbers within JavaScript's safe range; Redis' own reaches to 2^63. */
export function integer(text: string): number {
	const number = /^-?(0|[1-9]\d*)$/.test(text) ? Number(text) : Number.NaN;
	if (!Number.isSafeInteger(number)) throw new RedisError("ERR value is not an integer or out of range");
	return number;
}

export function float(text: string, message = "ERR value is not a valid float"): number {
	const lower = text.toLowerCase();
	if (/^[+-]?inf(inity)?$/.test(lower)) return lower.startsWith("-") ? -Infinity : Infinity;
	const number = /^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/.test(lower) ? Number(lower) : Number.NaN;
	if (Number.isNaN(number)) throw new RedisError(message);
	return number;
}

export function floatText(value: number): string {
	if (value === Infinity) return "inf";
	if (value === -Infinity) return "-inf";
	return Object.is(value, -0) ? "-0" : String(value);
}

/** Start and stop of a range as Redis counts them: both included, negative from the end. */
export function slice<T>(items: readonly T[], start: number, stop: number): T[] {
	const from = Math.max(start < 0 ? items.length + start : start, 0);
	const to = stop < 0 ? items.length + stop : stop;
	return to < from ? [] : items.slice(from, to + 1);
}

/** Pairs of arguments, from a place on. */
export function pairs(args: readonly string[], from: number): [string, string][] {
	const found: [string, string][] = [];
	for (let i = from; i < args.length; i += 2) found.push([at(args, i), at(args, i + 1)]);
	return found;
}
