import type { LearningExample } from "../learning/learn-weights.ts";

/**
 * Examples as a model sees them that never had their story: without what only their own story has. Learning from them
 * as well, it finds out what holds beyond one story, and how sure it may be there (SPEC LP15).
 *
 * @param own - the examples of the stories as they stand: they say which feature is whose
 */
export function asStrangers(
	examples: readonly LearningExample[],
	own: readonly LearningExample[],
): LearningExample[] {
	const owners = new Map<string, number>();
	for (const { features, story } of own)
		for (const { name } of features) {
			const owner = owners.get(name) ?? story;
			owners.set(name, owner === story ? story : SHARED);
		}
	return examples.flatMap((example) => {
		const features = example.features.filter(({ name }) => {
			const owner = owners.get(name);
			return owner !== undefined && owner !== example.story;
		});
		return features.length === example.features.length ? [] : [{ ...example, features }];
	});
}

/** No story's place. */
const SHARED = -1;
