import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { NluReport } from "../../nlu/evaluate.ts";
import type { JudgedExample } from "../../nlu/judge-messages.ts";
import { confusionMatrixSvg } from "./confusion-matrix-svg.ts";
import { confidenceHistogramSvg } from "./histogram-svg.ts";
import { rasaReports } from "../../nlu/evaluation/rasa-reports.ts";

/**
 * Writes what `--out DIR` promises. @param printed - the object of `--json`, written as `report.json`
 *
 * @returns the names of the files, in order
 */
export function writeNluReport(
	directory: string,
	{
		report,
		judged,
		printed,
	}: { readonly report: NluReport; readonly judged: readonly JudgedExample[]; readonly printed: object },
): string[] {
	const json = (value: unknown): string => `${JSON.stringify(value, null, "\t")}\n`;
	const files = new Map<string, string>([
		["report.json", json(printed)],
		["intent_confusion_matrix.svg", confusionMatrixSvg(report)],
		["intent_histogram.svg", confidenceHistogramSvg(report)],
		...[...rasaReports(report, judged)].map(([name, value]): [string, string] => [name, json(value)]),
	]);
	mkdirSync(directory, { recursive: true });
	for (const [name, text] of files) writeFileSync(join(directory, name), text);
	return [...files.keys()];
}
