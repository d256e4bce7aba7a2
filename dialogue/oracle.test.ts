import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { test } from "vitest";
import { z } from "zod";
import { FaultList } from "../project/fault.ts";
import { parseProjectFiles, type SourceFile } from "../project/project-files.ts";
import { compareDialogues, compareStories, type ConformanceReport } from "./conformance.ts";
import { loadAssistant } from "./load-assistant.ts";
import { readStories } from "./project/read-stories.ts";
import { readDialogueProject } from "./read-project.ts";
import { LEARNED_POLICIES, trainDialogue } from "./train.ts";
import { generateTrackers } from "./training/generate-trackers.ts";

/** Recordings of Rasa and the projects that they were made with: beside the repository, not in it. */
const RASA = join(import.meta.dirname, "../../shared/rasa");
const Header = z.object({ project: z.string() });
const isAbsent = !existsSync(join(RASA, "oracle"));
const recordings = isAbsent ? [] : readdirSync(join(RASA, "oracle/dialogues")).toSorted();

function yamlFiles(directory: string): SourceFile[] {
	return readdirSync(directory, { recursive: true, encoding: "utf8" })
		.filter((path) => /\.ya?ml$/.test(path))
		.toSorted()
		.map((path) => ({
			path: relative(directory, join(directory, path)),
			text: readFileSync(join(directory, path), "utf8"),
		}));
}

async function replay(
	recording: string,
): Promise<{ stories: ConformanceReport; dialogues: ConformanceReport }> {
	const recorded = (kind: string): string => readFileSync(join(RASA, "oracle", kind, recording), "utf8");
	const { project: name } = Header.parse(JSON.parse(recorded("dialogues").split("\n", 1)[0] ?? ""));
	const files = yamlFiles(join(RASA, "bots", name));
	const isTest = (file: SourceFile): boolean => basename(file.path).startsWith("test_");
	const faults = new FaultList();
	const project = readDialogueProject(parseProjectFiles(files.filter((file) => !isTest(file))).files, faults);
	const trained = trainDialogue(project, faults, { leaveOut: LEARNED_POLICIES });
	const dialogue: unknown = JSON.parse(JSON.stringify(trained.dialogue));
	if (faults.hasErrors())
		throw new Error(
			faults
				.sorted()
				.map((fault) => fault.message)
				.join("\n"),
		);
	const assistant = loadAssistant({ modelId: "m", assistantId: name, dialogue });
	const sets = new Map([["train", generateTrackers(project.stories, project.domain, faults)]]);
	for (const file of parseProjectFiles(files.filter(isTest)).files) {
		const { stories } = readStories([file], project.domain, faults, true);
		sets.set(`test:${file.path}`, generateTrackers(stories, project.domain, faults));
	}
	return {
		stories: compareStories(assistant, sets, recorded("stories")),
		dialogues: await compareDialogues(assistant, recorded("dialogues")),
	};
}

test.skipIf(isAbsent)(
	"[CO3] recordings of Rasa are at hand (skipped: ../shared/rasa/oracle is missing)",
	({ expect }) => {
		expect(recordings.length).toBeGreaterThan(0);
	},
);

test.for(recordings)("[CO3] %s", async (recording, { expect }) => {
	const { stories, dialogues } = await replay(recording);
	expect({ stories: stories.differences, dialogues: dialogues.differences }).toEqual({
		stories: [],
		dialogues: [],
	});
	expect(stories.matched).toBe(stories.total);
	expect(dialogues.matched).toBe(dialogues.total);
	expect(dialogues.total).toBeGreaterThan(0);
});
