import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { errorText } from "../observability/scrub.ts";
import type { RespondOptions } from "../dialogue/message-processor.ts";
import { fencedAnswer, handoffOfPaused, isStale } from "./answer-fence.ts";
import { ConversationBot } from "./conversation-bot.ts";
import type { ConversationPorts, Dialogue } from "./conversation-ports.ts";
import { handOver } from "./desk/desk-commands.ts";
import { type EventLog, LogClosed } from "./event-log.ts";
import { Customer } from "./identified-visitor.ts";
import {
	type Accepted,
	asksForOf,
	type IncomingMessage,
	isSameMessage,
	redactedMessage,
	storableMessage,
	toUserMessage,
} from "./incoming-message.ts";
import { Journal } from "./journal.ts";
import { dialogueEntries, type LogEntry, type NewEntry } from "./log-entry.ts";
import type { LoggedMessage } from "./message-table.ts";
import { fireDueReminders } from "./reminder-turns.ts";
import { loggedMessage, type MessageIntent } from "./turn-entries.ts";
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
	readonly #bot: ConversationBot;
	readonly #journal: Journal;
	readonly #queue = new TurnQueue();
	readonly customer: Customer;

	constructor(log: EventLog, ports: ConversationPorts, audience: TurnAudience) {
		this.#log = log;
		this.#ports = ports;
		this.#bot = new ConversationBot(log, ports, (isTyping) => audience.botIsTyping(isTyping));
		this.#journal = new Journal(log, this.#bot, (entries) => audience.appended(entries));
		this.customer = new Customer(log, this.#journal);
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

	/** Settles when the turns that run or wait now have ended. */
	idle(): Promise<void> {
		return this.#queue.idle();
	}

	/** Ends turns that a crash or an eviction has interrupted. */
	continuePending(): Promise<void> {
		return this.#queue.run(() => this.#continuePending());
	}

	/** Fires every reminder that is due. @throws ConversationUnavailable, and then they stay */
	fireReminders(nowMs: number): Promise<void> {
		return this.#queue.run(async () => {
			await this.#continuePending();
			const [log, bot, journal, ports] = [this.#log, this.#bot, this.#journal, this.#ports];
			await fireDueReminders({ log, bot, journal, ports }, nowMs);
		});
	}

	/** Appends what somebody outside brings: unlike an answer of the bot's it is never stale. */
	bring(
		work: (dialogue: Dialogue) => Promise<readonly DialogueEvent[]>,
		sender?: string,
	): Promise<readonly DialogueEvent[]> {
		return this.#queue.run(async () => {
			await this.#continuePending();
			const { dialogue } = await this.#bot.open();
			this.#noteSender(sender);
			const events = await work(dialogue);
			this.#journal.write((append) => {
				append(dialogueEntries(events));
				append(this.#resumed(events));
			});
			return events;
		});
	}

	/** Looks at the dialogue as it is now. */
	async look<Result>(look: (dialogue: Dialogue) => Result): Promise<Result> {
		return look((await this.#bot.open()).dialogue);
	}

	/** Appends what is no turn, at once: it doesn't wait for the turn that runs, it may make its answer stale. */
	act(entries: readonly NewEntry[]): LogEntry[] {
		return this.#journal.write((append) => append(entries));
	}

	/** Notes something that is no turn of the dialogue. */
	note(entry: NewEntry): LogEntry | null {
		return this.#journal.note(entry);
	}

	/** `intent` is null for a message that was here before: it is not answered again. */
	async #accept(asSent: IncomingMessage): Promise<{ outcome: Accepted; intent: MessageIntent | null }> {
		const known = this.#log.messages.find(asSent.id);
		if (known !== null) return { outcome: this.#again(known, asSent), intent: null };
		const { dialogue, modelId } = await this.#bot.open();
		this.#noteSender(asSent.sender);
		const message = redactedMessage(asSent, { redactor: this.#ports.redactor, asksFor: asksForOf(dialogue) });
		const { events } = await dialogue.receive(toUserMessage(message, this.customer.visitor()));
		const appended = this.#journal.write((append) => {
			const entries = append(dialogueEntries(events));
			this.#log.messages.note({ id: message.id, seq: loggedMessage(entries).seq, toSeq: null });
			if (this.#log.state.modelId !== modelId) this.#log.update({ modelId });
		});
		const { seq, intent } = loggedMessage(appended);
		return { outcome: { status: "logged", seq }, intent };
	}

	#again(known: LoggedMessage, message: IncomingMessage): Accepted {
		const [entry] = this.#log.read(known.seq - 1, 1);
		const isSame = entry !== undefined && isSameMessage(entry, message, this.#ports.redactor);
		return isSame ? { status: "logged", seq: known.seq } : { status: "conflict" };
	}

	async #continuePending(): Promise<void> {
		const pending = this.#log.messages.pending();
		// a bot that can't be loaded is no try
		if (pending.length > 0) await this.#bot.open();
		for (const turn of pending) {
			this.#log.messages.noteTry(turn.id);
			// the count must be on disk before the turn that may bring the process down
			// one turn at a time
			await this.#log.synced();
			this.#ports.log({
				event: "turn.continued",
				conversationId: this.#log.state.id,
				turnId: turn.id,
			});
			if (turn.tries >= MAX_TRIES)
				this.#giveUp(
					{ id: turn.id, epoch: this.#log.state.desk.epoch },
					new Error("the turn was begun too often"),
				);
			// one turn at a time
			else await this.#answer(turn, loggedMessage(this.#log.read(turn.seq - 1, 1)).intent);
		}
	}

	async #answer(
		{ id: turnId, calls }: Pick<LoggedMessage, "id" | "calls">,
		intent: MessageIntent,
		onSaid: OnSaid | null = null,
	): Promise<void> {
		const startedMs = this.#ports.nowMs();
		const { owner, epoch } = this.#log.state.desk;
		if (owner !== "bot") return this.#log.messages.endTurn(turnId, this.#log.lastSeq);
		try {
			const { dialogue } = await this.#bot.open();
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
			const entries = this.#giveUp({ id: turnId, epoch }, error);
			onSaid?.(entries);
		} finally {
			this.#bot.stopTyping();
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
			if (isStale(this.#log.state.desk, turn) || !part.some(({ event }) => event === "bot")) return;
			const entries = this.#journal.write((append) => {
				append(dialogueEntries(part));
				this.#log.messages.noteCalls(turn.id, calls);
			});
			written = gained.length;
			onSaid?.(entries);
		};
		return { onStep: onSaid === null ? undefined : onStep, written: () => written };
	}

	/** Appends a turn's answer, or keeps it as a draft when the conversation changed hands meanwhile. */
	#commit(turn: { id: string; epoch: number }, events: readonly DialogueEvent[]): LogEntry[] {
		const log = this.#log;
		const stale = isStale(log.state.desk, turn);
		const entries = this.#journal.write((append) => {
			append(fencedAnswer(log.state.desk, { turnId: turn.id, epoch: turn.epoch, events }));
			if (!stale) append(handoffOfPaused(log.state.desk, events, this.#ports.nowMs()));
			log.messages.endTurn(turn.id, log.lastSeq);
		});
		if (stale) this.#ports.log({ event: "turn.discarded", conversationId: log.state.id, turnId: turn.id });
		return entries;
	}

	/** Says so in the bot's name, unless the conversation is in other hands or has been since the turn began. */
	#giveUp({ id: turnId, epoch }: { id: string; epoch: number }, error: unknown): LogEntry[] {
		const apology: DialogueEvent = {
			event: "bot",
			text: FAILURE_LINE,
			data: {},
			timestamp: this.#ports.nowMs() / 1_000,
		};
		const entries = this.#journal.write((append) => {
			append([{ kind: "system", event: { type: "turn_failed", turnId, error: errorText(error) } }]);
			const { desk } = this.#log.state;
			if (desk.owner === "bot" && !isStale(desk, { epoch })) append(dialogueEntries([apology]));
			this.#log.messages.endTurn(turnId, this.#log.lastSeq);
		});
		this.#ports.report(error, { event: "turn.failed", conversationId: this.#log.state.id, turnId });
		return entries;
	}

	/** Who lets the bot speak again over Rasa's API takes the conversation out of the queue; a person keeps it. */
	#resumed(events: readonly DialogueEvent[]): NewEntry[] {
		const { desk } = this.#log.state;
		if (desk.owner !== "queue" || !events.some(({ event }) => event === "resume")) return [];
		const back = { owner: "bot", assignee: null } as const;
		return handOver(desk, back, { reason: "handed_back" }, this.#ports.nowMs()).slice(0, 1);
	}

	#noteSender(sender: string | undefined): void {
		const named = this.#bot.nameSender(sender);
		if (named !== null) this.note(named);
	}
}
