import type { NluReport } from "../../nlu/evaluate.ts";
import type { Calibration } from "../../nlu/evaluation/calibration-bins.ts";
import type { Confusion, LabelError } from "../../nlu/evaluation/confusions.ts";
import type { ClassScores } from "../../nlu/evaluation/intent-scores.ts";

/** What tables and pictures are drawn of: intents, or the keys of responses. */
export interface LabelReport {
	readonly kind: "intent" | "response";
	readonly accuracy: number;
	/** Messages. */
	readonly support: number;
	readonly perLabel: Readonly<Record<string, ClassScores>>;
	readonly calibration: Calibration;
	readonly confusions: readonly Confusion[];
	/** The surest first. */
	readonly errors: readonly LabelError[];
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
