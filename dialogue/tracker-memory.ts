import type { DialogueEvent, DialogueEventOf } from "../contracts/dialogue-event.ts";
import type { Entity, JsonValue } from "../contracts/parse-data.ts";
import { appliedEvents } from "./applied-events.ts";
import type { Domain } from "./domain.ts";
import { ACTION_LISTEN, ACTION_SESSION_START } from "./names.ts";
import { coerceSlotValue } from "./slot.ts";

/** An executed action: a name, or the text of an end-to-end one. */
export interface ExecutedAction {
	readonly name: string | null;
	readonly text: string | null;
}

/** The latest user message as the dialogue sees it. */
export interface UserTurn {
	readonly text: string | null;
	readonly intent: string | null;
	readonly entities: readonly Entity[];
	/** Rasa's parse data of the message. */
	readonly parseData: { readonly [key: string]: JsonValue };
	/** Whether policies look at the text (true), at the intent (false), or either (null). */
	readonly usesText: boolean | null;
	readonly event: DialogueEventOf<"user">;
}

/** The active loop. `triggerMessage` is the parse data of the message that began it. */
export interface ActiveLoopState {
	readonly name: string;
	readonly isInterrupted: boolean;
	readonly isRejected: boolean;
	readonly triggerMessage: JsonValue;
}

/** What the fold amounts to after some event. Shares its maps with earlier ones: they are never changed. */
export interface MemorySnapshot {
	/** Every slot of the domain, in its order. */
	readonly slots: ReadonlyMap<string, JsonValue>;
	/** Slots that an event has set since the session began. */
	readonly setSlots: ReadonlySet<string>;
	readonly isPaused: boolean;
	readonly followupAction: string | null;
	readonly latestAction: ExecutedAction | null;
	readonly latestMessage: UserTurn | null;
	readonly activeLoop: ActiveLoopState | null;
}

/** The fold's working copy: mutable while events are applied, never handed out. */
export class TrackerMemory {
	readonly domain: Domain;
	/** Replaced, never changed: snapshots keep the old ones. */
	slots: ReadonlyMap<string, JsonValue>;
	setSlots: ReadonlySet<string>;
	isPaused = false;
	followupAction: string | null = ACTION_LISTEN;
	latestAction: ExecutedAction | null = null;
	latestMessage: UserTurn | null = null;
	activeLoop: ActiveLoopState | null = null;

	private constructor(domain: Domain) {
		this.domain = domain;
		this.slots = new Map();
		this.setSlots = new Set();
	}

	/** Before any event. A session waits for its `action_listen` first. */
	static initial(domain: Domain): TrackerMemory {
		const memory = new TrackerMemory(domain);
		memory.#reset();
		return memory;
	}

	static of(source: MemorySnapshot & { readonly domain: Domain }): TrackerMemory {
		const memory = new TrackerMemory(source.domain);
		memory.slots = source.slots;
		memory.setSlots = source.setSlots;
		memory.isPaused = source.isPaused;
		memory.followupAction = source.followupAction;
		memory.latestAction = source.latestAction;
		memory.latestMessage = source.latestMessage;
		memory.activeLoop = source.activeLoop;
		return memory;
	}

	snapshot(): MemorySnapshot {
		return {
			slots: this.slots,
			setSlots: this.setSlots,
			isPaused: this.isPaused,
			followupAction: this.followupAction,
			latestAction: this.latestAction,
			latestMessage: this.latestMessage,
			activeLoop: this.activeLoop,
		};
	}

	/** @param log - all events up to and including this one: `rewind` and `undo` replay what is left of it */
	apply(event: DialogueEvent, log: readonly DialogueEvent[]): void {
		switch (event.event) {
			case "action":
				return this.#applyAction(event);
			case "user":
				this.latestMessage = userTurn(event);
				this.followupAction = null;
				return;
			case "slot":
				return this.#setSlot(event.name, event.value);
			case "reset_slots":
				return this.#resetSlots();
			case "restart":
				this.#reset();
				this.followupAction = ACTION_SESSION_START;
				return;
			case "session_started":
				return this.#reset();
			case "rewind":
			case "undo":
				return this.#replay(log);
			case "followup":
				this.followupAction = event.name;
				return;
			case "pause":
				this.isPaused = true;
				return;
			case "resume":
				this.isPaused = false;
				return;
			default:
				return this.#applyToTurn(event);
		}
	}

