/** Names of Rasa 1.x and 2.x and what took their place. */

/** The type of slots that influence nothing, by its name or its class. */
export const UNFEATURIZED = /^(?:unfeaturized|rasa(?:_core|\.core|\.shared\.core)\.slots\.UnfeaturizedSlot)$/;

/** Components, by their last name: of Rasa NLU 0.x, of 1.x and of 2.x. Null: nothing takes its place. */
export const COMPONENT_NAMES: ReadonlyMap<string, string | null> = new Map([
	["nlp_spacy", "SpacyNLP"],
	["nlp_mitie", "MitieNLP"],
	["ner_spacy", "SpacyEntityExtractor"],
	["ner_mitie", "MitieEntityExtractor"],
	["ner_crf", "CRFEntityExtractor"],
	["ner_duckling", "DucklingEntityExtractor"],
	["ner_duckling_http", "DucklingEntityExtractor"],
	["ner_synonyms", "EntitySynonymMapper"],
	["intent_featurizer_spacy", "SpacyFeaturizer"],
	["intent_featurizer_mitie", "MitieFeaturizer"],
	["intent_featurizer_ngrams", null],
	["intent_entity_featurizer_regex", "RegexFeaturizer"],
	["intent_featurizer_count_vectors", "CountVectorsFeaturizer"],
	["tokenizer_mitie", "MitieTokenizer"],
	["tokenizer_spacy", "SpacyTokenizer"],
	["tokenizer_whitespace", "WhitespaceTokenizer"],
	["tokenizer_jieba", "JiebaTokenizer"],
	["intent_classifier_sklearn", "SklearnIntentClassifier"],
	["intent_classifier_mitie", "MitieIntentClassifier"],
	["intent_classifier_keyword", "KeywordIntentClassifier"],
	["intent_classifier_tensorflow_embedding", "DIETClassifier"],
	["EmbeddingIntentClassifier", "DIETClassifier"],
	["DucklingHTTPExtractor", "DucklingEntityExtractor"],
	["NGramFeaturizer", null],
	["ConveRTTokenizer", "WhitespaceTokenizer"],
	["LanguageModelTokenizer", "WhitespaceTokenizer"],
	["HFTransformersNLP", null],
]);

/** Of these only the options below still mean something. */
export const REPLACED_NETWORKS = ["EmbeddingIntentClassifier", "intent_classifier_tensorflow_embedding"];
export const KEPT_NETWORK_OPTIONS = ["name", "epochs", "random_seed", "batch_size", "ranking_length"];

export type Component = Readonly<Record<string, string | number | boolean>>;

const SPACY: readonly Component[] = [
	{ name: "SpacyNLP" },
	{ name: "SpacyTokenizer" },
	{ name: "SpacyFeaturizer" },
	{ name: "RegexFeaturizer" },
	{ name: "CRFEntityExtractor" },
	{ name: "EntitySynonymMapper" },
	{ name: "SklearnIntentClassifier" },
];
const SUPERVISED: readonly Component[] = [
	{ name: "WhitespaceTokenizer" },
	{ name: "RegexFeaturizer" },
	{ name: "CRFEntityExtractor" },
	{ name: "EntitySynonymMapper" },
	{ name: "CountVectorsFeaturizer" },
	{ name: "CountVectorsFeaturizer", analyzer: "char_wb", min_ngram: 1, max_ngram: 4 },
	{ name: "DIETClassifier", entity_recognition: false },
];

/** What `pipeline: NAME` stood for in Rasa 1.x, in components of 3.x. */
export const PIPELINE_TEMPLATES: ReadonlyMap<string, readonly Component[]> = new Map([
	["supervised_embeddings", SUPERVISED],
	["tensorflow_embedding", SUPERVISED],
	["pretrained_embeddings_spacy", SPACY],
	["spacy_sklearn", SPACY],
	[
		"pretrained_embeddings_convert",
		[
			{ name: "WhitespaceTokenizer" },
			{ name: "CountVectorsFeaturizer" },
			{ name: "CountVectorsFeaturizer", analyzer: "char_wb", min_ngram: 1, max_ngram: 4 },
			{ name: "DIETClassifier", entity_recognition: false },
		],
	],
	["keyword", [{ name: "KeywordIntentClassifier" }]],
]);

/** Policies whose work RulePolicy does. */
export const RULE_POLICIES = ["FormPolicy", "MappingPolicy"];
/** Policies that the FallbackClassifier, RulePolicy and a rule replace. */
export const FALLBACK_POLICIES = ["FallbackPolicy", "TwoStageFallbackPolicy"];
/** Policies whose place TEDPolicy has. */
export const LEARNING_POLICIES = ["KerasPolicy", "EmbeddingPolicy", "SklearnPolicy"];

/** Actions that have another name now. */
export const ACTION_NAMES: ReadonlyMap<string, string> = new Map([
	["action_deactivate_form", "action_deactivate_loop"],
]);

/** `policies.KerasPolicy` and `rasa.core.policies.keras_policy.KerasPolicy` are the class by its last name. */
export function lastName(path: string): string {
	return path.slice(path.lastIndexOf(".") + 1);
}

/** An action's name today: `respond_faq` of a retrieval intent is `utter_faq`. */
export function actionName(name: string): string {
	return ACTION_NAMES.get(name) ?? (name.startsWith("respond_") ? `utter_${name.slice(8)}` : name);
}
