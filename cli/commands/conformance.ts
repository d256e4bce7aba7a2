import { compareDialogues, compareStories, type ConformanceReport } from "../../dialogue/conformance.ts";
import { loadAssistant } from "../../dialogue/load-assistant.ts";
import { readTestStories } from "../../dialogue/test-stories.ts";
import { LEARNED_POLICIES, trainDialogue } from "../../dialogue/train.ts";
import { generateTrackers, type TrainingTracker } from "../../dialogue/training/generate-trackers.ts";
import { ProjectError } from "../../project/fault.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import { UsageError, type Command } from "../command.ts";
import { readProjectSource } from "../project-source.ts";
import { readInput } from "../read-input.ts";
import { loadProject } from "../train-project.ts";

/** Differences that the text report shows. */
const SHOWN = 5;

export const conformanceCommand: Command = {
	name: "conformance",
	summary: "compares a project's dialogue with recorded behaviour of Rasa; last line: N of M",
	usage: `Usage: care conformance --project DIR (--stories FILE | --dialogues FILE) [--json]

  --project DIR     folder of the Rasa project
  --stories FILE    recorded predictions of its stories, one JSON object a line: counts steps
  --dialogues FILE  recorded conversations, one JSON object a line: counts conversations
  --json            one JSON object on stdout: { matched, total, differences }

Exit code 0: all equal; 1: differences, the first of them shown side by side.`,
	options: {
		project: { type: "string" },
		stories: { type: "string" },
		dialogues: { type: "string" },
		json: { type: "boolean" },
	},
	async run(args, output) {
		const stories = args.text("stories");
		const dialogues = args.text("dialogues");
		if ((stories === undefined) === (dialogues === undefined)) {
			throw new UsageError("Give either --stories FILE or --dialogues FILE.");
		}
		const report = await compare(args.required("project"), { stories, dialogues });
		if (args.flag("json")) {
			output.out(JSON.stringify(report));
		} else {
			for (const { where, expected, actual } of report.differences.slice(0, SHOWN)) {
				output.out(`${where}\n  recorded: ${expected}\n  here:     ${actual}`);
			}
			output.out(`${report.matched} of ${report.total}`);
		}
		return report.matched === report.total ? 0 : 1;
	},
};

async function compare(
	directory: string,
	recordings: { readonly stories: string | undefined; readonly dialogues: string | undefined },
): Promise<ConformanceReport> {
	const source = await readProjectSource(directory);
	const project = loadProject(source);
	const { faults } = project;
	// the recordings were made without the policies that learn weights
	const trained = trainDialogue(project.dialogue, faults, { leaveOut: LEARNED_POLICIES });
	if (faults.hasErrors()) throw new ProjectError(faults.sorted());
	const assistant = loadAssistant({ modelId: "conformance", assistantId: "conformance", ...trained });
	if (recordings.dialogues !== undefined) {
		return compareDialogues(assistant, readInput(recordings.dialogues).toString("utf8"));
	}
	const { domain, stories } = project.dialogue;
	const sets = new Map<string, readonly TrainingTracker[]>([
		["train", generateTrackers(stories, domain, faults)],
	]);
	for (const file of parseProjectFiles(source.tests).files) {
		const tests = readTestStories([file], domain, faults);
		sets.set(
			`test:${file.path}`,
			tests.map(({ tracker }) => tracker),
		);
	}
	return compareStories(assistant, sets, readInput(recordings.stories ?? "").toString("utf8"));
}
