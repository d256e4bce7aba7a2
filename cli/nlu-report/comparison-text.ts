import type { ChangedMessage, ModelComparison, NluComparison } from "../../nlu/evaluation/compare-models.ts";

const CHANGES_SHOWN = 40;
const TITLES = {
	gained: "now right",
	lost: "now wrong",
	wrong_otherwise: "wrong before and after, in another way",
} as const;

/** What the model gained and lost against another one, for people. */
export function comparisonText(comparison: NluComparison, other: string): string {
	const { response } = comparison;
	const sections = [labelsText(comparison, `against ${other}, intents`)];
	if (response !== null) sections.push(labelsText(response, `against ${other}, responses`));
	return sections.join("\n\n");
}

function labelsText(comparison: ModelComparison, title: string): string {
	const { accuracy, difference, pValue, gained, lost, perIntent, changed } = comparison;
	const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
	const points = (share: number): string => `${share > 0 ? "+" : ""}${(share * 100).toFixed(1)}`;
	const lines = [
		`${title}: ${percent(accuracy.first)} instead of ${percent(accuracy.second)}`,
		`  ${points(difference.mean)} points (95 %: ${points(difference.low)} to ${points(difference.high)}); ${gained} messages gained, ${lost} lost`,
	];
	if (gained + lost > 0) lines.push(`  McNemar p = ${pText(pValue)}: ${verdict(pValue)}`);
	if (perIntent.length > 0) lines.push("", "per intent, what lost most first:");
	for (const one of perIntent) lines.push(`  ${one.intent}: ${one.gained} gained, ${one.lost} lost`);
	for (const change of ["lost", "gained", "wrong_otherwise"] as const) {
		const messages = changed.filter((message) => message.change === change);
		if (messages.length > 0)
			lines.push("", `${TITLES[change]}:`, ...messages.slice(0, CHANGES_SHOWN).map(line));
		if (messages.length > CHANGES_SHOWN) lines.push(`  … and ${messages.length - CHANGES_SHOWN} more`);
	}
	return lines.join("\n");
}

function pText(pValue: number): string {
	return pValue < 0.001 ? pValue.toExponential(1) : pValue.toFixed(3);
}

function verdict(pValue: number): string {
	return pValue < 0.05 ? "chance alone rarely splits so" : "chance alone may well split so";
}

function line({ text, expected, first, second }: ChangedMessage): string {
	const name = (side: { name: string; confidence: number }): string =>
		`${side.name === "" ? "nothing" : side.name} ${side.confidence.toFixed(2)}`;
	return `  ${JSON.stringify(text)} (${expected}): ${name(second)} -> ${name(first)}`;
}
