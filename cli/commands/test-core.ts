import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadAssistant } from "../../dialogue/load-assistant.ts";
import { storiesJUnit, storiesYaml, storyReport } from "../../dialogue/story-reports.ts";
import {
	coreReport,
	judgeStories,
	readTestStories,
	type CoreReport,
	type JudgedStory,
} from "../../dialogue/test-stories.ts";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { FaultList, ProjectError } from "../../project/fault.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import type { Command } from "../command.ts";
import { openNluResources } from "../nlu-resources.ts";
import { readModel, readYaml } from "../read-input.ts";

export const testCoreCommand: Command = {
	name: "test core",
	summary: "runs Rasa test stories against a model: each action predicted, each message understood",
	usage: `Usage: care test core [--model FILE] [--stories PATH] [--out DIR] [--json]

  --model FILE    a trained model (default: dist/model/assistant.caremodel)
  --stories PATH  a file or folder with test stories (default: assistant/tests)
  --out DIR       writes what rasa test writes: story_report.json, failed_test_stories.yml with what was predicted as
                  comments, stories_with_warnings.yml; and junit.xml for a build server
  --successes     with --out: successful_test_stories.yml too
  --json          one JSON object on stdout: { stories: { passed, total }, actions: { correct, total }, failed: [...] }

Custom actions are not called: their effects stand in the stories. Exit code 0: all passed; 1: some failed.`,
	options: {
		model: { type: "string" },
		stories: { type: "string" },
		out: { type: "string" },
		successes: { type: "boolean" },
		json: { type: "boolean" },
	},
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
		const judged = judgeStories(assistant, stories, loadInterpreter(file, await openNluResources()));
		const report = coreReport(judged);
		const out = args.text("out");
		if (out !== undefined)
			for (const path of writeReports(out, judged, args.flag("successes"))) output.err(`written: ${path}`);
		output.out(args.flag("json") ? JSON.stringify(report) : reportText(report));
		return report.stories.passed === report.stories.total ? 0 : 1;
	},
};

/** @returns the files that were written */
function writeReports(directory: string, judged: readonly JudgedStory[], withSuccesses: boolean): string[] {
	mkdirSync(directory, { recursive: true });
	const files: [name: string, text: string][] = [
		["story_report.json", `${JSON.stringify(storyReport(judged), null, 2)}\n`],
		["failed_test_stories.yml", storiesYaml(judged.filter(({ hasPassed }) => !hasPassed))],
		["stories_with_warnings.yml", storiesYaml(judged.filter(({ hasWarning }) => hasWarning))],
		["junit.xml", storiesJUnit(judged)],
	];
	if (withSuccesses)
		files.push(["successful_test_stories.yml", storiesYaml(judged.filter(({ hasPassed }) => hasPassed))]);
	return files.map(([name, text]) => {
		const path = join(directory, name);
		writeFileSync(path, text);
		return path;
	});
}

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
