/** What in a pipeline can do nothing, for want of what stands before it or of data. SPEC rules PC7, PC9. */
import type { FaultList } from "../project/fault.ts";
import { checkUnusedData } from "./check-unused-data.ts";
import { unreadableKeywords } from "./components/keyword-intent-classifier.ts";
import type { ComponentRole } from "./component-catalogue.ts";
import type { PipelineComponent, PipelineConfig } from "./pipeline-config.ts";
import { nearestName } from "./text/nearest-name.ts";
import { entityNames, mainIntent, type NluTrainingData } from "./training-data.ts";

const CLASSIFIERS: readonly ComponentRole[] = ["intents", "intentsAndEntities", "keywords"];
const EXTRACTORS: readonly ComponentRole[] = [
	"intentsAndEntities",
	"entities",
	"regexEntities",
	"builtinEntities",
];

/** Those that read the features of a RegexFeaturizer. */
const LEARNERS: readonly ComponentRole[] = ["intents", "intentsAndEntities", "entities", "selector"];

/** Errors where Rasa refuses the pipeline, warnings otherwise. */
export function checkComponents(pipeline: PipelineConfig, data: NluTrainingData, faults: FaultList): void {
	const { components, isComplete } = pipeline;
	checkUnusedData(pipeline, data, faults);
	components.forEach((component, i) => {
		// what could not be read may be what is missed here
		const before = isComplete ? components.slice(0, i) : null;
		switch (component.role) {
			case "fallback":
				return checkFallback(component, before, faults);
			case "synonyms":
				return checkSynonyms(component, before, faults);
			case "selector":
				return checkSelector(component, data, faults);
			case "keywords":
				return checkKeywords(component, data, faults);
			case "regexEntities":
				return checkPatternNames(component, data, faults);
			case "regexFeaturizer":
				return checkFeaturizer(component, components.slice(i + 1), faults);
			default:
				return;
		}
	});
}

/** @see rasa/nlu/classifiers/fallback_classifier.py (Rasa 3.x), required_components */
function checkFallback(
	{ name, position }: PipelineComponent,
	before: readonly PipelineComponent[] | null,
	faults: FaultList,
): void {
	if (before === null) return;
	// Rasa's ResponseSelector is a DIETClassifier by birth, and counts for one, though no intent comes of it
	const classifiers = before.filter(({ role }) => role === "selector" || CLASSIFIERS.includes(role));
	if (classifiers.length === 0) {
		const message = `\`${name}\` judges the intent of a classifier before it, and there is none: add one such as DIETClassifier before it.`;
		faults.error("missing_component", position, message);
		return;
	}
	if (
		classifiers.some(({ role, options }) => role !== "selector" && options["intent_classification"] !== false)
	)
		return;
	const message = `\`${name}\` judges the intent of a classifier before it, and none before it classifies intents: take it away, or put one such as DIETClassifier, with \`intent_classification\`, before it.`;
	faults.warning("idle_component", position, message);
}

/** @see rasa/nlu/extractors/entity_synonyms.py (Rasa 3.x), required_components */
function checkSynonyms(
	{ name, position }: PipelineComponent,
	before: readonly PipelineComponent[] | null,
	faults: FaultList,
): void {
	if (before === null) return;
	// spaCy's has no like here, and a ResponseSelector extracts nothing, but Rasa takes both for one
	const extractors = before.filter(
		({ role, name: other }) =>
			role === "selector" || EXTRACTORS.includes(role) || other === "SpacyEntityExtractor",
	);
	if (extractors.length === 0) {
		const message = `\`${name}\` maps what extractors before it find, and there is none: add one such as DIETClassifier before it.`;
		faults.error("missing_component", position, message);
		return;
	}
	if (
		extractors.some(
			({ role, options }) => EXTRACTORS.includes(role) && options["entity_recognition"] !== false,
		)
	)
		return;
	const message = `\`${name}\` maps what extractors before it find, and these find nothing: it does nothing.`;
	faults.warning("idle_component", position, message);
}

/** What stands before it has no use for its features. */
function checkFeaturizer(
	{ name, position }: PipelineComponent,
	behind: readonly PipelineComponent[],
	faults: FaultList,
): void {
	if (behind.some(({ role }) => LEARNERS.includes(role))) return;
	const message = `\`${name}\` does nothing: its features are for what learns behind it. Put it before the classifiers and extractors.`;
	faults.warning("idle_component", position, message);
}

function checkSelector(
	{ name, position, options }: PipelineComponent,
	{ examples }: NluTrainingData,
	faults: FaultList,
): void {
	const wanted = options["retrieval_intent"];
	if (typeof wanted !== "string") return; // among all, also where there are none: Rasa suggests it to everybody
	const retrieval = examples.flatMap(({ intent }) => (intent.includes("/") ? [mainIntent(intent)] : []));
	const known = [...new Set(retrieval)].sort();
	if (known.includes(wanted)) return;
	const all = known.length === 0 ? " There are none." : ` There are ${known.join(", ")}.`;
	const hint = nearestName(wanted, known, " Did you mean") || all;
	const message = `\`${name}\`: \`${wanted}\` is no retrieval intent: no example is of \`${wanted}/…\`, so nothing is ever selected.${hint}`;
	faults.warning("unknown_retrieval_intent", position, message);
}

/** Rasa takes every example for a pattern, and ends where one can't be read. */
function checkKeywords(
	{ name, options }: PipelineComponent,
	{ examples }: NluTrainingData,
	faults: FaultList,
): void {
	for (const { example, reason } of unreadableKeywords(examples, options["case_sensitive"] !== false)) {
		const message = `\`${name}\` reads "${example.text}" as a regular expression, as Rasa does, and it can't be one: ${reason}. It counts for no intent: put a backslash before its signs.`;
		faults.warning("unreadable_keyword", example.position, message);
	}
}

/** As Rasa warns: patterns are of an entity by their name, and the entity must be annotated somewhere. */
function checkPatternNames(
	{ name, position, options }: PipelineComponent,
	data: NluTrainingData,
	faults: FaultList,
): void {
	const used = [
		...(options["use_regexes"] === false ? [] : data.regexes),
		...(options["use_lookup_tables"] === false ? [] : data.lookups),
	];
	const annotated = new Set(entityNames(data));
	if (used.some((pattern) => annotated.has(pattern.name))) return;
	const message = `\`${name}\` finds nothing: no \`regex\` and no \`lookup\` has the name of an entity that an example annotates.`;
	faults.warning("idle_component", position, message);
}
