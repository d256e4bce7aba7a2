import type { NluReport } from "../../nlu/evaluate.ts";
import { type EntityError, spanText } from "../../nlu/evaluation/entity-errors.ts";
import type { EntityReport } from "../../nlu/evaluation/entity-scores.ts";
import type { ClassScores } from "../../nlu/evaluation/intent-scores.ts";
import { placeOf } from "../../nlu/validate-values.ts";
import { confusionMatrixText } from "./confusion-matrix-text.ts";
import { alignColumns } from "./align-columns.ts";
import { intentLabels, type LabelReport, responseLabels } from "./label-report.ts";

/** So many errors of each kind are printed; all stand in the JSON. */
const ERRORS_SHOWN = 40;
const BAR_CHARS = 40;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The report of `care test nlu` for people: what is wrong and where to look first. */
export function nluReportText(report: NluReport): string {
	const { entity } = report;
	const intents = intentLabels(report);
	const responses = responseLabels(report);
	const sections = [
		summary(report),
		scoresTable("intent", report.intent.perIntent),
		entity.support > 0 ? scoresTable("entity", entity.perEntity) : "",
		responses === null ? "" : scoresTable("response", responses.perLabel),
		histogram(intents),
		calibrationTable(intents),
		confusionMatrixText(intents),
		responses === null ? "" : confusionMatrixText(responses),
		errors(intents),
		entityErrors(entity),
		responses === null ? "" : errors(responses),
	];
	return sections.filter((section) => section !== "").join("\n\n");
}

function summary({ intent, entity, response, calibration, fallback, languages }: NluReport): string {
	const entities =
		entity.support > 0
			? `precision ${percent(entity.precision)}, recall ${percent(entity.recall)}, F1 ${percent(entity.f1)} (${entity.support} annotated)`
			: "none annotated";
	return [
		`${intent.support} messages`,
		`intent      accuracy ${percent(intent.accuracy)}, macro F1 ${percent(intent.macroF1)}, weighted F1 ${percent(intent.weightedF1)}`,
		`entity      ${entities}`,
		...(response === null
			? []
			: [
					`response    accuracy ${percent(response.accuracy)}, macro F1 ${percent(response.macroF1)} (${response.support} messages of retrieval intents)`,
				]),
		`confidence  expected calibration error ${percent(calibration.ece)}; true confidences would show ${percent(calibration.chance)} by chance on so many messages`,
		`fallback    ${percent(fallback.rate)} of messages, ${percent(fallback.justified)} of them justified; accuracy of the rest ${percent(fallback.acceptedAccuracy)}`,
		...Object.entries(languages).map(
			([language, { accuracy, detected, support }]) =>
				`${language.padEnd(11)} accuracy ${percent(accuracy)} of ${support} messages${detected === null ? "" : `, language detected ${percent(detected)}`}`,
		),
	].join("\n");
}

/** Weakest first: a reader need not scroll to what wants work. */
function scoresTable(kind: string, per: Readonly<Record<string, ClassScores>>): string {
	const rows = Object.entries(per)
		.sort(([a, left], [b, right]) => left.f1 - right.f1 || a.localeCompare(b))
		.map(([name, { precision, recall, f1, support }]) => [
			name,
			percent(precision),
			percent(recall),
			percent(f1),
			String(support),
		]);
	return alignColumns([[kind, "precision", "recall", "F1", "messages"], ...rows]);
}

function histogram({ calibration }: LabelReport): string {
	const bins = calibration.bins.filter((bin) => bin.right + bin.wrong > 0);
	const most = Math.max(1, ...bins.map((bin) => bin.right + bin.wrong));
	const length = (count: number): number => (count === 0 ? 0 : Math.max(1, (count / most) * BAR_CHARS));
	const lines = bins.map(
		({ from, to, right, wrong }) =>
			`  ${range(from, to)}  ${"█".repeat(length(right))}${"░".repeat(length(wrong))} ${right} right, ${wrong} wrong`,
	);
	return ["confidence of what was right (█) and wrong (░):", ...lines].join("\n");
}

function calibrationTable({ calibration }: LabelReport): string {
	const rows = calibration.bins
		.filter((bin) => bin.right + bin.wrong > 0)
		.map(({ from, to, right, wrong, meanConfidence }) => {
			const accuracy = right / (right + wrong);
			const gap = (meanConfidence - accuracy) * 100;
			return [
				range(from, to),
				String(right + wrong),
				percent(meanConfidence),
				percent(accuracy),
				`${gap > 0 ? "+" : ""}${gap.toFixed(1)}`,
			];
		});
	return alignColumns([["calibration", "messages", "mean confidence", "accuracy", "too sure by"], ...rows]);
}

function range(from: number, to: number): string {
	return `${from.toFixed(2)}–${to.toFixed(2)}`;
}

function errors({ kind, errors: all }: LabelReport): string {
	const lines = all.map(({ text, expected, predicted, confidence, ...position }) => {
		const wrong = predicted === "" ? "nothing" : predicted;
		return `  ${confidence.toFixed(2)}  ${placeOf(position)}: ${JSON.stringify(text)} is ${expected}, taken for ${wrong}`;
	});
	return errorList(`${kind}s`, ", the surest first", lines);
}

/** Nothing where no entity counts: "no errors" would say too much. */
function entityErrors({ support, errors: all }: EntityReport): string {
	if (support === 0 && all.length === 0) return "";
	const counts = (["missed", "wrong", "extra"] as const).flatMap((kind) => {
		const count = all.filter((error) => error.kind === kind).length;
		return count === 0 ? [] : `${count} ${kind}`;
	});
	return errorList("entities", ` (${counts.join(", ")})`, all.map(entityErrorLine));
}

function entityErrorLine(error: EntityError): string {
	const place = `  ${error.kind.padEnd(6)}  ${placeOf(error)}: ${JSON.stringify(error.text)}`;
	switch (error.kind) {
		case "missed":
			return `${place} has ${spanText(error.expected)}`;
		case "wrong":
			return `${place} has ${spanText(error.expected)}, taken for ${spanText(error.predicted)}`;
		default:
			return `${place} has no ${spanText(error.predicted)}`;
	}
}

/** The first of them, under how many there are. */
function errorList(what: string, aside: string, all: readonly string[]): string {
	if (all.length === 0) return `no errors of ${what}`;
	const lines = all.slice(0, ERRORS_SHOWN);
	const rest = all.length - lines.length;
	if (rest > 0) lines.push(`  … and ${rest} more: --json or --out DIR has them all`);
	return [`${all.length} ${all.length === 1 ? "error" : "errors"} of ${what}${aside}:`, ...lines].join("\n");
}
