/**
 * The SDK for custom actions that run inside the Worker. An action is a value made by `defineAction`; what it needs
 * from the world comes in through `ports`, so that it runs in a unit test without a Worker.
 */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { Entity, JsonValue, ParseData } from "../contracts/parse-data.ts";

/** The tracker as an action sees it: read only. */
export interface ActionTracker {
	readonly senderId: string;
	readonly slots: Readonly<Record<string, JsonValue>>;
	/** Parse of the latest user message; null before the first. */
	readonly latestMessage: ParseData | null;
	readonly activeLoop: string | null;
	readonly requestedSlot: string | null;
	/** Events since the conversation's beginning, oldest first. */
	readonly events: readonly DialogueEvent[];
	/** Entities of the latest message with this name, role and group; absent role and group match only absent ones. */
	latestEntities(name: string, role?: string, group?: string): readonly Entity[];
}

/** A message that an action wants to send: a response of the domain by name, or one written out. */
export type ResponseDraft =
	| { readonly response: string; readonly values?: Readonly<Record<string, JsonValue>> | undefined }
	| {
			readonly text: string;
			readonly buttons?: readonly { readonly title: string; readonly payload: string }[] | undefined;
			readonly image?: string | undefined;
			readonly custom?: Readonly<Record<string, JsonValue>> | undefined;
	  }
	/** As a Rasa action server wrote it: `response` names one of the domain, every other key fills it in or replaces its own. */
	| { readonly remote: Readonly<Record<string, JsonValue>> };

export interface ActionContext<Ports> {
	readonly tracker: ActionTracker;
	readonly ports: Ports;
	/** Epoch milliseconds at the beginning of the turn. */
	readonly nowMs: number;
	/**
	 * The same for every try of this action in this turn, and never the same twice otherwise: give it to what must
	 * happen at most once (`insert … on conflict (idempotency_key) do nothing`).
	 */
	readonly idempotencyKey: string;
	/** BCP 47: the slot `language`, else the `language` of config.yml. For dates and amounts (`Intl`). */
	readonly language: string;
	/**
	 * The text of a response of the domain in the conversation's language, filled: for words and titles that go into
	 * another response's values. The name itself where the domain has no such response.
	 */
	readonly phrase: (response: string, values?: Readonly<Record<string, JsonValue>>) => string;
}

export interface ActionResult {
	readonly events: readonly DialogueEvent[];
	readonly responses: readonly ResponseDraft[];
}

export interface ActionDefinition<Ports> {
	readonly name: string;
	/** The host gives up after this time (milliseconds) and tells the customer so. */
	readonly timeoutMs: number;
	run(context: ActionContext<Ports>): Promise<ActionResult>;
}

/** Longest time an action may take unless it says otherwise, in milliseconds. */
export const DEFAULT_ACTION_TIMEOUT_MS = 10_000;

/** Defines a custom action. `name` is the one of the domain's `actions`. */
export function defineAction<Ports>(action: {
	readonly name: string;
	readonly timeoutMs?: number;
	run(context: ActionContext<Ports>): Promise<ActionResult> | ActionResult;
}): ActionDefinition<Ports> {
	return {
		name: action.name,
		timeoutMs: action.timeoutMs ?? DEFAULT_ACTION_TIMEOUT_MS,
		run: async (context) => action.run(context),
	};
}

/** Decides on one value of a form: the value to keep (null asks again) and what to say about it. */
export type SlotValidator<Ports> = (
	value: JsonValue,
	context: ActionContext<Ports>,
) => Promise<SlotVerdict> | SlotVerdict;

export interface SlotVerdict {
	readonly value: JsonValue;
	readonly responses?: readonly ResponseDraft[];
	/** Other slots to set along with it, e.g. a counter of wrong tries. */
	readonly slots?: Readonly<Record<string, JsonValue>>;
}

/**
 * Defines `validate_<form>`: each validator gets the candidate of its slot (a slot set since the last user message),
 * in the order of the candidates. Slots without a validator keep their candidates.
 */
export function defineFormValidation<Ports>(form: {
	readonly form: string;
	readonly timeoutMs?: number;
	readonly validators: Readonly<Record<string, SlotValidator<Ports>>>;
}): ActionDefinition<Ports> {
	return defineAction<Ports>({
		name: `validate_${form.form}`,
		...(form.timeoutMs === undefined ? {} : { timeoutMs: form.timeoutMs }),
		async run(context) {
			const events: DialogueEvent[] = [];
			const responses: ResponseDraft[] = [];
			for (const [name, candidate] of slotCandidates(context.tracker.events)) {
				const validator = form.validators[name];
				if (validator === undefined) continue;
				const verdict = await validator(candidate, context);
				events.push({ event: "slot", name, value: verdict.value });
				for (const [other, value] of Object.entries(verdict.slots ?? {}))
					events.push({ event: "slot", name: other, value });
				responses.push(...(verdict.responses ?? []));
			}
			return { events, responses };
		},
	});
}

/** Slots set at the end of the log, after the last event of another kind, last value each (Rasa SDK's candidates). */
function slotCandidates(events: readonly DialogueEvent[]): Map<string, JsonValue> {
	const trailing: [string, JsonValue][] = [];
	for (const event of events.toReversed()) {
		if (event.event !== "slot") break;
		trailing.push([event.name, event.value]);
	}
	return new Map(trailing.toReversed());
}
