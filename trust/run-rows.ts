import { faultsOf, type Row, type Size } from "./row.ts";
import { Targets } from "./targets.ts";

/** A row that takes longer than this hangs, whatever the machine: the longest takes a quarter of an hour where nobody else works. */
const MAX_ROW_MS = 50 * 60_000;
/** Most faults of a row that are shown; all of them stand in the JSON. */
const SHOWN = 10;

const MAX_ERROR_CHARS = 2_000;

export interface RowResult {
	readonly id: string;
	readonly cases: number;
	readonly faults: readonly string[];
	readonly notes: readonly string[];
	readonly durationMs: number;
}

/** Runs the rows one after the other, tells of each in a line, and ends what it started. A row that throws has failed. */
export async function runRows(rows: readonly Row[], size: Size, report: (line: string) => void) {
	const targets = new Targets();
	const onInterrupt = (): void => void targets.close().then(() => process.exit(130));
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, onInterrupt);
	const results: RowResult[] = [];
	try {
		for (const row of rows) {
			const result = await runRow(row, targets, size);
			results.push(result);
			report(lineOf(row, result));
			for (const fault of result.faults.slice(0, SHOWN)) report(`   ${fault}`);
			if (result.faults.length > SHOWN) report(`   … and ${result.faults.length - SHOWN} more`);
			for (const note of result.notes) report(`   (${note})`);
		}
	} finally {
		await targets.close();
		for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, onInterrupt);
	}
	const failed = results.filter(({ faults }) => faults.length > 0).length;
	const passed = results.length - failed;
	report(`${passed} passed, ${failed} failed`);
	return { results, passed, failed };
}

async function runRow(row: Row, targets: Targets, size: Size): Promise<RowResult> {
	const startedMs = Date.now();
	const { id } = row;
	try {
		const askedBefore = await targets.askedAgain();
		const verdict = await withinTime(row.run(targets, size));
		const { cases } = verdict;
		const askedAgain = (await targets.askedAgain()) - askedBefore;
		const notes = [
			...(verdict.notes ?? []),
			...(askedAgain === 0 ? [] : [`${askedAgain} times a store was away, and asked again`]),
		];
		return { id, cases, faults: faultsOf(verdict, row, size), notes, durationMs: Date.now() - startedMs };
	} catch (error) {
		const fault = (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(
			0,
			MAX_ERROR_CHARS,
		);
		return { id, cases: 0, faults: [fault], notes: [], durationMs: Date.now() - startedMs };
	}
}

async function withinTime<Result>(work: Promise<Result>): Promise<Result> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`not done after ${MAX_ROW_MS / 60_000} minutes`)), MAX_ROW_MS);
	});
	return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function lineOf(row: Row, { cases, faults, durationMs }: RowResult): string {
	const outcome = faults.length === 0 ? "passed" : "FAILED";
	return `${row.id} ${cases.toLocaleString("en")} ${row.cases}: ${outcome} (${(durationMs / 1_000).toFixed(1)} s)`;
}
