import { ConversationId } from "../contracts/ids.ts";
import type { ConversationErasure } from "./conversation-erasure.ts";
import type { ConversationPorts } from "./conversation-ports.ts";
import { freshState } from "./conversation-row.ts";
import type { CreateConversation } from "./conversation-rpc.ts";
import { EventLog, type LogBeginning, type LogClock, logClock } from "./event-log.ts";
import { OpenConversation } from "./open-conversation.ts";
import { rebuildConversation } from "./rebuild-conversation.ts";
import type { ConversationSockets } from "./sockets.ts";

/** What the host hears of the conversation that it holds. */
export interface Holder {
	/** It gained entries, or the inbox could not be told of it: the alarm may have to ring at another time. */
	onChanged(conversation: OpenConversation): void;
	/** A turn that a crash had interrupted could not go on. */
	onNotContinued(error: unknown): void;
}

/** The one conversation of an object: begun here, or restored from SQLite or else from Postgres, once until it is let go. */
export class HeldConversation {
	readonly #ctx: DurableObjectState;
	readonly #ports: ConversationPorts;
	readonly #sockets: ConversationSockets;
	readonly #erasure: ConversationErasure;
	readonly #holder: Holder;
	readonly #clock: LogClock;
	#current: OpenConversation | null = null;
	#opening: Promise<OpenConversation | null> | null = null;

	constructor(
		ctx: DurableObjectState,
		ports: ConversationPorts,
		{ sockets, erasure }: { sockets: ConversationSockets; erasure: ConversationErasure },
		holder: Holder,
	) {
		this.#ctx = ctx;
		this.#ports = ports;
		this.#sockets = sockets;
		this.#erasure = erasure;
		this.#holder = holder;
		this.#clock = logClock(() => ports.nowMs());
	}

	get id(): string {
		return this.#current?.log.state.id ?? this.#ctx.id.name ?? this.#ctx.id.toString();
	}

	/** A rebuild that is under way; null when there is none. */
	get opening(): Promise<unknown> | null {
		return this.#opening;
	}

	/** Whether it is this one, and was not let go since. */
	is(conversation: OpenConversation): boolean {
		return this.#current === conversation;
	}

	/** As this object has it, without a question to anybody; null when it has none. */
	kept(): OpenConversation | null {
		if (this.#current !== null) return this.#current;
		const log = EventLog.open(this.#ctx.storage, this.#clock);
		return log === null ? null : this.#hold(log);
	}

	/** Restored from SQLite or else from Postgres; null when neither knows it. @throws ConversationUnavailable */
	async open(): Promise<OpenConversation | null> {
		const kept = this.kept();
		if (kept !== null) return kept;
		if (this.#erasure.isErased) return null;
		this.#opening ??= this.#rebuild().finally(() => {
			this.#opening = null;
		});
		return this.#opening;
	}

	/** Begins it under a fresh id. A second call for the same visitor changes nothing. */
	create(call: CreateConversation): OpenConversation {
		const known = this.kept();
		if (known !== null) {
			if (known.log.state.visitorId === call.visitorId) return known;
			throw new Error("the conversation exists and belongs to another visitor");
		}
		if (this.#erasure.isErased) throw new Error("the conversation was erased: its id is not used again");
		return this.#begin({ state: freshState(call, this.#ports.nowMs()), entries: [], messages: [] });
	}

	/** @returns what was held */
	letGo(): OpenConversation | null {
		const current = this.#current;
		this.#current = null;
		return current;
	}

	async #rebuild(): Promise<OpenConversation | null> {
		const id = ConversationId.safeParse(this.#ctx.id.name);
		if (!id.success) return null;
		return rebuildConversation(this.#ports, id.data, (beginning) => {
			if (this.#current !== null) return this.#current; // begun by `create` meanwhile
			return beginning === null || this.#erasure.isErased ? null : this.#begin(beginning);
		});
	}

	#begin(beginning: LogBeginning): OpenConversation {
		return this.#hold(EventLog.create(this.#ctx.storage, this.#clock, beginning));
	}

	#hold(log: EventLog): OpenConversation {
		const conversation = new OpenConversation({
			log,
			ports: this.#ports,
			sockets: this.#sockets,
			onAppended: () => this.#holder.onChanged(conversation),
			onLate: () => {
				if (this.is(conversation)) this.#holder.onChanged(conversation);
			},
		});
		this.#current = conversation;
		// a turn that a crash interrupted goes on before anything else happens
		if (log.messages.pending().length > 0)
			conversation.turns.continuePending().catch((error: unknown) => this.#holder.onNotContinued(error));
		return conversation;
	}
}
