import { parseArgs, type ParseArgsConfig } from "node:util";

/** Exit codes of `care`: 0 done, 1 done and the answer is "no" (faults, failed tests), 2 the call itself was wrong. */
export type ExitCode = 0 | 1 | 2;

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The options as a command reads them: every value is a string, repeated options and flags apart. */
export interface Arguments {
	text(name: string): string | undefined;
	/** @throws UsageError when the option is absent */
	required(name: string): string;
	number(name: string): number | undefined;
	flag(name: string): boolean;
	readonly positionals: readonly string[];
}

/** Where a command writes: the result to `out` (stdout), progress and complaints to `err` (stderr). */
export interface Output {
	out(line: string): void;
	err(line: string): void;
}

export interface Command {
	/** As typed after `care`: `train`, `test nlu`. */
	readonly name: string;
	readonly summary: string;
	/** Lines of `--help` after the summary: usage and options, written by hand. */
	readonly usage: string;
	readonly options: Options;
	/** Takes words that belong to no option, as `parse` takes a text. */
	readonly takesWords?: boolean;
	run(args: Arguments, output: Output): Promise<ExitCode>;
}

/** The call was wrong: unknown option, missing value. `message` says what to write instead. */
export class UsageError extends Error {
	constructor(message: string) {
		super(message);
		this.name = "UsageError";
	}
}

/** Reads the words behind the command's name. @throws UsageError for an unknown option, a missing value, a word too many */
export function readArguments(
	words: readonly string[],
	{ options, takesWords }: Pick<Command, "options" | "takesWords">,
): Arguments {
	const parsed = parseOrRefuse(words, options);
	const [extra] = parsed.positionals;
	if (extra !== undefined && takesWords !== true) throw new UsageError(`"${extra}" belongs to no option.`);
	const text = (name: string): string | undefined => {
		const value = parsed.values[name];
		return typeof value === "string" ? value : undefined;
	};
	return {
		text,
		required(name) {
			const value = text(name);
			if (value === undefined) throw new UsageError(`--${name} is missing.`);
			return value;
		},
		number(name) {
			const value = text(name);
			if (value === undefined) return undefined;
			const number = Number(value);
			if (!Number.isFinite(number)) throw new UsageError(`--${name} takes a number, not "${value}".`);
			return number;
		},
		flag: (name) => parsed.values[name] === true,
		positionals: parsed.positionals,
	};
}

function parseOrRefuse(words: readonly string[], options: Options) {
	try {
		return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
	} catch (error) {
		// Node goes on about positional arguments; its first sentence says what is wrong
		const [sentence = ""] = (error instanceof Error ? error.message : String(error)).split(". ");
		throw new UsageError(`${sentence.replace(/\.$/, "")}.`);
	}
}
