/** One conversation of the past: the real engine with the clock of that day, and the log that its object would have. */
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { Button } from "../../contracts/protocol.ts";
import { MessageProcessor, type MessageProcessorDependencies } from "../../dialogue/message-processor.ts";
import type { ActionRunner } from "../../dialogue/ports.ts";
import {
	activeLoopName,
	appendEvents,
	createTracker,
	slotValue,
	type Tracker,
} from "../../dialogue/tracker.ts";
import type { Flush } from "../../store/flush-statement.ts";
import { type LogEntryRow, visibleMessage } from "../../store/log-projection.ts";
import type { PlannedConversation } from "./plan.ts";

/** Characters of an inbox line, as the outbox cuts it. */
const PREVIEW_CHARS = 140;

export interface Agent {
	readonly id: string;
	readonly name: string;
}

/** What is the same for all conversations, and how one gets its own actions. */
export type TalkWorld = Pick<MessageProcessorDependencies, "assistant" | "interpreter"> & {
	readonly actions: (nowMs: () => number) => ActionRunner;
	/** In [0, 1). */
	readonly random: () => number;
	/** Where the history ends: what would come then has not happened yet. */
	readonly untilMs: number;
};

export class Talk {
	readonly #planned: PlannedConversation;
	readonly #processor: MessageProcessor;
	readonly #entries: LogEntryRow[] = [];
	readonly #modelId: string;
	#tracker: Tracker;
	#owner: Flush["conversation"]["owner"] = "bot";
	#epoch = 0;
	#assignee: Agent | null = null;
	#isResolved = false;
	readonly untilMs: number;
	nowMs: number;

	constructor(planned: PlannedConversation, { actions, random, untilMs, ...world }: TalkWorld) {
		this.#planned = planned;
		this.untilMs = untilMs;
		this.nowMs = planned.startMs;
		this.#processor = new MessageProcessor({
			...world,
			actions: actions(() => this.nowMs),
			surroundings: { now: () => this.nowMs / 1_000, random },
		});
		this.#modelId = world.assistant.modelId;
		this.#tracker = createTracker(world.assistant.domain, planned.id);
	}

	/** The customer's words, and the bot's answer while it is the bot's turn. @param title - of the button that was pressed */
	async say(
		text: string,
		{ title, answerMs }: { readonly title?: string; readonly answerMs: number },
	): Promise<void> {
		if (this.#isOver) return;
		const messageId = `history-${this.#entries.length + 1}`;
		const received = await this.#processor.receive(this.#tracker, {
			text,
			messageId,
			inputChannel: this.#planned.customer.channel,
			metadata: title === undefined ? {} : { display_text: title },
		});
		this.#gain(received.events);
		if (this.#owner !== "bot") return;
		this.nowMs += answerMs;
		const answered = await this.#processor.respond(this.#tracker, messageId);
		this.#gain(answered.events);
	}

	/** A person of the company writes. */
	write(agent: Agent, text: string): void {
		if (this.#isOver) return;
		const metadata = {
			name: agent.name,
			agent_id: agent.id,
			message_id: `history-${this.#entries.length + 1}`,
		};
		this.#gain([{ event: "agent", text, timestamp: this.nowMs / 1_000, metadata }]);
	}

	/** Gives it into other hands, as the desk writes that down. @param assignee - who answers, where it is a person */
	handOver(
		owner: "bot" | "queue" | "person",
		assignee: Agent | null,
		more: { readonly [key: string]: JsonValue },
	): void {
		this.#epoch += 1;
		const turns = (this.#owner === "bot") !== (owner === "bot");
		this.#owner = owner;
		this.#assignee = assignee;
		const person = assignee === null ? {} : { assignee: { ...assignee } };
		this.#append("system", { type: "owner_changed", owner, epoch: this.#epoch, ...person, ...more });
		if (turns) this.#gain([{ event: owner === "bot" ? "resume" : "pause", timestamp: this.nowMs / 1_000 }]);
	}

	/** @returns its place, which a rating names */
	resolve(by: Agent): number {
		if (this.#isOver) return this.#entries.length;
		this.#append("system", { type: "resolved", by: { ...by } });
		const seq = this.#entries.length;
		this.#isResolved = true;
		if (this.#owner !== "bot") this.handOver("bot", null, { reason: "resolved", by: { ...by } });
		return seq;
	}

	judge(event: { readonly [key: string]: JsonValue }): void {
		if (this.#isOver) return;
		this.#append("feedback", { ...event });
	}

	/** Whether the clock has come to the end of the history. */
	get #isOver(): boolean {
		return this.nowMs >= this.untilMs;
	}

	/** The slot that a form asks for. */
	get asked(): string | null {
		const slot = slotValue(this.#tracker, "requested_slot");
		return activeLoopName(this.#tracker) !== null && typeof slot === "string" ? slot : null;
	}

	/** Messages that the bot did not understand, in a row. */
	get misunderstood(): number {
		let count = 0;
		for (const { event } of this.#entries.toReversed()) {
			const name = userIntent(event);
			if (name === undefined) continue;
			if (name !== "nlu_fallback") break;
			count += 1;
		}
		return count;
	}

	/** What the bot said last, where it is. */
	get lastAnswer(): { readonly seq: number; readonly buttons: readonly Button[] } | null {
		const last = this.#entries.findLast(({ event }) => isObject(event) && event["event"] === "bot");
		if (last === undefined || !isObject(last.event)) return null;
		const data = last.event["data"];
		return {
			seq: last.seq,
			buttons: Button.array().safeParse(isObject(data) ? data["buttons"] : []).data ?? [],
		};
	}

	/** As the outbox would store it, all at once. */
	get flush(): Flush {
		const { id, customer, startMs } = this.#planned;
		const seen = this.#entries.flatMap((entry) => {
			const message = visibleMessage(entry);
			return message === null ? [] : [{ atMs: entry.atMs, text: message.text }];
		});
		return {
			conversation: {
				id,
				visitorId: customer.id,
				channel: customer.channel,
				createdAtMs: startMs,
				lastActivityAtMs: seen.at(-1)?.atMs ?? startMs,
				owner: this.#owner,
				ownerEpoch: this.#epoch,
				lastSeq: this.#entries.length,
				preview: Array.from(seen.at(-1)?.text ?? "")
					.slice(0, PREVIEW_CHARS)
					.join(""),
				modelId: this.#modelId,
				desk: {
					status: this.#isResolved ? "resolved" : "open",
					assigneeId: this.#assignee?.id ?? null,
					priority: "normal",
					waitingSinceMs: null,
					snoozedUntilMs: null,
					// an object that takes it up folds its own from the log
					state: null,
				},
			},
			entries: this.#entries,
			leaseEpoch: 1,
		};
	}

	#gain(events: readonly DialogueEvent[]): void {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: events are JSON by their schema
		for (const event of events) this.#append("dialogue", event as JsonValue);
		this.#tracker = appendEvents(this.#tracker, events);
	}

	#append(kind: LogEntryRow["kind"], event: JsonValue): void {
		const seq = this.#entries.length + 1;
		this.#entries.push({ seq, atMs: this.nowMs, kind, event, eventId: `${this.#planned.id}-${seq}` });
	}
}

function isObject(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a customer's message was taken to mean; undefined for anything else. */
function userIntent(event: JsonValue): string | null | undefined {
	if (!isObject(event) || event["event"] !== "user" || event["text"] === "/session_start") return undefined;
	const parse = event["parse_data"];
	const intent = isObject(parse) ? parse["intent"] : null;
	const name = isObject(intent ?? null) && isObject(intent) ? intent["name"] : null;
	return typeof name === "string" ? name : null;
}
