import type { DialogueEvent } from "../contracts/dialogue-event.ts";

/**
 * The log of a conversation, oldest first. Appending gives a new log that shares everything before with the old one: it
 * costs what is appended, however long the conversation is (SPEC TR11).
 */
export class EventLog implements Iterable<DialogueEvent> {
	static readonly EMPTY = new EventLog(null, []);

	readonly length: number;
	readonly #older: EventLog | null;
	readonly #newest: readonly DialogueEvent[];
	/** The whole log written out, once somebody has asked for it. */
	#array: readonly DialogueEvent[] | null = null;

	private constructor(older: EventLog | null, newest: readonly DialogueEvent[]) {
		this.length = (older?.length ?? 0) + newest.length;
		this.#older = older;
		this.#newest = newest;
	}

	append(events: readonly DialogueEvent[]): EventLog {
		if (events.length === 0) return this;
		return new EventLog(this.length === 0 ? null : this, [...events]);
	}

	*newestFirst(): Generator<DialogueEvent> {
		yield* backwards(this.#newest);
		for (let log = this.#older; log !== null; log = log.#older) yield* backwards(log.#newest);
	}

	/** The newest event of which something is true. */
	findLast<Found extends DialogueEvent>(isFound: (event: DialogueEvent) => event is Found): Found | undefined;
	findLast(isFound: (event: DialogueEvent) => boolean): DialogueEvent | undefined;
	findLast(isFound: (event: DialogueEvent) => boolean): DialogueEvent | undefined {
		for (const event of this.newestFirst()) if (isFound(event)) return event;
		return undefined;
	}

	/** The newest event. */
	last(): DialogueEvent | undefined {
		return this.#newest.at(-1);
	}

	/** The events after the newest one of which something is true, oldest first; null when there is none. */
	after(isBoundary: (event: DialogueEvent) => boolean): DialogueEvent[] | null {
		const events: DialogueEvent[] = [];
		for (const event of this.newestFirst()) {
			if (isBoundary(event)) return events.reverse();
			events.push(event);
		}
		return null;
	}

	/** All of it, oldest first. */
	toArray(): readonly DialogueEvent[] {
		this.#array ??= this.#older === null ? this.#newest : [...this.newestFirst()].reverse();
		return this.#array;
	}

	[Symbol.iterator](): Iterator<DialogueEvent> {
		return this.toArray()[Symbol.iterator]();
	}
}

/** From the end, without a copy: most searches find what they want at once. */
function* backwards(events: readonly DialogueEvent[]): Generator<DialogueEvent> {
	for (let index = events.length - 1; index >= 0; index -= 1) {
		const event = events[index];
		if (event !== undefined) yield event;
	}
}
