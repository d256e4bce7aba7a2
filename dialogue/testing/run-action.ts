import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue, ParseData } from "../../contracts/parse-data.ts";
import type { ActionDefinition, ActionResult, ActionTracker } from "../action-sdk.ts";

/** The conversation and the world as an action finds them. What is left out is empty. */
export interface ActionSituation<Ports> {
	readonly ports: Ports;
	readonly slots?: Readonly<Record<string, JsonValue>>;
	/** Parse of the latest message. */
	readonly message?: Partial<ParseData>;
	readonly activeLoop?: string;
	/** The log; by default only the latest message. */
	readonly events?: readonly DialogueEvent[];
	/** Slots set since that message: what a form's validation has to judge. */
	readonly candidates?: Readonly<Record<string, JsonValue>>;
	/** Epoch milliseconds; 0 where the test does not care. */
	readonly nowMs?: number;
	readonly language?: string;
	/** Texts of responses, for `phrase`; by default their names. */
	readonly phrase?: (response: string, values?: Readonly<Record<string, JsonValue>>) => string;
}

/** Runs one of these actions in a situation, without a Worker. @throws Error when none has that name */
export function runActionWith<Ports>(
	actions: readonly ActionDefinition<Ports>[],
	name: string,
	situation: ActionSituation<Ports>,
): Promise<ActionResult> {
	const action = actions.find((candidate) => candidate.name === name);
	if (action === undefined) throw new Error(`There is no action ${name}.`);
	return action.run({
		tracker: trackerOf(situation),
		ports: situation.ports,
		nowMs: situation.nowMs ?? 0,
		idempotencyKey: "turn-1:0",
		language: situation.language ?? "en",
		phrase: situation.phrase ?? ((response) => response),
	});
}

function trackerOf(situation: ActionSituation<unknown>): ActionTracker {
	const latestMessage: ParseData = {
		text: "",
		intent: { name: null, confidence: 1 },
		entities: [],
		intent_ranking: [],
		...situation.message,
	};
	const user: DialogueEvent = { event: "user", text: latestMessage.text, parse_data: latestMessage };
	const candidates = Object.entries(situation.candidates ?? {});
	const requested = situation.slots?.["requested_slot"];
	return {
		senderId: "conversation-1",
		slots: { ...situation.slots, ...situation.candidates },
		latestMessage,
		activeLoop: situation.activeLoop ?? null,
		requestedSlot: typeof requested === "string" ? requested : null,
		events: [
			...(situation.events ?? [user]),
			...candidates.map(([name, value]): DialogueEvent => ({ event: "slot", name, value })),
		],
		latestEntities: (name, role, group) =>
			latestMessage.entities.filter(
				(entity) => entity.entity === name && entity.role === role && entity.group === group,
			),
	};
}