	/** Events that change the active loop or the latest message. */
	#applyToTurn(event: DialogueEvent): void {
		const loop = this.activeLoop;
		switch (event.event) {
			case "active_loop":
				this.activeLoop = event.name === null ? null : this.#newLoop(event.name);
				return;
			case "loop_interrupted":
				if (loop !== null) this.activeLoop = { ...loop, isInterrupted: event.is_interrupted };
				return;
			case "action_execution_rejected":
				if (loop?.name === event.name) this.activeLoop = { ...loop, isRejected: true };
				return;
			case "user_featurization":
				if (this.latestAction?.name === ACTION_LISTEN && this.latestMessage !== null)
					this.latestMessage = { ...this.latestMessage, usesText: event.use_text_for_featurization };
				return;
			case "entities":
				if (this.latestAction?.name === ACTION_LISTEN && this.latestMessage !== null)
					this.latestMessage = withEntities(this.latestMessage, event.entities);
				return;
			default:
				return; // bot, agent, reminders and exports change nothing that decisions look at
		}
	}

	#applyAction(event: DialogueEventOf<"action">): void {
		this.latestAction = { name: event.name, text: event.action_text ?? null };
		this.followupAction = null;
		if (this.activeLoop === null) return;
		const isRejected = this.activeLoop.name === event.name ? false : this.activeLoop.isRejected;
		this.activeLoop = { ...this.activeLoop, isInterrupted: false, isRejected };
	}

	#newLoop(name: string): ActiveLoopState {
		const triggerMessage = this.latestMessage === null ? null : { ...this.latestMessage.parseData };
		return { name, isInterrupted: false, isRejected: false, triggerMessage };
	}

	#setSlot(name: string, value: JsonValue): void {
		const slot = this.domain.slots.get(name);
		if (slot === undefined) return;
		this.slots = new Map(this.slots).set(name, coerceSlotValue(slot, value));
		if (!this.setSlots.has(name)) this.setSlots = new Set(this.setSlots).add(name);
	}

	#resetSlots(): void {
		this.slots = new Map(
			this.domain.spec.slots.map((slot) => [slot.name, coerceSlotValue(slot, slot.initialValue)]),
		);
		this.setSlots = new Set();
	}

	#reset(): void {
		this.#resetSlots();
		this.isPaused = false;
		this.followupAction = ACTION_LISTEN;
		this.latestAction = null;
		this.latestMessage = null;
		this.activeLoop = null;
	}

	#replay(log: readonly DialogueEvent[]): void {
		this.#reset();
		const applied = appliedEvents(log);
		for (const event of applied) this.apply(event, applied);
	}
}

/** Events never change: a message that is folded again and again is read once. */
const readTurns = new WeakMap<DialogueEventOf<"user">, UserTurn>();

function userTurn(event: DialogueEventOf<"user">): UserTurn {
	const known = readTurns.get(event);
	if (known !== undefined) return known;
	const turn = readTurn(event);
	readTurns.set(event, turn);
	return turn;
}

function readTurn(event: DialogueEventOf<"user">): UserTurn {
	const data = event.parse_data;
	const intent = data.intent?.name ?? null;
	const text = event.text;
	const parseData = {
		intent: { name: null, confidence: 0 },
		entities: [],
		text,
		message_id: event.message_id ?? null,
		metadata: event.metadata ?? {},
		...data,
	};
	let usesText: boolean | null = null;
	if (isPresent(text) && !isPresent(intent)) usesText = true;
	else if (isPresent(intent) && !isPresent(text)) usesText = false;
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: parse_data came through its schema or was made by the NLU, whose values are JSON
	const json = parseData as { readonly [key: string]: JsonValue };
	return { text, intent, entities: data.entities ?? [], parseData: json, usesText, event };
}

function isPresent(text: string | null): boolean {
	return text !== null && text !== "";
}

function withEntities(turn: UserTurn, added: readonly Entity[]): UserTurn {
	const known = new Set(turn.entities.map((entity) => JSON.stringify(entity)));
	return {
		...turn,
		entities: [...turn.entities, ...added.filter((entity) => !known.has(JSON.stringify(entity)))],
	};
}
