import type { Targets } from "./targets.ts";

/** What came of one row: how many inputs were tried, and each that was not answered as it must be. */
export interface Verdict {
	readonly cases: number;
	readonly faults: readonly string[];
	/** What a reader should know beside the count, for instance a tool that is missing. */
	readonly notes?: readonly string[];
}

/** `quick` is what CI runs, `full` what `npm run trust` runs. */
export type Size = "quick" | "full";

/** One row of the table of what must hold under attack. */
export interface Row {
	/** As in the title of its test: `S1`. */
	readonly id: string;
	/** What its cases are, in the plural: `frames`. */
	readonly cases: string;
	/** What its cases must come to for the full count to have been run. */
	readonly atLeast: Readonly<Record<Size, number>>;
	run(targets: Targets, size: Size): Promise<Verdict>;
}

/** A row that tried fewer inputs than it says has not held. */
export function faultsOf({ cases, faults }: Verdict, row: Row, size: Size): readonly string[] {
	const wanted = row.atLeast[size];
	return cases >= wanted ? faults : [...faults, `only ${cases} of ${wanted} ${row.cases} were tried`];
}
