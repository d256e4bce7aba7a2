/** Training data that no component of the pipeline reads. SPEC rule PC9. */
import type { FaultList } from "../project/fault.ts";
import type { ComponentRole } from "./component-catalogue.ts";
import type { PipelineConfig } from "./pipeline-config.ts";
import type { NluTrainingData } from "./training-data.ts";

/**
 * Warns as Rasa does, once for each kind of data, where the first of it stands.
 *
 * @see rasa/graph_components/validators/default_recipe_validator.py (Rasa 3.x)
 */
export function checkUnusedData(
	{ components, isComplete }: PipelineConfig,
	data: NluTrainingData,
	faults: FaultList,
): void {
	if (!isComplete) return; // what could not be read may be what reads it
	const has = (role: ComponentRole, option?: string): boolean =>
		components.some(
			(component) => component.role === role && (option === undefined || component.options[option] !== false),
		);
	const warn = (position: NluTrainingData["examples"][number]["position"], message: string): void =>
		faults.warning("unused_training_data", position, message);

	const [example] = data.examples;
	const classifies = has("intents") || has("intentsAndEntities", "intent_classification") || has("keywords");
	if (example !== undefined && !classifies)
		warn(
			example.position,
			"Nothing learns the intents of the examples: the pipeline has no classifier such as DIETClassifier.",
		);
	const retrieval = data.examples.find(({ intent }) => intent.includes("/"));
	if (retrieval !== undefined && !has("selector"))
		warn(
			retrieval.position,
			`Nothing tells responses such as \`${retrieval.intent}\` apart: add \`ResponseSelector\` to the pipeline.`,
		);
	const [synonym] = data.synonyms;
	if (synonym !== undefined && !has("synonyms"))
		warn(
			synonym.position,
			`Nothing maps "${synonym.text}" to \`${synonym.canonical}\`: add \`EntitySynonymMapper\` behind the extractors of the pipeline.`,
		);
	const [pattern] = [...data.regexes, ...data.lookups];
	if (pattern !== undefined && !has("regexFeaturizer") && !has("regexEntities"))
		warn(
			pattern.position,
			`Nothing reads regular expressions and lookup tables such as \`${pattern.name}\`: add \`RegexFeaturizer\` or \`RegexEntityExtractor\` to the pipeline.`,
		);
	if (!has("entities") && !has("intentsAndEntities", "entity_recognition"))
		checkEntities(data, has("regexEntities"), warn);
}

/** Where nothing is learned, an annotation says at least which patterns are an entity's. */
function checkEntities(
	data: NluTrainingData,
	hasPatterns: boolean,
	warn: (position: NluTrainingData["examples"][number]["position"], message: string) => void,
): void {
	const found = new Set(hasPatterns ? [...data.regexes, ...data.lookups].map(({ name }) => name) : []);
	for (const { entities, position } of data.examples) {
		const unread = entities.find(({ entity }) => !found.has(entity));
		if (unread === undefined) continue;
		warn(
			position,
			`Nothing learns annotated entities such as \`${unread.entity}\`: add DIETClassifier or CRFEntityExtractor to the pipeline, or patterns of its name for a RegexEntityExtractor.`,
		);
		return;
	}
}
