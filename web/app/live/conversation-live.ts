import type { QueryClient } from "@tanstack/react-query";
import type { Colleague } from "../../../contracts/desk-socket.ts";
import { type Entry, mergeEntries, readEntry } from "../conversations/log-entries.ts";
import { ConversationLine } from "./conversation-line.ts";
import { DoingTeller } from "./doing.ts";
import type { InboxCache } from "./inbox-cache.ts";
import { LineStatus } from "./line-status.ts";
import { askDoor, type LiveDeps } from "./live-deps.ts";

/** Who is here, and what they are doing. */
export interface Room {
	/** Without the agent itself. */
	readonly colleagues: readonly Colleague[];
	readonly visitor: { readonly isOnline: boolean; readonly readSeq: number };
	readonly typing: readonly ("visitor" | "bot")[];
}
const EMPTY: Room = { colleagues: [], visitor: { isOnline: false, readSeq: 0 }, typing: [] };

/** One open conversation, live: its log and its standing go into the page's cache, who is here stands in `room`. */
export class ConversationLive {
	readonly status = new LineStatus();
	readonly doing: DoingTeller;
	readonly #line: ConversationLine;
	readonly #listeners = new Set<() => void>();
	#room = EMPTY;

	constructor(id: string, deps: LiveDeps, { queries, cache }: { queries: QueryClient; cache: InboxCache }) {
		const logKey = ["log", id];
		const known = (): readonly Entry[] => queries.getQueryData<Entry[]>(logKey) ?? [];
		this.#line = new ConversationLine(
			{
				...deps,
				openDoor: () => askDoor(deps.ask, `/api/desk/conversations/${id}/ticket`),
				onConnection: (connection, heardAtMs) => {
					this.status.follow(connection, heardAtMs, deps.clock.now());
					if (connection.state === "online") this.doing.connected();
					else this.#become({ ...this.#room, colleagues: [], typing: [] });
				},
			},
			{
				knownSeq: () => known().at(-1)?.seq ?? 0,
				onEntries: (entries, isAnew) => {
					if (entries.length > 0 || isAnew)
						queries.setQueryData(logKey, mergeEntries(isAnew ? [] : known(), entries.map(readEntry)));
				},
				onStanding: (standing) => cache.heard(id, standing),
				onColleagues: (colleagues) => this.#become({ ...this.#room, colleagues }),
				onVisitor: ({ isOnline, readSeq }) => this.#become({ ...this.#room, visitor: { isOnline, readSeq } }),
				onTyping: (who, isTyping) => {
					const others = this.#room.typing.filter((one) => one !== who);
					this.#become({ ...this.#room, typing: isTyping ? [...others, who] : others });
				},
			},
		);
		this.doing = new DoingTeller(deps.clock, (what) => void this.#line.send({ type: "doing", what }));
	}

	readonly room = (): Room => this.#room;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	};

	start(): void {
		this.#line.start();
	}

	stop(): void {
		this.doing.stop();
		this.#line.stop();
	}

	wake(): void {
		this.#line.wake();
	}

	sleep(): void {
		this.#line.sleep();
	}

	/** The agent has read up to here. */
	read(seq: number): void {
		this.#line.send({ type: "read", seq });
	}

	#become(room: Room): void {
		this.#room = room;
		for (const listener of this.#listeners) listener();
	}
}
