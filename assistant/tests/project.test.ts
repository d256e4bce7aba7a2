import { beforeAll, test } from "vitest";
import { mentionsInActionCode } from "../../cli/action-code.ts";
import { readProjectSource, type ProjectSource } from "../../cli/project-source.ts";
import { loadProject, trainProject } from "../../cli/train-project.ts";
import type { Assistant } from "../../dialogue/assistant.ts";
import { loadAssistant } from "../../dialogue/load-assistant.ts";
import { readTestStories, runTestStories, type CoreReport } from "../../dialogue/test-stories.ts";
import { validateDialogue } from "../../dialogue/validate.ts";
import type { Interpreter } from "../../nlu/interpreter.ts";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { decodeModelFile } from "../../nlu/model-file.ts";
import { readPipelineConfig } from "../../nlu/pipeline-config.ts";
import { validateNlu } from "../../nlu/validate.ts";
import { FaultList, formatFault } from "../../project/fault.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import { shopActions } from "../actions/shop-actions.ts";

/** What the pipeline's names mean here: said at each training, and nothing to mend. */
const NOTICES = new Set(["option_without_effect", "component_replaced"]);

let source: ProjectSource;
let assistant: Assistant;
let interpreter: Interpreter;

beforeAll(async () => {
	source = await readProjectSource(new URL("..", import.meta.url).pathname);
	const model = decodeModelFile(trainProject(source, { seed: 1 }).bytes);
	interpreter = loadInterpreter(model);
	const { modelId, assistantId, dialogue } = model.header;
	assistant = loadAssistant({ modelId, assistantId, dialogue, arrays: model.arrays });
});

test("[SA15] the project has no faults and no warnings that could be mended", async ({ expect }) => {
	const project = loadProject(source);
	const { languages } = readPipelineConfig(project.config, project.faults);
	validateNlu(project.nlu, project.faults, languages);
	const isMentioned = await mentionsInActionCode(source.directory);
	validateDialogue(project.dialogue, project.nlu, project.faults, isMentioned);
	const faults = project.faults.sorted().filter((fault) => !NOTICES.has(fault.code));
	expect(faults.map(formatFault)).toEqual([]);
});

test("[SA15] the domain's custom actions are exactly those that the code has", ({ expect }) => {
	const domain = parseProjectFiles(source.training).files.flatMap(
		(file) => file.root.get("actions")?.items() ?? [],
	);
	const named = domain.map((node) => node.string());
	expect(new Set(named)).toEqual(new Set(shopActions.map((action) => action.name)));
	expect(named).toHaveLength(shopActions.length);
});

test("[SA15] every test story passes, by its intents and by its sentences", ({ expect }) => {
	const faults = new FaultList();
	const stories = readTestStories(parseProjectFiles(source.tests).files, assistant.domain, faults);
	expect(faults.sorted()).toEqual([]);
	expect(stories.length).toBeGreaterThanOrEqual(60);
	for (const reader of [null, interpreter]) {
		const report = runTestStories(assistant, stories, reader);
		expect(report.failed.flatMap(describe)).toEqual([]);
		expect(report.stories).toEqual({ passed: stories.length, total: stories.length });
	}
});

function describe(failed: CoreReport["failed"][number]): string[] {
	return failed.steps.map(
		(step) =>
			`${failed.file}:${step.line} ${failed.story}: ${step.kind} ${step.expected}, was ${step.predicted}`,
	);
}
