import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import type { RespondOptions } from "../../dialogue/message-processor.ts";
import type { TurnResult } from "../../dialogue/ports.ts";
import type { Dialogue, DialogueOptions } from "../conversation-ports.ts";

/** What the bot does with one message: the events of its answer. May wait, throw, or never settle. */
export type Script = (text: string, turn: ScriptedTurn) => Promise<readonly DialogueEvent[]>;

export interface ScriptedTurn {
	readonly turnId: string;
	/** Who speaks, as action servers are told. */
	readonly sender: string;
	/** Everything that the tracker has folded so far. */
	readonly tracker: readonly DialogueEvent[];
	/** Calls of actions that an interruption has left behind. */
	readonly callsBefore: number;
	/** Says that an action has begun that waits for the world. */
	startAction(): void;
	/** What an action of the turn gave, while the turn goes on. */
	step(...events: DialogueEvent[]): void;
}

/** What a test says of its bot, and what it learns. */
export interface ScriptedBot {
	readonly script: Script;
	/** The slot that the bot asks for. */
	readonly requestedSlot: string | null;
	/** Texts that the bot was asked to answer, turn by turn. */
	readonly answered: string[];
}

/** `hello` → `You said: hello` */
export const echo: Script = async (text) => [bot(`You said: ${text}`), listen()];

export function bot(text: string, data: Record<string, JsonValue> = {}): DialogueEvent {
	return { event: "bot", text, data };
}

export function listen(): DialogueEvent {
	return { event: "action", name: "action_listen" };
}

/** The dialogue of a bot that does what the test says. */
export function scriptedDialogue(
	scripted: ScriptedBot,
	{ onActionStart, sender }: DialogueOptions,
): Dialogue {
	const tracker: DialogueEvent[] = [];
	const run = async (text: string, turnId: string, options: RespondOptions = {}): Promise<TurnResult> => {
		let calls = options.callsBefore ?? 0;
		scripted.answered.push(text);
		const said: DialogueEvent[] = [];
		const step = (...part: DialogueEvent[]): void => {
			said.push(...part);
			options.onStep?.([...said], ++calls);
		};
		const turn = { turnId, sender: sender(), tracker: [...tracker], startAction: onActionStart, step };
		const rest = await scripted.script(text, { ...turn, callsBefore: options.callsBefore ?? 0 });
		return { events: [...said, ...rest], circuitBroken: false };
	};
	return {
		add: (events) => void tracker.push(...events),
		async receive({ text, messageId, inputChannel, metadata }) {
			const parse_data = { text, intent: { name: "scripted", confidence: 1 }, entities: [] };
			const user: DialogueEvent = {
				event: "user",
				text,
				parse_data,
				message_id: messageId,
				input_channel: inputChannel,
				metadata: { ...metadata },
			};
			return { events: [user], circuitBroken: false };
		},
		async respond(turnId, options) {
			const user = tracker.findLast((event) => event.event === "user");
			return run(user?.text ?? "", turnId, options);
		},
		async trigger({ intent, turnId }) {
			const user: DialogueEvent = {
				event: "user",
				text: `EXTERNAL: ${intent}`,
				parse_data: {},
				metadata: { is_external: true },
			};
			const answer = await run(`EXTERNAL: ${intent}`, turnId);
			return { ...answer, events: [user, ...answer.events] };
		},
		...rasaDialogue(scripted, tracker),
	};
}

/** What Rasa's HTTP API asks for, in its plainest form. */
function rasaDialogue(
	scripted: ScriptedBot,
	tracker: readonly DialogueEvent[],
): Pick<Dialogue, "begin" | "record" | "execute" | "view" | "predict" | "story"> {
	const gained = async (...events: DialogueEvent[]): Promise<TurnResult> => ({
		events,
		circuitBroken: false,
	});
	return {
		begin: () => (tracker.length === 0 ? gained({ event: "session_started" }) : gained()),
		record: ({ text, messageId }) =>
			gained({ event: "user", text, parse_data: {}, message_id: messageId, metadata: {} }),
		execute: ({ name }) => gained({ event: "action", name }, bot(`did ${name}`)),
		view: ({ verbosity }) => ({
			sender_id: "scripted",
			slots: { requested_slot: scripted.requestedSlot },
			latest_message: null,
			latest_event_time: null,
			followup_action: null,
			paused: false,
			events: verbosity === "NONE" ? null : [...tracker],
			latest_input_channel: null,
			active_loop: {},
			latest_action: {},
			latest_action_name: null,
		}),
		predict: () => ({ scores: [], policy: null, confidence: 0 }),
		story: () => "stories: []",
	};
}
