/** Slots, names and forms of the domain as types. Made by `care types`: change the domain, then run it again. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface ProjectDomain {
	/** What a slot holds; null where it is not set. */
	readonly slots: {
		readonly book: string | null;
		readonly branch: "north" | "harbour" | null;
		readonly requested_slot: keyof ProjectDomain["slots"] | null;
		readonly session_started_metadata: Json;
	};
	readonly intents: "back" | "nlu_fallback" | "out_of_scope" | "reserve_book" | "restart" | "session_start";
	readonly entities: "book" | "branch";
	readonly actions: "action_reserve_book" | "validate_reserve_form";
	readonly responses:
		| "utter_ask_book"
		| "utter_ask_branch"
		| "utter_not_there"
		| "utter_reserved"
		| "utter_unknown_branch";
	/** By form: the slots that it requires. */
	readonly forms: {
		readonly reserve_form: "book" | "branch";
	};
}
