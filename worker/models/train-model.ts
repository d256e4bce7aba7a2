import { type TrainedProject, trainProject } from "../../dialogue/train-project.ts";
import type { WordVectorTable } from "../../nlu/vectors/word-vectors.ts";
import type { SourceFile } from "../../project/project-files.ts";

/** As `care train` has it, so that the same data gives the same model. */
export const SEED = 1;
/** About ten seconds of a core each. The isolate answers nobody meanwhile, and Cloudflare ends it after thirty. */
export const MOST = { examples: 8_000, steps: 40_000 } as const;

/** Trainings that run in this isolate. */
let running = 0;
export function activeTrainings(): number {
	return running;
}

/**
 * Trains a project on this isolate's core, without the second tier of understanding: that takes a machine of its own.
 *
 * @throws ProjectError naming every fault with file and line
 */
export async function trainHere(
	files: readonly SourceFile[],
	wordVectors: () => Promise<WordVectorTable>,
): Promise<TrainedProject> {
	running += 1;
	try {
		const table = await wordVectors();
		return trainProject(
			{ training: files, tests: [], beside: [] },
			{ seed: SEED, wordVectors: table, most: MOST },
		);
	} finally {
		running -= 1;
	}
}

/** Rasa names its files by their time: `20261126-093005-1a2b3c4d.caremodel`. */
export function modelFileName(nowMs: number, modelId: string): string {
	const [date = "", time = ""] = new Date(nowMs).toISOString().split(/[T.]/);
	return `${date.replaceAll("-", "")}-${time.replaceAll(":", "")}-${modelId.slice(0, 8)}.caremodel`;
}
