import type { NluReport } from "../../nlu/evaluate.ts";
import type { ClassScores } from "../../nlu/evaluation/intent-scores.ts";
import type { LabelFigures } from "../../nlu/evaluation/response-scores.ts";

/** What tables and pictures are drawn of: intents, or the keys of responses. */
export interface LabelReport extends LabelFigures {
	readonly kind: "intent" | "response";
	readonly perLabel: Readonly<Record<string, ClassScores>>;
}

export function intentLabels({ intent, calibration, confusions, errors }: NluReport): LabelReport {
	const { accuracy, support, perIntent: perLabel } = intent;
	return { kind: "intent", accuracy, support, perLabel, calibration, confusions, errors };
}

/** Null where no responses are selected. */
export function responseLabels({ response }: NluReport): LabelReport | null {
	if (response === null) return null;
	return { kind: "response", perLabel: response.perResponse, ...response };
}
