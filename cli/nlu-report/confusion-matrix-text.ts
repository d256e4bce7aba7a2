import { alignColumns } from "./align-columns.ts";
import type { LabelReport } from "./label-report.ts";

/** More columns than this don't fit a terminal. */
const MOST_LABELS = 20;
const PAIRS_SHOWN = 15;

/** The matrix of the labels with most errors, and the most frequent confusions with their messages. */
export function confusionMatrixText(report: LabelReport): string {
	const { kind, confusions } = report;
	if (confusions.length === 0) return "";
	const labels = mostConfused(confusions);
	const title =
		labels.length < Object.keys(report.perLabel).length
			? `the ${labels.length} most confused ${kind}s`
			: `all ${kind}s`;
	return [
		`confusion matrix (rows: annotated, columns: understood as; ${title}):`,
		alignColumns([
			["", ...labels.map((_, i) => String(i + 1)), "other"],
			...labels.map((label, i) => matrixRow(report, labels, { label, number: i + 1 })),
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
	{ confusions, perLabel }: LabelReport,
	labels: readonly string[],
	row: { readonly label: string; readonly number: number },
): string[] {
	const own = confusions.filter(({ expected }) => expected === row.label);
	const { recall = 0, support = 0 } = perLabel[row.label] ?? {};
	const counts = labels.map((predicted) =>
		predicted === row.label
			? Math.round(recall * support)
			: (own.find((pair) => pair.predicted === predicted)?.count ?? 0),
	);
	const other = support - counts.reduce((sum, count) => sum + count, 0);
	return [
		`${row.number} ${row.label}`,
		...[...counts, other].map((count) => (count === 0 ? "·" : String(count))),
	];
}

/** Both sides of the most frequent confusions, so that these stand in the matrix; in the order of the alphabet. */
function mostConfused(confusions: LabelReport["confusions"]): string[] {
	const names = new Set<string>();
	for (const { expected, predicted } of confusions) {
		const added = [expected, predicted].filter((name) => name !== "" && !names.has(name));
		if (names.size + added.length > MOST_LABELS) break;
		for (const name of added) names.add(name);
	}
	return [...names].sort();
}
