/** Names that Rasa gives to its own actions, intents and slots. */
export const ACTION_LISTEN = "action_listen";
export const ACTION_RESTART = "action_restart";
export const ACTION_SESSION_START = "action_session_start";
export const ACTION_DEFAULT_FALLBACK = "action_default_fallback";
export const ACTION_DEACTIVATE_LOOP = "action_deactivate_loop";
export const ACTION_REVERT_FALLBACK_EVENTS = "action_revert_fallback_events";
export const ACTION_DEFAULT_ASK_AFFIRMATION = "action_default_ask_affirmation";
export const ACTION_DEFAULT_ASK_REPHRASE = "action_default_ask_rephrase";
export const ACTION_TWO_STAGE_FALLBACK = "action_two_stage_fallback";
export const ACTION_UNLIKELY_INTENT = "action_unlikely_intent";
export const ACTION_BACK = "action_back";
/** Stands in a rule for whatever came before, and for whatever comes after. */
export const RULE_SNIPPET = "...";
export const ACTION_EXTRACT_SLOTS = "action_extract_slots";
export const ACTION_VALIDATE_SLOT_MAPPINGS = "action_validate_slot_mappings";
export const ACTION_QUERY_KNOWLEDGE_BASE = "action_query_knowledge_base";

/** In the order of Rasa: an action's index decides ties of equal confidence. */
export const DEFAULT_ACTIONS: readonly string[] = [
	ACTION_LISTEN,
	ACTION_RESTART,
	ACTION_SESSION_START,
	ACTION_DEFAULT_FALLBACK,
	ACTION_DEACTIVATE_LOOP,
	ACTION_REVERT_FALLBACK_EVENTS,
	ACTION_DEFAULT_ASK_AFFIRMATION,
	ACTION_DEFAULT_ASK_REPHRASE,
	ACTION_TWO_STAGE_FALLBACK,
	ACTION_UNLIKELY_INTENT,
	ACTION_BACK,
	RULE_SNIPPET,
	ACTION_EXTRACT_SLOTS,
];

export const INTENT_RESTART = "restart";
export const INTENT_BACK = "back";
export const INTENT_OUT_OF_SCOPE = "out_of_scope";
export const INTENT_SESSION_START = "session_start";
export const INTENT_NLU_FALLBACK = "nlu_fallback";
export const DEFAULT_INTENTS: readonly string[] = [
	INTENT_RESTART,
	INTENT_BACK,
	INTENT_OUT_OF_SCOPE,
	INTENT_SESSION_START,
	INTENT_NLU_FALLBACK,
];

export const REQUESTED_SLOT = "requested_slot";
export const SESSION_METADATA_SLOT = "session_started_metadata";
export const KNOWLEDGE_BASE_SLOTS: readonly string[] = [
	"knowledge_base_listed_objects",
	"knowledge_base_last_object",
	"knowledge_base_last_object_type",
];
/** Slots that no mapping ever fills. */
export const DEFAULT_SLOTS: ReadonlySet<string> = new Set([
	REQUESTED_SLOT,
	SESSION_METADATA_SLOT,
	...KNOWLEDGE_BASE_SLOTS,
]);

/** What a rule's `null` means for a slot or a loop: it must not be set. */
export const SHOULD_NOT_BE_SET = "should_not_be_set";
export const UTTER_PREFIX = "utter_";
/** Policy name of an action that a `followup` event asked for. */
export const FOLLOWUP_POLICY = "followup_action";
/** The slot that holds the conversation's language, where a domain declares it (as in Rasa Pro). */
export const LANGUAGE_SLOT = "language";

/** The response of a domain that is said when an action fails; without it the engine has a sentence of its own. */
export const ACTION_FAILED_RESPONSE = "utter_action_failed";
