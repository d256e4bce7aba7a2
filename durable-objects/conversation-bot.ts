import { storableText } from "../store/storable.ts";
import type { ConversationPorts, Dialogue } from "./conversation-ports.ts";
import type { EventLog } from "./event-log.ts";
import type { LogEntry, NewEntry } from "./log-entry.ts";
import { namedSender } from "./turn-entries.ts";

/** The bot that thinks in this conversation. */
export interface Thinking {
	readonly modelId: string;
	readonly dialogue: Dialogue;
}

/** The bot of one conversation: loaded when somebody first needs it, then kept in step with the log. */
export class ConversationBot {
	readonly #log: EventLog;
	readonly #ports: ConversationPorts;
	readonly #onTyping: (isTyping: boolean) => void;
	#opening: Promise<Thinking> | null = null;
	/** Null until somebody needed it. */
	#thinking: Thinking | null = null;
	/** Null where no channel has named anybody. */
	#sender: string | null = null;
	#isTyping = false;

	constructor(log: EventLog, ports: ConversationPorts, onTyping: (isTyping: boolean) => void) {
		this.#log = log;
		this.#ports = ports;
		this.#onTyping = onTyping;
	}

	/** The bot, with all in mind that stands in the log. @throws ConversationUnavailable; the next who asks tries again */
	open(): Promise<Thinking> {
		this.#opening ??= this.#load().catch((error: unknown) => {
			this.#opening = null;
			throw error;
		});
		return this.#opening;
	}

	/** Folds what the log has gained. */
	follow(entries: readonly LogEntry[]): void {
		this.#thinking?.dialogue.add(dialogueOf(entries));
	}

	/** The first name stays: it is the one that the conversation was reached by. A visitor of our pages has none. */
	nameSender(sender: string | undefined): NewEntry | null {
		if (sender === undefined || this.#sender !== null || this.#log.state.visitorId !== null) return null;
		this.#sender = storableText(sender);
		return { kind: "system", event: { type: "sender_named", name: this.#sender } };
	}

	stopTyping(): void {
		if (!this.#isTyping) return;
		this.#isTyping = false;
		this.#onTyping(false);
	}

	async #load(): Promise<Thinking> {
		const { modelId, openDialogue } = await this.#ports.engine(this.#log.state.modelId);
		const dialogue = openDialogue({
			conversationId: this.#log.state.id,
			siteKey: this.#log.state.siteKey,
			sender: () => this.#sender ?? this.#log.state.id,
			onActionStart: () => this.#startTyping(),
		});
		const entries = this.#log.read(0, this.#log.lastSeq);
		this.#sender = namedSender(entries);
		dialogue.add(dialogueOf(entries));
		this.#thinking = { modelId, dialogue };
		return this.#thinking;
	}

	#startTyping(): void {
		if (this.#isTyping || this.#log.state.desk.owner !== "bot") return;
		this.#isTyping = true;
		this.#onTyping(true);
	}
}

function dialogueOf(entries: readonly LogEntry[]) {
	return entries.flatMap((entry) => (entry.kind === "dialogue" ? [entry.event] : []));
}
