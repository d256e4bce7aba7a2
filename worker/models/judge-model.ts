/** The answers of Rasa's `/model/test/…`: the current model, judged by stories or messages of the caller's. Pure. */
import type { Assistant } from "../../dialogue/assistant.ts";
import { storyReport } from "../../dialogue/story-reports.ts";
import { type JudgedStep, judgeStories, readTestStories } from "../../dialogue/test-stories.ts";
import { reportOf } from "../../nlu/evaluate.ts";
import { averagesOf, messagesReport, NothingToJudge } from "../../nlu/evaluation/messages-report.ts";
import type { Interpreter } from "../../nlu/interpreter.ts";
import { judgeExamples } from "../../nlu/judge-messages.ts";
import { readNluData } from "../../nlu/training-data.ts";
import { FaultList, ProjectError } from "../../project/fault.ts";
import { parseProjectFiles, type ProjectFile } from "../../project/project-files.ts";

interface JudgedModel {
	readonly assistant: Assistant;
	readonly interpreter: Interpreter;
}

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

function read(text: string, key: string, faults: FaultList): ProjectFile[] {
	const parsed = parseProjectFiles([{ path: "body.yml", text }]);
	faults.addAll(parsed.faults);
	return parsed.files.filter(({ keys }) => keys.includes(key));
}
