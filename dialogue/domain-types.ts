/** The names and values of one project's domain as types: `care types` writes them, the action SDK goes by them. */
import type { DialogueEvent, DialogueEventOf } from "../contracts/dialogue-event.ts";
import type { JsonValue } from "../contracts/parse-data.ts";

/** What `care types` writes. The type itself is any domain: every name and every value goes. */
export interface DomainTypes {
	/** What a slot holds; null where it is not set. */
	readonly slots: { readonly [slot: string]: JsonValue };
	readonly intents: string;
	readonly entities: string;
	/** Custom actions. */
	readonly actions: string;
	readonly responses: string;
	/** By form: the slots that it requires. */
	readonly forms: { readonly [form: string]: string };
}

export type SlotName<Domain extends DomainTypes> = keyof Domain["slots"] & string;
export type FormName<Domain extends DomainTypes> = keyof Domain["forms"] & string;

/** Several slots at once, each with a value that it can hold. */
export type SlotValues<Domain extends DomainTypes> = {
	readonly [Slot in keyof Domain["slots"]]?: Domain["slots"][Slot] | null | undefined;
};

type SlotEvent<Domain extends DomainTypes> = {
	[Slot in SlotName<Domain>]: DialogueEventOf<"slot"> & {
		readonly name: Slot;
		readonly value: Domain["slots"][Slot] | null;
	};
}[SlotName<Domain>];

/** Loops that are no forms of the domain. */
type OwnLoop = "action_two_stage_fallback";
/** Actions that every domain has. */
type OwnAction =
	| OwnLoop
	| "action_listen"
	| "action_restart"
	| "action_session_start"
	| "action_default_fallback"
	| "action_deactivate_loop"
	| "action_revert_fallback_events"
	| "action_default_ask_affirmation"
	| "action_default_ask_rephrase"
	| "action_back";

/** A form that runs, or a loop of the engine. */
export type LoopName<Domain extends DomainTypes> = FormName<Domain> | OwnLoop;

/** An event that an action may return: slots, forms and actions that it names exist. */
export type ActionEvent<Domain extends DomainTypes> =
	| Exclude<DialogueEvent, { readonly event: "slot" | "active_loop" | "followup" }>
	| SlotEvent<Domain>
	| (DialogueEventOf<"active_loop"> & { readonly name: LoopName<Domain> | null })
	| (DialogueEventOf<"followup"> & {
			readonly name: Domain["actions"] | Domain["responses"] | FormName<Domain> | OwnAction | null;
	  });
