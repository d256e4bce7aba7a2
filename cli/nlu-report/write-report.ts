import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { NluReport } from "../../nlu/evaluate.ts";
import type { JudgedExample } from "../../nlu/judge-messages.ts";
import { confusionMatrixSvg } from "./confusion-matrix-svg.ts";
import { confidenceHistogramSvg } from "./histogram-svg.ts";
import { intentLabels, responseLabels } from "./label-report.ts";
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
	const intents = intentLabels(report);
	const responses = responseLabels(report);
	const files = new Map<string, string>([
		["report.json", json(printed)],
		["intent_confusion_matrix.svg", confusionMatrixSvg(intents)],
		["intent_histogram.svg", confidenceHistogramSvg(intents)],
		...(responses === null
			? []
			: ([
					["response_selection_confusion_matrix.svg", confusionMatrixSvg(responses)],
					["response_selection_histogram.svg", confidenceHistogramSvg(responses)],
				] as const)),
		...[...rasaReports(report, judged)].map(([name, value]): [string, string] => [name, json(value)]),
	]);
	mkdirSync(directory, { recursive: true });
	for (const [name, text] of files) writeFileSync(join(directory, name), text);
	return [...files.keys()];
}
