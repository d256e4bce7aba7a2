import {
	type TrainedProject,
	type TrainingOptions,
	type TrainingSource,
	trainProject,
} from "../dialogue/train-project.ts";
import { withEncoderCrew } from "./encode-sentences.ts";
import { openNluResources } from "./nlu-resources.ts";
import { openPartsCache } from "./parts-cache.ts";
import { rememberSentences } from "./sentence-memory.ts";

export {
	type LoadedProject,
	loadProject,
	type TrainedProject,
	trainProject,
} from "../dialogue/train-project.ts";

/**
 * Trains with all that comes with the program: word vectors, and the sentence encoder on all cores.
 *
 * @param cacheFolder - what is learned is kept there, and taken from there; null learns everything anew
 * @throws ProjectError as `trainProject`
 */
export async function trainWithResources(
	source: TrainingSource,
	cacheFolder: string | null,
	options: Omit<TrainingOptions, "wordVectors" | "encoder" | "newRowKernel" | "cache">,
): Promise<TrainedProject> {
	const { wordVectors, sentenceEncoder, newRowKernel } = await openNluResources();
	const own = { ...options, wordVectors, newRowKernel };
	return withEncoderCrew(sentenceEncoder(), (encoder) => {
		if (cacheFolder === null) return trainProject(source, { ...own, encoder });
		const memory = rememberSentences(cacheFolder, encoder);
		const cache = openPartsCache(cacheFolder);
		const trained = trainProject(source, { ...own, encoder: memory.encoder, cache });
		memory.keep();
		return trained;
	});
}
