import { loadAssistant } from "../../dialogue/load-assistant.ts";
import { readTestStories, runTestStories, type CoreReport } from "../../dialogue/test-stories.ts";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { FaultList, ProjectError } from "../../project/fault.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import type { Command } from "../command.ts";
import { readModel, readYaml } from "../read-input.ts";

export const testCoreCommand: Command = {
	name: "test core",
	summary: "runs Rasa test stories against a model: each action predicted, each message understood",
	usage: `Usage: care test core [--model FILE] [--stories PATH] [--json]

  --model FILE    a trained model (default: dist/model/assistant.caremodel)
  --stories PATH  a file or folder with test stories (default: assistant/tests)
  --json          one JSON object on stdout: { stories: { passed, total }, actions: { correct, total }, failed: [...] }

Custom actions are not called: their effects stand in the stories. Exit code 0: all passed; 1: some failed.`,
	options: { model: { type: "string" }, stories: { type: "string" }, json: { type: "boolean" } },
	async run(args, output) {
		const file = readModel(args.text("model"));
		const assistant = loadAssistant({ ...file.header, arrays: file.arrays });
		const faults = new FaultList();
		const parsed = parseProjectFiles(await readYaml(args.text("stories") ?? "assistant/tests"));
		faults.addAll(parsed.faults);
		const stories = readTestStories(
			parsed.files.filter(({ keys }) => keys.includes("stories")),
			assistant.domain,
			faults,
		);
		if (faults.hasErrors()) throw new ProjectError(faults.sorted());
		if (stories.length === 0)
			throw new Error("No test stories found: a file with a `stories:` key is expected.");
		const report = runTestStories(assistant, stories, loadInterpreter(file));
		output.out(args.flag("json") ? JSON.stringify(report) : reportText(report));
		return report.stories.passed === report.stories.total ? 0 : 1;
	},
};

function reportText({ stories, actions, failed }: CoreReport): string {
	const lines = failed.flatMap((story) => [
		`failed: ${story.story} (${story.file}${story.line === null ? "" : `:${story.line}`})`,
		...story.steps.map(
			(step) =>
				`  ${step.line === null ? "" : `line ${step.line}, `}${step.kind}: expected ${step.expected}, predicted ${step.predicted}${step.policy === null ? "" : ` by ${step.policy}`}`,
		),
	]);
	return [
		...lines,
		`stories ${stories.passed} of ${stories.total}, actions ${actions.correct} of ${actions.total}`,
	].join("\n");
}
