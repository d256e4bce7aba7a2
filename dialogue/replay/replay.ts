/**
 * A recorded conversation again: every turn is answered anew on what was recorded before it, with the recorded clock,
 * chance and actions (SPEC RY1–RY6).
 */
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import { JsonValue } from "../../contracts/parse-data.ts";
import type { Interpreter } from "../../nlu/interpreter.ts";
import type { AskExtractors } from "../../nlu/remote-extractor.ts";
import type { Assistant } from "../assistant.ts";
import { MessageProcessor } from "../message-processor.ts";
import { appendEvents, createTracker, type Tracker } from "../tracker.ts";
import { eventText, type Comparison } from "./compare-events.ts";
import { RecordedResponses } from "./recorded-responses.ts";
import { RecordedActions } from "./recorded-actions.ts";
import { recordedTurns, type RecordedTurn } from "./recorded-turns.ts";

/** A turn that went otherwise, at its first event that differs. */
export interface ReplayDifference {
	/** From 1. */
	readonly turn: number;
	/** Place of the event in the recording, from 0. */
	readonly event: number;
	readonly message: string;
	readonly recorded: string;
	readonly replayed: string;
}

export interface ReplayReport {
	readonly turns: number;
	readonly equal: number;
	readonly comparison: Comparison;
	readonly differences: readonly ReplayDifference[];
}

export interface Replay {
	readonly assistant: Assistant;
	readonly interpreter: Interpreter;
	/** The same without the sentence encoder, which a conversation begins without: for messages that the first tier alone understood. */
	readonly firstTier?: Interpreter | undefined;
	readonly events: readonly DialogueEvent[];
	/** `exact`: every byte; `behaviour`: what was understood, done, said and set. */
	readonly comparison: Comparison;
	/** Asks other servers for entities; nobody is asked when absent. */
	readonly askExtractors?: AskExtractors | undefined;
	/** Only so many events are judged; all when absent. The turn that they end in is replayed as it was recorded. */
	readonly to?: number | undefined;
}

/** A turn as it was, and as it goes now. */
export interface ReplayedTurn {
	readonly turn: RecordedTurn;
	readonly replayed: readonly DialogueEvent[];
}

/** Replays turn after turn. One that differs doesn't spoil the next: each goes on from what was recorded. */
export async function* replayTurns(replay: Replay): AsyncGenerator<ReplayedTurn> {
	const { assistant, events } = replay;
	let tracker = createTracker(assistant.domain, "replay");
	let position = 0;
	for (const turn of recordedTurns(events)) {
		tracker = appendEvents(tracker, events.slice(position, turn.start));
		// each turn goes on from the one before
		yield { turn, replayed: await replayTurn(replay, tracker, turn) };
		tracker = appendEvents(tracker, turn.events);
		position = turn.end;
	}
}

/** Replays all turns, and says where each that differs begins to. */
export async function replayConversation(replay: Replay): Promise<ReplayReport> {
	const { comparison, to = Infinity } = replay;
	const differences: ReplayDifference[] = [];
	let turns = 0;
	for await (const { turn, replayed } of replayTurns(replay)) {
		if (turn.start >= to) break;
		turns += 1;
		const at = firstDifference(turn.events, replayed, comparison);
		if (at !== null && turn.start + at < to)
			differences.push({
				turn: turns,
				event: turn.start + at,
				message: turn.message.text ?? "",
				recorded: textAt(turn.events, at, comparison),
				replayed: textAt(replayed, at, comparison),
			});
	}
	return { turns, equal: turns - differences.length, comparison, differences };
}

/** Chances that reach every variation of a response with up to eight of them. */
const CHANCES = [...new Set([1, 2, 3, 4, 5, 6, 7, 8].flatMap((of) => middles(of)))];

function middles(of: number): number[] {
	return Array.from({ length: of }, (_, index) => (2 * index + 1) / (2 * of));
}

/**
 * Which variation of a response was chosen, the recording shows and not the number that chose it: where a message
 * differs, other numbers are tried, draw by draw.
 */
