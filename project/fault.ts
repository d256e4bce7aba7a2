/** A fault of a project: what is wrong, where, and how to mend it. `error` keeps the project from training. */
export interface Fault {
	readonly severity: "error" | "warning";
	/** Stable, for programs: `yaml_syntax`, `unknown_intent`, `rule_contradiction` … */
	readonly code: string;
	/** Path as it was given to the reader, relative to the project. */
	readonly file: string;
	/** First line is 1; null where the fault belongs to the whole file or project. */
	readonly line: number | null;
	/** For people: says what is wrong and what to do. */
	readonly message: string;
}

/** Collects faults, so that a project hears of all of them at once. */
export class FaultList {
	readonly #faults: Fault[] = [];

	error(code: string, at: SourcePosition, message: string): void {
		this.#faults.push({ severity: "error", code, file: at.file, line: at.line, message });
	}

	warning(code: string, at: SourcePosition, message: string): void {
		this.#faults.push({ severity: "warning", code, file: at.file, line: at.line, message });
	}

	addAll(faults: readonly Fault[]): void {
		for (const fault of faults) this.#faults.push(fault);
	}

	/** In order of file and line; faults without a line come first in their file. */
	sorted(): Fault[] {
		return this.#faults.toSorted(
			(a, b) => a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0) || a.code.localeCompare(b.code),
		);
	}

	hasErrors(): boolean {
		return this.#faults.some((fault) => fault.severity === "error");
	}
}

export interface SourcePosition {
	readonly file: string;
	readonly line: number | null;
}

/** One line a fault, as a compiler prints it: `data/rules.yml:12: error unknown_intent: …`. */
export function formatFault(fault: Fault): string {
	const place = fault.line === null ? fault.file : `${fault.file}:${fault.line}`;
	return `${place}: ${fault.severity} ${fault.code}: ${fault.message}`;
}

/** Thrown when a project can't be trained or run. `message` lists every error, one a line. */
export class ProjectError extends Error {
	readonly faults: readonly Fault[];

	constructor(faults: readonly Fault[]) {
		const errors = faults.filter((fault) => fault.severity === "error");
		super(
			`The project has ${errors.length} ${errors.length === 1 ? "fault" : "faults"}:\n${errors.map(formatFault).join("\n")}`,
		);
		this.name = "ProjectError";
		this.faults = faults;
	}
}
