import type { AgentAtDesk } from "../../contracts/inbox.ts";
import type { InboxSockets } from "./inbox-sockets.ts";
import type { KeptRow } from "./inbox-rows.ts";
import type { InboxStore } from "./inbox-store.ts";
import type { Notice } from "./notices.ts";

/** More lines than that are not brought up to date one by one. */
export const MAX_CATCH_UP = 1_000;

/** Tells agents what changed: spans of versions without a gap, and who is at the desk. */
export class InboxNews {
	readonly #store: InboxStore;
	readonly #sockets: InboxSockets;
	/** All that is up to here has been told to every greeted socket. */
	#toldVersion: number;
	#removed: string[] = [];
	#toldAgents = "";

	constructor(store: InboxStore, sockets: InboxSockets) {
		this.#store = store;
		this.#sockets = sockets;
		this.#toldVersion = store.version;
	}

	/** These lines are gone; it is told with the next changes. */
	removed(ids: readonly string[]): void {
		this.#removed.push(...ids);
	}

	/** Tells what has not been told. */
	tell(): void {
		const { version, rows, counts } = this.#store;
		if (version === this.#toldVersion) return;
		const from = this.#toldVersion + 1;
		const removed = this.#removed;
		this.#toldVersion = version;
		this.#removed = [];
		const sockets = this.#sockets.greeted();
		if (sockets.length === 0) return;
		const changed = [...rows.values()]
			.filter((row) => row.version >= from)
			.map((row) => this.#store.toInboxRow(row));
		for (const socket of sockets) {
			const { agent } = this.#sockets.memory(socket);
			this.#sockets.send(socket, {
				type: "changed",
				from,
				to: version,
				rows: changed,
				removed,
				counts: counts.of(agent.id),
			});
		}
		if (JSON.stringify(this.desk()) !== this.#toldAgents) this.agentsChanged();
	}

	/** Tells agents of what concerns them: not who did it, nor who is not to be disturbed. */
	notify(notices: readonly Notice[], { report, facts }: Pick<KeptRow, "report" | "facts">): void {
		if (notices.length === 0) return;
		const { id: conversationId, contactId, preview } = report;
		for (const socket of this.#sockets.greeted()) {
			const { id } = this.#sockets.memory(socket).agent;
			if (this.#store.agents.get(id)?.availability === "do_not_disturb") continue;
			const own = notices.filter(({ to, by }) => (to === null || to === id) && by !== id);
			for (const { kind } of own)
				this.#sockets.send(socket, {
					type: "notice",
					kind,
					conversationId,
					contactId,
					contactName: facts.contactName,
					preview,
				});
		}
	}

	/** Somebody came, went, or is free or away now; or the rule has changed. @param except - a socket that is about to be gone */
	agentsChanged(except?: WebSocket): void {
		const desk = this.desk(except);
		this.#toldAgents = JSON.stringify(desk);
		for (const socket of this.#sockets.greeted(except))
			this.#sockets.send(socket, { type: "agents", ...desk });
	}

	/** Who is here, and how the queue is given out among them. */
	desk(except?: WebSocket) {
		const { assignment, maxOpenPerAgent } = this.#store.settings;
		return { agents: this.agentsAtDesk(except), assignment, maxOpenPerAgent };
	}

	/** Everybody who has been here, by name. */
	agentsAtDesk(except?: WebSocket): AgentAtDesk[] {
		const online = new Set(
			this.#sockets.greeted(except).map((socket) => this.#sockets.memory(socket).agent.id),
		);
		return [...this.#store.agents.values()]
			.map(({ id, name, availability }) => ({
				id,
				name,
				availability,
				isOnline: online.has(id),
				open: this.#store.counts.of(id).mine.open,
			}))
			.toSorted((a, b) => a.name.localeCompare(b.name));
	}
}
