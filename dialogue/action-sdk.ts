/**
 * The SDK for custom actions that run inside the Worker. An action is a value made by `defineAction`; what it needs
 * from the world comes in through `ports`, so that it runs in a unit test without a Worker. With the types that
 * `care types` writes of a domain, a slot, response or value that the domain does not have fails to compile.
 */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { Entity, JsonValue, ParseData } from "../contracts/parse-data.ts";
import type { ActionEvent, DomainTypes, FormName, LoopName, SlotName, SlotValues } from "./domain-types.ts";

/** The tracker as an action sees it: read only. */
export interface ActionTracker<Domain extends DomainTypes = DomainTypes> {
	readonly senderId: string;
	/** By their declared types: a value of another kind is brought into form, or null (SPEC AC12). */
	readonly slots: Domain["slots"];
	/** Parse of the latest user message; null before the first. */
	readonly latestMessage: LatestMessage<Domain> | null;
	readonly activeLoop: LoopName<Domain> | null;
	readonly requestedSlot: SlotName<Domain> | null;
	/** Events since the conversation's beginning, oldest first. */
	readonly events: readonly DialogueEvent[];
	/** Entities of the latest message with this name, role and group; absent role and group match only absent ones. */
	latestEntities(name: Domain["entities"], role?: string, group?: string): readonly Entity[];
}

type LatestMessage<Domain extends DomainTypes> = ParseData & {
	readonly intent: { readonly name: Domain["intents"] | null };
};

/** A message that an action wants to send: a response of the domain by name, or one written out. */
export type ResponseDraft<Domain extends DomainTypes = DomainTypes> =
	| {
			readonly response: Domain["responses"];
			readonly values?: Readonly<Record<string, JsonValue>> | undefined;
	  }
	| {
			readonly text: string;
			readonly buttons?: readonly { readonly title: string; readonly payload: string }[] | undefined;
			readonly image?: string | undefined;
			readonly custom?: Readonly<Record<string, JsonValue>> | undefined;
	  }
	/** As a Rasa action server wrote it: `response` names one of the domain, every other key fills it in or replaces its own. */
	| { readonly remote: Readonly<Record<string, JsonValue>> };

export interface ActionContext<Ports, Domain extends DomainTypes = DomainTypes> {
	readonly tracker: ActionTracker<Domain>;
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
	readonly phrase: (response: Domain["responses"], values?: Readonly<Record<string, JsonValue>>) => string;
}

export interface ActionResult<Domain extends DomainTypes = DomainTypes> {
	readonly events: readonly ActionEvent<Domain>[];
	readonly responses: readonly ResponseDraft<Domain>[];
}

export interface ActionDefinition<Ports> {
	readonly name: string;
	/** The host gives up after this time (milliseconds) and tells the customer so. */
	readonly timeoutMs: number;
	run(context: ActionContext<Ports>): Promise<ActionResult>;
}

/** Longest time an action may take unless it says otherwise, in milliseconds. */
export const DEFAULT_ACTION_TIMEOUT_MS = 10_000;

/** A custom action as it is written down. `name` is the one of the domain's `actions`. */
export interface WrittenAction<Ports, Domain extends DomainTypes> {
	readonly name: Domain["actions"];
	readonly timeoutMs?: number;
	run(context: ActionContext<Ports, Domain>): Promise<ActionResult<Domain>> | ActionResult<Domain>;
}

/**
 * Defines a custom action. With the types of a domain the host must give it that domain's tracker: it does, for the
 * slots of a tracker have their declared types (SPEC AC12), and the names are checked against the domain.
 */
export function defineAction<Ports, Domain extends DomainTypes = DomainTypes>(
	action: WrittenAction<Ports, Domain>,
): ActionDefinition<Ports>;
export function defineAction<Ports>(action: WrittenAction<Ports, DomainTypes>): ActionDefinition<Ports> {
	return {
		name: action.name,
		timeoutMs: action.timeoutMs ?? DEFAULT_ACTION_TIMEOUT_MS,
		run: async (context) => action.run(context),
	};
}

/** Decides on one value of a form: the value to keep (null asks again) and what to say about it. */
export type SlotValidator<
	Ports,
	Domain extends DomainTypes = DomainTypes,
	Slot extends SlotName<Domain> = SlotName<Domain>,
> = (
	/** As the message had it: of any kind, whatever the slot's type. */
	value: JsonValue,
	context: ActionContext<Ports, Domain>,
) => Promise<SlotVerdict<Domain, Slot>> | SlotVerdict<Domain, Slot>;

export interface SlotVerdict<
	Domain extends DomainTypes = DomainTypes,
	Slot extends SlotName<Domain> = SlotName<Domain>,
> {
	readonly value: Domain["slots"][Slot] | null;
	readonly responses?: readonly ResponseDraft<Domain>[];
	/** Other slots to set along with it, e.g. a counter of wrong tries. */
	readonly slots?: SlotValues<Domain>;
}

/** One member a form: its validators are those of the slots that it requires. */
type FormValidation<Ports, Domain extends DomainTypes> = {
	[Form in FormName<Domain>]: {
		readonly form: Form;
		readonly timeoutMs?: number;
		readonly validators: {
			readonly [Slot in Domain["forms"][Form] & SlotName<Domain>]?: SlotValidator<Ports, Domain, Slot>;
		};
	};
}[FormName<Domain>];

/**
 * Defines `validate_<form>`: each validator gets the candidate of its slot (a slot set since the last user message),
 * in the order of the candidates. Slots without a validator keep their candidates.
 */
export function defineFormValidation<Ports, Domain extends DomainTypes = DomainTypes>(
	form: FormValidation<Ports, Domain>,
): ActionDefinition<Ports>;
export function defineFormValidation<Ports>(
	form: FormValidation<Ports, DomainTypes>,
): ActionDefinition<Ports> {
	const validators = new Map(Object.entries(form.validators));
	return {
		name: `validate_${form.form}`,
		timeoutMs: form.timeoutMs ?? DEFAULT_ACTION_TIMEOUT_MS,
		async run(context) {
			const events: DialogueEvent[] = [];
			const responses: ResponseDraft[] = [];
			for (const [name, candidate] of slotCandidates(context.tracker.events)) {
				const validator = validators.get(name);
				if (validator === undefined) continue;
				const verdict = await validator(candidate, context);
				events.push({ event: "slot", name, value: verdict.value });
				events.push(...slotEvents(verdict.slots ?? {}));
				responses.push(...(verdict.responses ?? []));
			}
			return { events, responses };
		},
	};
}

/** Events that set several slots, each to a value that it can hold. */
export function slotEvents<Domain extends DomainTypes = DomainTypes>(
	values: SlotValues<Domain>,
): ActionEvent<Domain>[];
export function slotEvents(values: SlotValues<DomainTypes>): ActionEvent<DomainTypes>[] {
	return Object.entries(values).flatMap(([name, value]) =>
		value === undefined ? [] : [{ event: "slot", name, value }],
	);
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