async function replayTurn(
	replay: Replay,
	tracker: Tracker,
	turn: RecordedTurn,
): Promise<readonly DialogueEvent[]> {
	const chances: number[] = [];
	let best = await playTurn(replay, { tracker, turn, chances });
	for (let draw = 0; draw < best.draws && best.differsAt !== null; draw += 1) {
		let chosen = 0;
		for (const chance of CHANCES) {
			if (best.differsAt === null || turn.events[best.differsAt]?.event !== "bot") break;
			// one draw after the other
			const tried = await playTurn(replay, { tracker, turn, chances: [...chances, chance] });
			if (tried.differsAt !== null && tried.differsAt <= best.differsAt) continue;
			best = tried;
			chosen = chance;
		}
		chances.push(chosen);
	}
	return best.events;
}

interface Played {
	readonly events: readonly DialogueEvent[];
	readonly draws: number;
	readonly differsAt: number | null;
}

async function playTurn(
	{ assistant, interpreter, firstTier = interpreter, comparison, askExtractors }: Replay,
	{
		tracker,
		turn,
		chances,
	}: { readonly tracker: Tracker; readonly turn: RecordedTurn; readonly chances: readonly number[] },
): Promise<Played> {
	const clock = new RecordedClock(turn.events);
	let draws = 0;
	const isFirstTier = comparison === "exact" && turn.message.parse_data.second_tier !== true;
	const processor = new MessageProcessor({
		assistant,
		interpreter: isFirstTier ? firstTier : interpreter,
		askExtractors,
		actions: new RecordedActions(turn.events, assistant.domain),
		responses: new RecordedResponses(turn.events),
		surroundings: {
			now: () => clock.now(),
			stamp: () => clock.next(),
			random: () => {
				draws += 1;
				return chances[draws - 1] ?? 0;
			},
		},
	});
	const { events } = await answer(processor, tracker, turn);
	return { events, draws, differsAt: firstDifference(turn.events, events, comparison) };
}

function answer(
	processor: MessageProcessor,
	tracker: Tracker,
	turn: RecordedTurn,
): ReturnType<MessageProcessor["handleMessage"]> {
	const { message } = turn;
	const { model_id: _model, assistant_id: _assistant, ...metadata } = message.metadata ?? {};
	if (metadata["is_external"] === true)
		return processor.trigger(tracker, {
			intent: message.parse_data.intent?.name ?? "",
			entities: JsonValue.parse(JSON.parse(JSON.stringify(message.parse_data.entities ?? []))),
			turnId: "replay",
		});
	const said = {
		text: message.text ?? "",
		messageId: message.message_id ?? "",
		inputChannel: message.input_channel ?? "",
		metadata,
	};
	// a person had the conversation: the message was understood, and the bot did nothing about it
	const isLeftToPeople = tracker.isPaused && turn.events.every(({ event }) => event !== "action");
	return isLeftToPeople ? processor.receive(tracker, said) : processor.handleMessage(tracker, said);
}

/** Gives each event the time of the recorded one in its place. */
class RecordedClock {
	readonly #times: readonly number[];
	#position = 0;

	constructor(events: readonly DialogueEvent[]) {
		this.#times = events.map(({ timestamp }) => timestamp ?? 0);
	}

	now(): number {
		return this.#times[Math.min(this.#position, this.#times.length - 1)] ?? 0;
	}

	next(): number {
		const time = this.now();
		this.#position += 1;
		return time;
	}
}

function firstDifference(
	recorded: readonly DialogueEvent[],
	replayed: readonly DialogueEvent[],
	comparison: Comparison,
): number | null {
	const length = Math.max(recorded.length, replayed.length);
	for (let index = 0; index < length; index += 1)
		if (textAt(recorded, index, comparison) !== textAt(replayed, index, comparison)) return index;
	return null;
}

function textAt(events: readonly DialogueEvent[], index: number, comparison: Comparison): string {
	const event = events[index];
	return event === undefined ? "(nothing)" : eventText(event, comparison);
}
