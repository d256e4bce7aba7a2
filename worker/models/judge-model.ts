/** The answers of Rasa's `/model/test/…`: the current model, judged by stories or messages of the caller's. Pure. */
import type { Assistant } from "../../dialogue/assistant.ts";
import { storyReport } from "../../dialogue/story-reports.ts";
import { type JudgedStep, judgeStories, readTestStories } from "../../dialogue/test-stories.ts";
import { type NluReport, reportOf } from "../../nlu/evaluate.ts";
import { rasaReports } from "../../nlu/evaluation/rasa-reports.ts";
import type { Interpreter } from "../../nlu/interpreter.ts";
import { judgeExamples, type JudgedExample } from "../../nlu/judge-messages.ts";
import { readNluData } from "../../nlu/training-data.ts";
import { FaultList, ProjectError } from "../../project/fault.ts";
import { parseProjectFiles, type ProjectFile } from "../../project/project-files.ts";

/** The body has nothing to judge by. */
export class NothingToJudge extends Error {
	override readonly name = "NothingToJudge";
}

interface JudgedModel {
	readonly assistant: Assistant;
	readonly interpreter: Interpreter;
}

type Averages = { readonly [name in "precision" | "f1-score"]?: number } & {
	readonly "weighted avg"?: unknown;
};

/**
 * @param isEndToEnd - what the user says is understood anew; otherwise it is taken as the stories say
 * @throws ProjectError naming every fault; NothingToJudge when there is no story
 */
export function judgeByStories(model: JudgedModel, text: string, isEndToEnd: boolean): object {
	const faults = new FaultList();
	const files = read(text, "stories", faults);
	const stories = readTestStories(files, model.assistant.domain, faults);
	if (faults.hasErrors()) throw new ProjectError(faults.sorted());
	if (stories.length === 0)
		throw new NothingToJudge(
			"You must provide some stories in the request body in order to evaluate your model.",
		);
	const judged = judgeStories(model.assistant, stories, isEndToEnd ? model.interpreter : null);
	const report = storyReport(judged);
	const { precision = 0, "f1-score": f1 = 0 } = averagesOf(report["weighted avg"]);
	return {
		report,
		precision,
		f1,
		accuracy: report["accuracy"],
		actions: judged.flatMap(({ steps }) => steps.flatMap(actionOf)),
		is_end_to_end_evaluation: isEndToEnd,
	};
}

function averagesOf(value: unknown): Averages {
	return typeof value === "object" && value !== null ? value : {};
}

function actionOf({ action }: JudgedStep): object[] {
	if (action === null) return [];
	const { expected, predicted, policy, confidence } = action;
	return [{ action: expected, predicted, policy, confidence }];
}

/** @throws ProjectError naming every fault; NothingToJudge when there is no message */
export function judgeByMessages(model: JudgedModel, text: string): object {
	const faults = new FaultList();
	const { examples } = readNluData(read(text, "nlu", faults), faults);
	if (faults.hasErrors()) throw new ProjectError(faults.sorted());
	if (examples.length === 0)
		throw new NothingToJudge(
			"You must provide some nlu data in the request body in order to evaluate your model.",
		);
	const judged = judgeExamples(model.interpreter, examples);
	return messagesReport(judged, reportOf(judged, model.assistant.domain.spec.language));
}

/** Judged messages in the shape of Rasa's `/model/test/intents`. */
export function messagesReport(judged: readonly JudgedExample[], report: NluReport): object {
	const files = rasaReports(report, judged);
	const extractors = [...files.keys()].flatMap((name) =>
		name.endsWith("_report.json") && name !== "intent_report.json"
			? [name.slice(0, -"_report.json".length)]
			: [],
	);
	const intents = files.get("intent_report.json");
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
	};
}

function read(text: string, key: string, faults: FaultList): ProjectFile[] {
	const parsed = parseProjectFiles([{ path: "body.yml", text }]);
	faults.addAll(parsed.faults);
	return parsed.files.filter(({ keys }) => keys.includes(key));
}
