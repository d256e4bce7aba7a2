import type { QueryClient } from "@tanstack/react-query";
import type { Availability } from "../../../contracts/inbox.ts";
import type { InboxRows, ListOf } from "../inbox/inbox-rows.ts";
import type { NoticeFrame } from "../notices/notifier.ts";
import { InboxCache, questionOf } from "./inbox-cache.ts";
import { InboxLine } from "./inbox-line.ts";
import { InTurn } from "./in-turn.ts";
import { LineStatus } from "./line-status.ts";
import { askDoor, type LiveDeps } from "./live-deps.ts";

/** The team's inbox, live, for everything on the page: one line, from signing in to signing out. */
export class InboxLive {
	readonly status = new LineStatus();
	readonly cache: InboxCache;
	readonly turns = new InTurn();
	readonly #line: InboxLine;
	readonly #listeners = new Set<(notice: NoticeFrame) => void>();

	constructor(deps: LiveDeps, queries: QueryClient) {
		const cache = new InboxCache(queries);
		this.cache = cache;
		this.#line = new InboxLine(
			{
				...deps,
				openDoor: () => askDoor(deps.ask, "/api/desk/inbox/ticket"),
				onConnection: (connection, heardAtMs) => this.status.follow(connection, heardAtMs, deps.clock.now()),
			},
			{
				onFresh: () => cache.forget(),
				onChanges: (changes) => cache.change(changes),
				onCounts: (counts) => cache.tellCounts(counts),
				onNotice: (notice) => {
					for (const listener of this.#listeners) listener(notice);
				},
				onDesk: (people) => cache.tellPeople(people),
			},
		);
	}

	start(): void {
		this.#line.start();
	}

	stop(): void {
		this.#line.stop();
		this.status.reset();
		this.cache.clear();
	}

	/** The network is back, the page is seen again, or somebody pressed the button. */
	wake(): void {
		this.#line.wake();
	}

	sleep(): void {
		this.#line.sleep();
	}

	/** @returns what ends it */
	onNotice(listener: (notice: NoticeFrame) => void): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	/** A page of a list, once there is a line. @throws Refused */
	async list(list: ListOf, cursor: string | null): Promise<InboxRows> {
		const { rows, nextCursor } = await this.#line.list(questionOf(list), cursor);
		return this.cache.read({ rows, nextCursor }, list);
	}

	/** @returns false while there is no line */
	setAvailability(availability: Availability): boolean {
		return this.#line.setAvailability(availability);
	}
}
