import type { NluReport } from "../../nlu/evaluate.ts";
import { alignColumns } from "./align-columns.ts";

/** More columns than this don't fit a terminal. */
const MOST_INTENTS = 20;
const PAIRS_SHOWN = 15;

/** The matrix of the intents with most errors, and the most frequent confusions with their messages. */
export function confusionMatrixText(report: NluReport): string {
	const { confusions } = report;
	if (confusions.length === 0) return "";
	const intents = mostConfused(confusions);
	const title =
		intents.length < Object.keys(report.intent.perIntent).length
			? `the ${intents.length} most confused intents`
			: "all intents";
	return [
		`confusion matrix (rows: annotated, columns: understood as; ${title}):`,
		alignColumns([
			["", ...intents.map((_, i) => String(i + 1)), "other"],
			...intents.map((intent, i) => matrixRow(report, intents, { intent, number: i + 1 })),
		]),
		"",
		"confusions (annotated -> understood as):",
		...confusions
			.slice(0, PAIRS_SHOWN)
			.map(
				({ expected, predicted, count, examples }) =>
					`  ${count} × ${expected} -> ${predicted === "" ? "nothing" : predicted}: ${examples.map((text) => JSON.stringify(text)).join(", ")}`,
			),
	].join("\n");
}

function matrixRow(
	{ confusions, intent: scores }: NluReport,
	intents: readonly string[],
	row: { readonly intent: string; readonly number: number },
): string[] {
	const own = confusions.filter(({ expected }) => expected === row.intent);
	const { recall = 0, support = 0 } = scores.perIntent[row.intent] ?? {};
	const counts = intents.map((predicted) =>
		predicted === row.intent
			? Math.round(recall * support)
			: (own.find((pair) => pair.predicted === predicted)?.count ?? 0),
	);
	const other = support - counts.reduce((sum, count) => sum + count, 0);
	return [
		`${row.number} ${row.intent}`,
		...[...counts, other].map((count) => (count === 0 ? "·" : String(count))),
	];
}

/** Both sides of the most frequent confusions, so that these stand in the matrix; in the order of the alphabet. */
function mostConfused(confusions: NluReport["confusions"]): string[] {
	const names = new Set<string>();
	for (const { expected, predicted } of confusions) {
		const added = [expected, predicted].filter((name) => name !== "" && !names.has(name));
		if (names.size + added.length > MOST_INTENTS) break;
		for (const name of added) names.add(name);
	}
	return [...names].sort();
}
