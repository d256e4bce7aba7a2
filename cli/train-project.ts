import {
	type TrainedProject,
	type TrainingOptions,
	type TrainingSource,
	trainProject,
} from "../dialogue/train-project.ts";
import { withEncoderCrew } from "./encode-sentences.ts";
import { openNluResources } from "./nlu-resources.ts";

export {
	type LoadedProject,
	loadProject,
	type TrainedProject,
	trainProject,
} from "../dialogue/train-project.ts";

/**
 * Trains with all that comes with the program: word vectors, and the sentence encoder on all cores.
 *
 * @throws ProjectError as `trainProject`
 */
export async function trainWithResources(
	source: TrainingSource,
	options: Omit<TrainingOptions, "wordVectors" | "encoder">,
): Promise<TrainedProject> {
	const { wordVectors, sentenceEncoder } = await openNluResources();
	return withEncoderCrew(sentenceEncoder(), (encoder) =>
		trainProject(source, { ...options, wordVectors, encoder }),
	);
}
