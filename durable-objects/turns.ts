import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { Owner } from "../contracts/protocol.ts";
import type { ConversationPorts, Dialogue } from "./conversation-ports.ts";
import { type EventLog, LogClosed, type LoggedMessage } from "./event-log.ts";
import {
	type Accepted,
	asksForOf,
	type IncomingMessage,
	isSameMessage,
	redactedMessage,
	storableMessage,
	toUserMessage,
} from "./incoming-message.ts";
import { dialogueEntries, type LogEntry, type NewEntry } from "./log-entry.ts";
import { errorText } from "../observability/scrub.ts";
import { storableText } from "../store/storable.ts";
import type { RespondOptions } from "../dialogue/message-processor.ts";
import type { Reminder } from "./reminders.ts";
import { asJson, loggedMessage, type MessageIntent, namedSender } from "./turn-entries.ts";
import { TurnQueue } from "./turn-queue.ts";

/** What the turns tell the outside; called right after the write, in the same breath. */
export interface TurnAudience {
	/** These entries now stand in the log. */
	appended(entries: readonly LogEntry[]): void;
	botIsTyping(isTyping: boolean): void;
}

/** Hears what a turn has written. */
export type OnSaid = (entries: readonly LogEntry[]) => void;

/** A turn that was begun this often without an end brings the object down: give it up. */
const MAX_TRIES = 3;
const FAILURE_LINE = "I'm sorry, something went wrong on our side. Please try again.";

/**
 * Runs the turns of one conversation, one at a time: think, write, tell. What it thinks comes from the dialogue engine,
 * what it writes goes into the log first, and nobody is told what a replay could not show.
 */
export class Turns {
	readonly #log: EventLog;
	readonly #ports: ConversationPorts;
	readonly #audience: TurnAudience;
	readonly #queue = new TurnQueue();
	#opening: Promise<Thinking> | null = null;
	/** Null until somebody needed the bot. */
	#thinking: Thinking | null = null;
	/** Null where no channel has named anybody. */
	#sender: string | null = null;
	#isTyping = false;

	constructor(log: EventLog, ports: ConversationPorts, audience: TurnAudience) {
		this.#log = log;
		this.#ports = ports;
		this.#audience = audience;
	}

