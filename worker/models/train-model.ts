import { DEFAULT_SEED, type TrainedProject, trainProject } from "../../dialogue/train-project.ts";
import type { WordVectorTable } from "../../nlu/vectors/word-vectors.ts";
import type { SourceFile } from "../../project/project-files.ts";
import { trainAtServer, type TrainingServerSettings } from "./training-server.ts";

/** About ten seconds of a core each. The isolate answers nobody meanwhile, and Cloudflare ends it after thirty. */
export const MOST = { examples: 8_000, steps: 40_000 } as const;

/** Trainings that this isolate waits for. */
let running = 0;
export function activeTrainings(): number {
	return running;
}

/** Where a project can be trained: at a training server, else on this isolate's own core. */
export interface TrainingPlace {
	readonly server: TrainingServerSettings | null;
	readonly wordVectors: () => Promise<WordVectorTable>;
}

/**
 * Trains a project. Without a training server the isolate answers nobody meanwhile, there are limits (`MOST`), and the
 * model has no second tier of understanding.
 *
 * @throws ProjectError naming every fault with file and line
 */
export async function trainModel(
	files: readonly SourceFile[],
	{ server, wordVectors }: TrainingPlace,
): Promise<Pick<TrainedProject, "bytes" | "modelId">> {
	running += 1;
	try {
		if (server !== null) return await trainAtServer(files, server);
		const source = { training: files, tests: [], beside: [] };
		return trainProject(source, { seed: DEFAULT_SEED, wordVectors: await wordVectors(), most: MOST });
	} finally {
		running -= 1;
	}
}

/** Rasa names its files by their time: `20261126-093005-1a2b3c4d.caremodel`. */
export function modelFileName(nowMs: number, modelId: string): string {
	const [date = "", time = ""] = new Date(nowMs).toISOString().split(/[T.]/);
	return `${date.replaceAll("-", "")}-${time.replaceAll(":", "")}-${modelId.slice(0, 8)}.caremodel`;
}
