import type { NluReport } from "../nlu/evaluate.ts";

/** Confusions that are shown. */
const SHOWN = 15;

/** The report of `care test nlu` for people. */
export function nluReportText(report: NluReport, messages: number): string {
	const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
	const { intent, entity, calibration, fallback, confusions } = report;
	const lines = [
		`${messages} messages`,
		`intent    accuracy ${percent(intent.accuracy)}, macro F1 ${percent(intent.macroF1)}, weighted F1 ${percent(intent.weightedF1)}`,
		`entity    precision ${percent(entity.precision)}, recall ${percent(entity.recall)}, F1 ${percent(entity.f1)}`,
		`confidence  expected calibration error ${percent(calibration.ece)}`,
		`fallback  ${percent(fallback.rate)} of messages, ${percent(fallback.justified)} of them justified; accuracy of the rest ${percent(fallback.acceptedAccuracy)}`,
	];
	for (const [language, own] of Object.entries(report.languages)) {
		const detected = own.detected === null ? "" : `, language detected ${percent(own.detected)}`;
		lines.push(
			`${language.padEnd(10)}accuracy ${percent(own.accuracy)} of ${own.support} messages${detected}`,
		);
	}
	if (confusions.length > 0) lines.push("", "confusions (expected -> predicted):");
	for (const { expected, predicted, count, examples } of confusions.slice(0, SHOWN)) {
		lines.push(
			`  ${count} × ${expected} -> ${predicted}: ${examples.map((text) => JSON.stringify(text)).join(", ")}`,
		);
	}
	return lines.join("\n");
}
