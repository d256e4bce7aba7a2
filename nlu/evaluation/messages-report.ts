/** Judged messages in the shape of Rasa's `/model/test/intents`. */
import type { NluReport } from "../evaluate.ts";
import type { JudgedExample } from "../judge-messages.ts";
import { rasaReports } from "./rasa-reports.ts";
import { judgedResponses } from "./response-scores.ts";

/** There is nothing to judge by. */
export class NothingToJudge extends Error {
	override readonly name = "NothingToJudge";
}

/** All other reports are of extractors. */
const OF_ALL: readonly string[] = [
	"intent_report.json",
	"response_selection_report.json",
	"entity_report.json",
];

export function messagesReport(judged: readonly JudgedExample[], report: NluReport): object {
	const files = rasaReports(report, judged);
	const extractors = [...files.keys()].flatMap((name) =>
		name.endsWith("_report.json") && !OF_ALL.includes(name) ? [name.slice(0, -"_report.json".length)] : [],
	);
	const intents = files.get("intent_report.json");
	const responses = files.get("response_selection_report.json");
	return {
		intent_evaluation: {
			report: intents,
			accuracy: report.intent.accuracy,
			precision: averagesOf(averagesOf(intents)["weighted avg"]).precision ?? 0,
			f1_score: report.intent.weightedF1,
			predictions: judged.map(({ message }) => ({
				text: message.text,
				intent: message.expected,
				predicted: message.predicted,
				confidence: message.confidence,
			})),
			errors: files.get("intent_errors.json"),
		},
		entity_evaluation: Object.fromEntries(
			extractors.map((name) => [
				name,
				{ report: files.get(`${name}_report.json`), errors: files.get(`${name}_errors.json`) },
			]),
		),
		...(report.response === null
			? {}
			: {
					response_selection_evaluation: {
						report: responses,
						accuracy: report.response.accuracy,
						precision: averagesOf(averagesOf(responses)["weighted avg"]).precision ?? 0,
						f1_score: report.response.weightedF1,
						predictions: judgedResponses(judged).map(({ message }) => ({
							text: message.text,
							intent_response_key_target: message.expected,
							intent_response_key_prediction: message.predicted,
							confidence: message.confidence,
						})),
						errors: files.get("response_selection_errors.json"),
					},
				}),
	};
}

type Averages = { readonly [name in "precision" | "f1-score"]?: number } & {
	readonly "weighted avg"?: unknown;
};

export function averagesOf(value: unknown): Averages {
	return typeof value === "object" && value !== null ? value : {};
}
