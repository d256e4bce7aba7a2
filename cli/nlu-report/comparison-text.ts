import type { EntityComparison } from "../../nlu/evaluation/compare-entities.ts";
import type { NluComparison } from "../../nlu/evaluation/compare-judged.ts";
import type { ChangedMessage, ModelComparison } from "../../nlu/evaluation/compare-models.ts";

const CHANGES_SHOWN = 40;
const TITLES = {
	gained: "now right",
	lost: "now wrong",
	wrong_otherwise: "wrong before and after, in another way",
} as const;

/** What the model gained and lost against another one, for people. */
export function comparisonText(comparison: NluComparison, other: string): string {
	const { entity, response } = comparison;
	const sections = [labelsText(comparison, `against ${other}, intents`)];
	if (entity !== null) sections.push(entitiesText(entity, `against ${other}, entities`));
	if (response !== null) sections.push(labelsText(response, `against ${other}, responses`));
	return sections.join("\n\n");
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const points = (share: number): string => `${share > 0 ? "+" : ""}${(share * 100).toFixed(1)}`;

function labelsText(comparison: ModelComparison, title: string): string {
	const { accuracy, perIntent, changed } = comparison;
	const lines = [
		`${title}: ${percent(accuracy.first)} instead of ${percent(accuracy.second)}`,
		...differenceLines(comparison),
	];
	if (perIntent.length > 0) lines.push("", "per intent, what lost most first:");
	for (const one of perIntent) lines.push(`  ${one.intent}: ${one.gained} gained, ${one.lost} lost`);
	lines.push(...changeLines(changed.map((message) => ({ change: message.change, text: line(message) }))));
	return lines.join("\n");
}

function entitiesText(comparison: EntityComparison, title: string): string {
	const { f1, accuracy, perEntity, changed } = comparison;
	const lines = [
		`${title}: F1 ${percent(f1.first)} instead of ${percent(f1.second)}`,
		`  all entities of a message right: ${percent(accuracy.first)} instead of ${percent(accuracy.second)} of messages with any`,
		...differenceLines(comparison),
	];
	if (perEntity.length > 0) lines.push("", "per entity, what lost most first:");
	for (const { entity, first, second } of perEntity)
		lines.push(`  ${entity}: F1 ${percent(first)} instead of ${percent(second)}`);
	const said = (spans: string): string => (spans === "" ? "nothing" : spans);
	const texts = changed.map(({ change, text, expected, first, second }) => ({
		change,
		text: `  ${JSON.stringify(text)} (${said(expected)}): ${said(second)} -> ${said(first)}`,
	}));
	lines.push(...changeLines(texts));
	return lines.join("\n");
}

function differenceLines({
	difference,
	pValue,
	gained,
	lost,
}: Pick<ModelComparison, "difference" | "pValue" | "gained" | "lost">): string[] {
	const interval = `${points(difference.low)} to ${points(difference.high)}`;
	const lines = [
		`  ${points(difference.mean)} points (95 %: ${interval}); ${gained} messages gained, ${lost} lost`,
	];
	if (gained + lost > 0) lines.push(`  McNemar p = ${pText(pValue)}: ${verdict(pValue)}`);
	return lines;
}

function changeLines(
	all: readonly { readonly change: ChangedMessage["change"]; readonly text: string }[],
): string[] {
	return (["lost", "gained", "wrong_otherwise"] as const).flatMap((change) => {
		const texts = all.filter((one) => one.change === change).map(({ text }) => text);
		if (texts.length === 0) return [];
		const rest = texts.length - CHANGES_SHOWN;
		const more = rest > 0 ? [`  … and ${rest} more`] : [];
		return ["", `${TITLES[change]}:`, ...texts.slice(0, CHANGES_SHOWN), ...more];
	});
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