	/**
	 * Takes a message and answers it; settles when the turn is over.
	 *
	 * @param onAccepted - called as soon as the message stands in the log, before the bot has thought
	 * @param onSaid - told of the answer's entries as they are written; then what is said before an action that takes
	 *   its time is written, and told to all, before the action runs
	 */
	take(
		message: IncomingMessage,
		onAccepted: (accepted: Accepted) => void,
		onSaid: OnSaid | null = null,
	): Promise<Accepted> {
		return this.#queue.run(async () => {
			await this.#continuePending();
			const accepted = await this.#accept(storableMessage(message));
			onAccepted(accepted.outcome);
			if (accepted.intent !== null) await this.#answer({ id: message.id, calls: 0 }, accepted.intent, onSaid);
			return accepted.outcome;
		});
	}

	/** True while a turn runs or waits. */
	get isBusy(): boolean {
		return this.#queue.length > 0;
	}

	/** Ends turns that a crash or an eviction has interrupted. */
	continuePending(): Promise<void> {
		return this.#queue.run(() => this.#continuePending());
	}

	/** Fires every reminder that is due. @throws ConversationUnavailable, and then they stay */
	fireReminders(nowMs: number): Promise<void> {
		return this.#queue.run(async () => {
			await this.#continuePending();
			if (this.#log.reminders.all().some(({ dueAtMs }) => dueAtMs <= nowMs)) await this.#open();
			for (const reminder of this.#log.reminders.all())
				// one that rang before may have cancelled or moved it
				if (reminder.dueAtMs <= nowMs && this.#log.reminders.all().includes(reminder))
					// oxlint-disable-next-line no-await-in-loop -- one turn at a time
					await this.#fire(reminder);
		});
	}

	/** Appends what somebody outside brings: unlike an answer of the bot's it is never stale. */
	bring(
		work: (dialogue: Dialogue) => Promise<readonly DialogueEvent[]>,
		sender?: string,
	): Promise<readonly DialogueEvent[]> {
		return this.#queue.run(async () => {
			await this.#continuePending();
			const { dialogue } = await this.#open();
			this.#noteSender(sender);
			const events = await work(dialogue);
			this.#write(() => dialogueEntries(events));
			dialogue.add(events);
			return events;
		});
	}

	/** Looks at the dialogue as it is now. */
	async look<Result>(look: (dialogue: Dialogue) => Result): Promise<Result> {
		return look((await this.#open()).dialogue);
	}

	/** Changes who answers, at once: it doesn't wait for the turn that runs, it makes its answer stale. */
	setOwner(owner: Owner): void {
		const log = this.#log;
		if (log.state.owner === owner) return;
		const epoch = log.state.ownerEpoch + 1;
		this.#write(() => {
			log.update({ owner, ownerEpoch: epoch });
			return [{ kind: "system", event: { type: "owner_changed", owner, epoch } }];
		});
	}

	/** Notes something that is no turn of the dialogue. */
	note(entry: NewEntry): LogEntry | null {
		return this.#write(() => [entry])[0] ?? null;
	}

	/** `intent` is null for a message that was here before: it is not answered again. */
	async #accept(asSent: IncomingMessage): Promise<{ outcome: Accepted; intent: MessageIntent | null }> {
		const known = this.#log.findMessage(asSent.id);
		if (known !== null) return { outcome: this.#again(known, asSent), intent: null };
		const { dialogue, modelId } = await this.#open();
		this.#noteSender(asSent.sender);
		const message = redactedMessage(asSent, { redactor: this.#ports.redactor, asksFor: asksForOf(dialogue) });
		const { events } = await dialogue.receive(toUserMessage(message));
		const appended = this.#write(
			() => dialogueEntries(events),
			(entries) => {
				this.#log.noteMessage({ id: message.id, seq: loggedMessage(entries).seq, toSeq: null });
				if (this.#log.state.modelId !== modelId) this.#log.update({ modelId });
			},
		);
		dialogue.add(events);
		const { seq, intent } = loggedMessage(appended);
		return { outcome: { status: "logged", seq }, intent };
	}

	#again(known: LoggedMessage, message: IncomingMessage): Accepted {
		const [entry] = this.#log.read(known.seq - 1, 1);
		const isSame = entry !== undefined && isSameMessage(entry, message, this.#ports.redactor);
		return isSame ? { status: "logged", seq: known.seq } : { status: "conflict" };
	}

	async #continuePending(): Promise<void> {
		const pending = this.#log.pendingTurns();
		// a bot that can't be loaded is no try
		if (pending.length > 0) await this.#open();
		for (const turn of pending) {
			this.#log.noteTry(turn.id);
			// the count must be on disk before the turn that may bring the process down
			// oxlint-disable-next-line no-await-in-loop -- one turn at a time
			await this.#log.synced();
			this.#ports.log({
				event: "turn.continued",
				conversationId: this.#log.state.id,
				turnId: turn.id,
			});
			if (turn.tries >= MAX_TRIES) this.#giveUp(turn.id, new Error("the turn was begun too often"));
			// oxlint-disable-next-line no-await-in-loop -- one turn at a time
			else await this.#answer(turn, loggedMessage(this.#log.read(turn.seq - 1, 1)).intent);
		}
	}

	async #answer(
		{ id: turnId, calls }: Pick<LoggedMessage, "id" | "calls">,
		intent: MessageIntent,
		onSaid: OnSaid | null = null,
	): Promise<void> {
		const startedMs = this.#ports.nowMs();
		const epoch = this.#log.state.ownerEpoch;
		if (this.#log.state.owner !== "bot") return this.#log.endTurn(turnId);
		try {
			const { dialogue } = await this.#open();
			const steps = this.#steps({ id: turnId, epoch }, onSaid);
			const { events } = await dialogue.respond(turnId, { callsBefore: calls, onStep: steps.onStep });
			const entries = this.#commit({ id: turnId, epoch }, events.slice(steps.written()));
			onSaid?.(entries);
			this.#ports.log({
				event: "turn.done",
				conversationId: this.#log.state.id,
				turnId,
				...intent,
				events: events.length,
				durationMs: Math.max(0, this.#ports.nowMs() - startedMs),
			});
		} catch (error) {
			if (error instanceof LogClosed) throw error;
			const entries = this.#giveUp(turnId, error);
			onSaid?.(entries);
		} finally {
			this.#stopTyping();
		}
	}

	/** Writes an answer part by part while somebody listens to it: each part that says something, once its action has run. */
	#steps(
		turn: { readonly id: string; readonly epoch: number },
		onSaid: OnSaid | null,
	): { readonly onStep: RespondOptions["onStep"]; written(): number } {
		let written = 0;
		const onStep = (gained: readonly DialogueEvent[], calls: number): void => {
			const part = gained.slice(written);
			// of a conversation that changed hands the rest becomes a draft
			if (this.#log.state.ownerEpoch !== turn.epoch || !part.some(({ event }) => event === "bot")) return;
			const entries = this.#write(
				() => dialogueEntries(part),
				() => this.#log.noteCalls(turn.id, calls),
			);
			this.#thinking?.dialogue.add(part);
			written = gained.length;
			onSaid?.(entries);
		};
		return { onStep: onSaid === null ? undefined : onStep, written: () => written };
	}

	/** Appends a turn's answer, or keeps it as a draft when the conversation changed hands meanwhile. */
	#commit(
		turn: { id: string; epoch: number; first?: NewEntry },
		events: readonly DialogueEvent[],
	): LogEntry[] {
		const { id: turnId, epoch } = turn;
		const currentEpoch = this.#log.state.ownerEpoch;
		const isStale = currentEpoch !== epoch;
		const gained: NewEntry[] = isStale
			? [
					{
						kind: "system",
						event: { type: "discarded_draft", turnId, epoch, currentEpoch, events: asJson(events) },
					},
				]
			: dialogueEntries(events);
		const entries = this.#write(
			() => (turn.first === undefined ? gained : [turn.first, ...gained]),
			() => this.#log.endTurn(turnId),
		);
		if (!isStale) this.#thinking?.dialogue.add(events);
		else this.#ports.log({ event: "turn.discarded", conversationId: this.#log.state.id, turnId });
		return entries;
	}

	#giveUp(turnId: string, error: unknown): LogEntry[] {
		const apology: DialogueEvent = {
			event: "bot",
			text: FAILURE_LINE,
			data: {},
			timestamp: this.#ports.nowMs() / 1_000,
		};
		const isBots = this.#log.state.owner === "bot";
		const entries = this.#write(
			() => [
				{ kind: "system", event: { type: "turn_failed", turnId, error: errorText(error) } },
				...(isBots ? dialogueEntries([apology]) : []),
			],
			() => this.#log.endTurn(turnId),
		);
		if (isBots) this.#thinking?.dialogue.add([apology]);
		this.#ports.report(error, { event: "turn.failed", conversationId: this.#log.state.id, turnId });
		return entries;
	}

	async #fire(reminder: Reminder): Promise<void> {
		const { name } = reminder;
		const { owner, ownerEpoch: epoch } = this.#log.state;
		if (owner !== "bot") {
			this.note({ kind: "system", event: { type: "reminder_dropped", name, reason: "not_bot_owned" } });
			return;
		}
		try {
			const turnId = `reminder:${name}:${reminder.dueAtMs}`;
			const { dialogue } = await this.#open();
			const { events } = await dialogue.trigger({
				intent: reminder.intent,
				entities: reminder.entities,
				turnId,
			});
			const first: NewEntry = { kind: "system", event: { type: "reminder_fired", name } };
			this.#commit({ id: turnId, epoch, first }, events);
		} catch (error) {
			if (error instanceof LogClosed) throw error;
			this.note({ kind: "system", event: { type: "reminder_dropped", name, reason: "failed" } });
			this.#ports.report(error, { event: "reminder.failed", conversationId: this.#log.state.id });
		} finally {
			this.#stopTyping();
		}
	}

	/** The bot, with all in mind that stands in the log. @throws ConversationUnavailable; the next who asks tries again */
	#open(): Promise<Thinking> {
		this.#opening ??= this.#openDialogue().catch((error: unknown) => {
			this.#opening = null;
			throw error;
		});
		return this.#opening;
	}

	async #openDialogue(): Promise<Thinking> {
		const { modelId, openDialogue } = await this.#ports.engine(this.#log.state.modelId);
		const dialogue = openDialogue({
			conversationId: this.#log.state.id,
			sender: () => this.#sender ?? this.#log.state.id,
			onActionStart: () => this.#startTyping(),
		});
		const entries = this.#log.read(0, this.#log.lastSeq);
		this.#sender = namedSender(entries);
		dialogue.add(entries.flatMap((entry) => (entry.kind === "dialogue" ? [entry.event] : [])));
		this.#thinking = { modelId, dialogue };
		return this.#thinking;
	}

	/** The first name stays: it is the one that the conversation was reached by. A visitor of our pages has none. */
	#noteSender(sender: string | undefined): void {
		if (sender === undefined || this.#sender !== null || this.#log.state.visitorId !== null) return;
		this.#sender = storableText(sender);
		this.note({ kind: "system", event: { type: "sender_named", name: this.#sender } });
	}

	/** One write: entries and what goes with them stand or fall together, and then the audience hears of it. */
	#write(make: () => readonly NewEntry[], also?: (entries: readonly LogEntry[]) => void): LogEntry[] {
		const appended = this.#log.transaction(() => {
			const entries = this.#log.append(make());
			also?.(entries);
			return entries;
		});
		if (appended.length > 0) this.#audience.appended(appended);
		return appended;
	}

	#startTyping(): void {
		if (this.#isTyping || this.#log.state.owner !== "bot") return;
		this.#isTyping = true;
		this.#audience.botIsTyping(true);
	}

	#stopTyping(): void {
		if (!this.#isTyping) return;
		this.#isTyping = false;
		this.#audience.botIsTyping(false);
	}
}

/** The bot that thinks in this conversation. */
interface Thinking {
	readonly modelId: string;
	readonly dialogue: Dialogue;
}
