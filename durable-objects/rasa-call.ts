/** What Rasa's HTTP API asks of a conversation, and the answer: plain data only. */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { JsonValue } from "../contracts/parse-data.ts";
import type { ConversationEvent } from "../contracts/protocol.ts";
import { assertNever } from "../dialogue/assert-never.ts";
import type { ForcedAction, TrackerState, TurnResult, UserMessage } from "../dialogue/ports.ts";
import type { NextPrediction } from "../dialogue/predict-next.ts";
import type { EventVerbosity } from "../dialogue/tracker-view.ts";
import type { Dialogue } from "./conversation-ports.ts";
import type { AsksFor, Redactor } from "./redaction/redactor.ts";
import type { OpenConversation } from "./open-conversation.ts";
import { visibleDialogue } from "./visible-events.ts";

/** How a tracker is looked at. */
export interface TrackerLook {
	readonly verbosity: EventVerbosity;
	/** Seconds since the epoch; null for now. */
	readonly until: number | null;
}

export type RasaWork =
	| { readonly work: "look" }
	| { readonly work: "append"; readonly events: readonly DialogueEvent[] }
	/** The log keeps what was: the tracker begins anew after it. */
	| { readonly work: "replace"; readonly events: readonly DialogueEvent[] }
	| { readonly work: "execute"; readonly action: ForcedAction }
	| {
			readonly work: "trigger";
			readonly intent: string;
			readonly entities: JsonValue;
			readonly turnId: string;
	  }
	| { readonly work: "record"; readonly message: UserMessage };

/** `begin` starts the conversation where there is none. */
export type RasaCall = RasaWork & {
	readonly id: string;
	readonly begin: boolean;
	/** The sender by whose name the conversation was asked for. */
	readonly sender?: string;
	readonly look: TrackerLook;
	/** Writes the story too: of all sessions, or of the last. */
	readonly story?: "all" | "last";
	readonly predict?: boolean;
};

/** One that brings something into the conversation. */
export type BringingCall = Exclude<RasaCall, { work: "look" }>;

export interface RasaAnswer {
	readonly tracker: TrackerState;
	/** What the customer may see of what the work brought. */
	readonly messages: readonly ConversationEvent[];
	readonly prediction: NextPrediction | null;
	readonly story: string | null;
}

/** Does what is asked, in the conversation's queue, and looks at the tracker after it. */
export async function answerRasaCall(conversation: OpenConversation, call: RasaCall): Promise<RasaAnswer> {
	const { turns } = conversation;
	const events =
		call.work === "look"
			? []
			: await turns.bring(
					(dialogue) => gainedBy(dialogue, conversation.redacted(dialogue, call), conversation.nowMs()),
					call.sender,
				);
	return turns.look((dialogue) => ({
		tracker: dialogue.view(call.look),
		messages: visibleDialogue(events),
		prediction: call.predict === true ? dialogue.predict() : null,
		story:
			call.story === undefined
				? null
				: dialogue.story({ allSessions: call.story === "all", until: call.look.until }),
	}));
}

/** The call without what must not be kept of a customer's words, whoever brings them. */
export function redactedCall(redactor: Redactor, asksFor: AsksFor, call: BringingCall): BringingCall {
	const clean = <Value>(value: Value): Value =>
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: what crosses the API is JSON, and its texts stay texts
		redactor.json(value as JsonValue, asksFor) as Value;
	switch (call.work) {
		case "append":
		case "replace":
			return { ...call, events: clean(call.events) };
		case "trigger":
			return { ...call, entities: clean(call.entities) };
		case "record":
			return { ...call, message: clean(call.message) };
		case "execute":
			return call;
		default:
			return assertNever(call);
	}
}

async function gainedBy(
	dialogue: Dialogue,
	call: Exclude<RasaWork, { work: "look" }>,
	nowMs: number,
): Promise<readonly DialogueEvent[]> {
	switch (call.work) {
		case "append": {
			const begins = call.events.find(({ event }) => event === "action" || event === "session_started");
			const isOwnStart = begins?.event === "session_started" || nameOf(begins) === "action_session_start";
			const session = isOwnStart ? NOTHING : await dialogue.begin();
			return [...session.events, ...stamped(call.events, nowMs)];
		}
		case "replace":
			return stamped([{ event: "restart" }, ...call.events], nowMs);
		case "execute":
			return (await dialogue.execute(call.action)).events;
		case "trigger": {
			const { intent, entities, turnId } = call;
			return (await dialogue.trigger({ intent, entities, turnId })).events;
		}
		case "record":
			return (await dialogue.record(call.message)).events;
		default:
			return assertNever(call);
	}
}

const NOTHING: TurnResult = { events: [], circuitBroken: false };

function nameOf(event: DialogueEvent | undefined): string | null {
	return event?.event === "action" ? event.name : null;
}

/** Events without a time happen now. */
function stamped(events: readonly DialogueEvent[], nowMs: number): DialogueEvent[] {
	return events.map((event) => ({ ...event, timestamp: event.timestamp ?? nowMs / 1_000 }));
}
