/** Every component of Rasa 3.6's NLU by name: what does its work here, and which of its options take effect. */

/** What a component does here. `absent` ones change nothing; their notice says why. */
export type ComponentRole =
	| "tokenizer"
	| "featurizer"
	| "regexFeaturizer"
	| "intents"
	| "intentsAndEntities"
	| "entities"
	| "keywords"
	| "regexEntities"
	| "builtinEntities"
	| "synonyms"
	| "selector"
	| "fallback"
	| "absent";

export interface ComponentEntry {
	readonly role: ComponentRole;
	/** Options that take effect. */
	readonly used: readonly string[];
	/** Options that Rasa documents and that have no effect here: named in one warning where a project sets them. */
	readonly ignored: readonly string[];
	/** Said when a project names the component: what stands in for it. */
	readonly notice: string | null;
}

const NEURAL = [
	"hidden_layers_sizes share_hidden_layers transformer_size number_of_transformer_layers number_of_attention_heads",
	"use_key_relative_attention use_value_relative_attention max_relative_position unidirectional_encoder batch_size",
	"batch_strategy epochs random_seed learning_rate embedding_dimension dense_dimension concat_dimension",
	"number_of_negative_examples similarity_type loss_type model_confidence constrain_similarities scale_loss",
	"maximum_positive_similarity maximum_negative_similarity use_maximum_negative_similarity",
	"negative_margin_scale regularization_constant drop_rate drop_rate_attention connection_density",
	"sparse_input_dropout dense_input_dropout use_masked_language_model evaluate_every_number_of_epochs",
	"evaluate_on_number_of_examples tensorboard_log_directory tensorboard_log_level checkpoint_model featurizers",
	"renormalize_confidences run_eagerly use_gpu use_sparse_input_dropout use_dense_input_dropout drop_small_last_batch",
].flatMap((names) => names.split(" "));

const LINEAR = "the trained linear model over n-grams, and the sentence encoder where it is in doubt";
const TAGGER = "the trained conditional random field";
const WORDS = "words as WhitespaceTokenizer finds them";

function entry(
	role: ComponentRole,
	used = "",
	ignored: readonly string[] | string = "",
	notice?: string,
): ComponentEntry {
	const split = (names: string): string[] => names.split(" ").filter((name) => name !== "");
	return {
		role,
		used: split(used),
		ignored: typeof ignored === "string" ? split(ignored) : ignored,
		notice: notice ?? null,
	};
}

const TOKENIZER_OPTIONS =
	"intent_tokenization_flag intent_split_symbol token_pattern prefix_separator_symbol";
const needsLargeModel = (instead: string): string =>
	`It needs a large model that is not part of a Worker; ${instead}.`;

/** Keyed by Rasa's class name. `BuiltinEntityExtractor` is our own. */
export const COMPONENTS: ReadonlyMap<string, ComponentEntry> = new Map([
	["WhitespaceTokenizer", entry("tokenizer", "", TOKENIZER_OPTIONS)],
	["JiebaTokenizer", entry("tokenizer", "", `${TOKENIZER_OPTIONS} dictionary_path`, `Read as ${WORDS}.`)],
	["MitieTokenizer", entry("tokenizer", "", TOKENIZER_OPTIONS, `Read as ${WORDS}.`)],
	["SpacyTokenizer", entry("tokenizer", "", TOKENIZER_OPTIONS, `Read as ${WORDS}.`)],
	[
		"RegexFeaturizer",
		entry(
			"regexFeaturizer",
			"case_sensitive use_lookup_tables use_regexes use_word_boundaries",
			"number_additional_patterns alias",
		),
	],
	["LexicalSyntacticFeaturizer", entry("featurizer", "", "features alias")],
	[
		"CountVectorsFeaturizer",
		entry(
			"featurizer",
			"",
			[
				"analyzer min_ngram max_ngram OOV_token OOV_words lowercase strip_accents stop_words min_df max_df",
				"max_features use_shared_vocab additional_vocabulary_size token_pattern use_lemma alias",
			].join(" "),
		),
	],
	[
		"SpacyFeaturizer",
		entry("absent", "", "pooling alias", needsLargeModel("n-grams and our own small encoder are used")),
	],
	[
		"MitieFeaturizer",
		entry("absent", "", "pooling alias", needsLargeModel("n-grams and our own small encoder are used")),
	],
	[
		"ConveRTFeaturizer",
		entry("absent", "", "model_url alias", needsLargeModel("n-grams and our own small encoder are used")),
	],
	[
		"LanguageModelFeaturizer",
		entry(
			"absent",
			"",
			"model_name model_weights cache_dir alias",
			needsLargeModel("n-grams and our own small encoder are used"),
		),
	],
	["SpacyNLP", entry("absent", "", "model case_sensitive", needsLargeModel("nothing is loaded"))],
	["MitieNLP", entry("absent", "", "model", needsLargeModel("nothing is loaded"))],
	[
		"HFTransformersNLP",
		entry("absent", "", "model_name model_weights cache_dir", needsLargeModel("nothing is loaded")),
	],
	[
		"DIETClassifier",
		entry(
			"intentsAndEntities",
			"intent_classification entity_recognition ranking_length split_entities_by_comma second_tier spelling",
			[...NEURAL, "BILOU_flag"],
		),
	],
	[
		"LogisticRegressionClassifier",
		entry(
			"intents",
			"ranking_length second_tier spelling",
			"max_iter solver tol random_state class_weight",
			`Its work is done by ${LINEAR}.`,
		),
	],
	[
		"SklearnIntentClassifier",
		entry(
			"intents",
			"ranking_length second_tier spelling",
			"C kernels gamma max_cross_validation_folds scoring_function num_threads",
			`Its work is done by ${LINEAR}.`,
		),
	],
	[
		"MitieIntentClassifier",
		entry("intents", "ranking_length second_tier spelling", "num_threads", `Its work is done by ${LINEAR}.`),
	],
	["KeywordIntentClassifier", entry("keywords", "case_sensitive")],
	["FallbackClassifier", entry("fallback", "threshold ambiguity_threshold")],
	[
		"CRFEntityExtractor",
		entry(
			"entities",
			"split_entities_by_comma",
			"BILOU_flag features max_iterations L1_c L2_c featurizers",
			`Its work is done by ${TAGGER}.`,
		),
	],
	["MitieEntityExtractor", entry("entities", "", "num_threads", `Its work is done by ${TAGGER}.`)],
	[
		"SpacyEntityExtractor",
		entry(
			"absent",
			"",
			"dimensions",
			needsLargeModel("name entities in the training data, or use BuiltinEntityExtractor"),
		),
	],
	[
		"DucklingEntityExtractor",
		entry(
			"builtinEntities",
			"dimensions timezone locale url timeout",
			"",
			"With a `url` (or RASA_DUCKLING_HTTP_URL) the server there is asked; without, numbers, dates and the like are found by BuiltinEntityExtractor.",
		),
	],
	["BuiltinEntityExtractor", entry("builtinEntities", "dimensions timezone locale patterns")],
	[
		"RegexEntityExtractor",
		entry("regexEntities", "case_sensitive use_lookup_tables use_regexes use_word_boundaries"),
	],
	["EntitySynonymMapper", entry("synonyms")],
	["RegexMessageHandler", entry("absent", "", "", "Messages such as `/greet` are read without it.")],
	[
		"ResponseSelector",
		entry("selector", "retrieval_intent ranking_length", [
			...NEURAL,
			..."use_text_as_label intent_classification entity_recognition BILOU_flag split_entities_by_comma".split(
				" ",
			),
		]),
	],
]);
