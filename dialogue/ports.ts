/** What the dialogue engine needs from its host, in its own words. */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { JsonValue, ParseData } from "../contracts/parse-data.ts";
import type { ActionResult } from "./action-sdk.ts";

/** A customer's message as it comes in. `text` is what the engine reads (a button's payload, else what was typed). */
export interface UserMessage {
	readonly text: string;
	readonly messageId: string;
	/** Rasa's `input_channel`: `rest`, `socketio`, or `chat` for our own page. */
	readonly inputChannel: string;
	readonly metadata: Readonly<Record<string, JsonValue>>;
	/** What it means, where the sender knows: the NLU is not asked then. */
	readonly parseData?: ParseData | undefined;
}

/** An action that somebody outside wants to be run. */
export interface ForcedAction {
	readonly name: string;
	readonly policy: string | null;
	readonly confidence: number;
	/** Names the turn: part of the idempotency keys of what it calls. */
	readonly turnId: string;
}

/** What runs custom actions: the Worker's own, a remote action server, or a stub of a test. */
export interface ActionRunner {
	/** @throws ActionRejected when the action declines, ActionFailed with the reason; any other error counts as failed */
	run(call: ActionCall): Promise<ActionResult>;
}

export interface ActionCall {
	readonly name: string;
	/** Rasa's `current_state`, all events included. */
	readonly tracker: TrackerState;
	/** The tracker's slots by their declared types (SPEC AC12): what actions in TypeScript go by. */
	readonly slots: Readonly<Record<string, JsonValue>>;
	/** Position of this call within its turn, from 0: part of the idempotency key. */
	readonly ordinal: number;
	/** Id of the message that began the turn. */
	readonly turnId: string;
	/** The conversation's language (BCP 47). */
	readonly language: string;
	/** A response of the domain as a text in that language, filled (SPEC LG8). */
	readonly phrase: (response: string, values?: Readonly<Record<string, JsonValue>>) => string;
}

/** What words responses in the domain's place: an NLG server, or the recording of one. */
export interface ResponseGenerator {
	/**
	 * The message in Rasa's form (`text`, `buttons`, `image`, `custom` …); null leaves it to the domain.
	 *
	 * @throws ActionFailed saying how
	 */
	generate(call: ResponseCall): Promise<Readonly<Record<string, JsonValue>> | null>;
}

export interface ResponseCall {
	/** The response's name. */
	readonly response: string;
	/** `id` of the domain's variation that would be said. */
	readonly id: string | null;
	/** What a custom action gave along with the name. */
	readonly arguments: Readonly<Record<string, JsonValue>>;
	/** Rasa's `current_state`, all events included. */
	readonly tracker: TrackerState;
	/** Rasa's name of the output channel. */
	readonly channel: string;
}

/** The action declined to run: other policies get a go (SPEC §12, status 400). */
export class ActionRejected extends Error {
	readonly action: string;

	constructor(action: string, reason: string) {
		super(reason);
		this.name = "ActionRejected";
		this.action = action;
	}
}

/** Why an action gave nothing. `bad_result`: it answered, with what no tracker can use. */
export type ActionFailureCode = "timeout" | "failed" | "bad_result";

/** Thrown by a runner that knows why an action failed; any other error counts as `failed`. */
export class ActionFailed extends Error {
	readonly action: string;
	readonly code: ActionFailureCode;

	constructor(action: string, code: ActionFailureCode, reason: string, options?: { cause: unknown }) {
		super(reason, options);
		this.name = "ActionFailed";
		this.action = action;
		this.code = code;
	}
}

/** Rasa's tracker JSON, `current_state` (SPEC §4). */
export interface TrackerState {
	readonly sender_id: string;
	readonly slots: Readonly<Record<string, JsonValue>>;
	readonly latest_message: JsonValue;
	readonly latest_event_time: number | null;
	readonly followup_action: string | null;
	readonly paused: boolean;
	readonly events: readonly DialogueEvent[] | null;
	readonly latest_input_channel: string | null;
	readonly active_loop: JsonValue;
	readonly latest_action: JsonValue;
	readonly latest_action_name: string | null;
}

/** Time and chance, injected: a replay gives its own. */
export interface Surroundings {
	/** Seconds since the epoch, as a float (Rasa's `timestamp`). */
	now(): number;
	/** The time of the event that is appended next: `now()` where it is absent. A replay gives each its own. */
	stamp?(): number;
	/** In [0, 1). */
	random(): number;
}

/** What one step of a turn gained: the new events, in order, `bot` events included. The host appends, then sends. */
export interface TurnResult {
	readonly events: readonly DialogueEvent[];
	/** True when the step stopped because ten predictions were made without a `action_listen`. */
	readonly circuitBroken: boolean;
}
