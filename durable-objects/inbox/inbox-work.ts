import { assignments, type FreeAgent } from "./assignment.ts";
import type { InboxNews } from "./inbox-news.ts";
import type { InboxPorts } from "./inbox-ports.ts";
import { type KeptRow, queueOf } from "./inbox-rows.ts";
import type { InboxStore } from "./inbox-store.ts";

/** Changes wait this long for others to go with them: 20 busy conversations are a few frames a second. */
const COALESCE_MS = 100;
const FOLLOW_AT_LATEST_MS = 1_000;
/** What could not be given out is tried again after this time. */
const RETRY_MS = 5_000;
/** A conversation that was given out counts as its agent's for so long, until its own report says so. */
const GIVEN_MS = 30_000;
/** What the bot has, and what is resolved, stays in the lists for so long after the last word. */
export const KEPT_MS = 7 * 24 * 60 * 60 * 1_000;
/** Whoever stands further back hears that they wait: each step forward would be a call to every one of thousands. */
export const NUMBERED_PLACES = 100;
/** Who is back at the desk within this time, with a page that was loaded anew, was never gone to those who wait. */
export const GONE_MS = 20_000;
const PRUNE_EVERY_MS = 60 * 60 * 1_000;

/** What an inbox does by itself: places in the queue, giving it out, clocks that run out, lines that are old. */
export class InboxWork {
	readonly #store: InboxStore;
	readonly #news: InboxNews;
	readonly #ports: InboxPorts;
	readonly #setAlarm: (atMs: number) => void;
	/** Given out, and not yet confirmed by the conversation: its agent, and since when. */
	readonly #given = new Map<string, { readonly agentId: string; readonly atMs: number }>();
	#timer: ReturnType<typeof setTimeout> | null = null;
	#alarmAtMs = Infinity;
	#prunedAtMs = 0;

	constructor(store: InboxStore, news: InboxNews, ports: InboxPorts, setAlarm: (atMs: number) => void) {
		this.#store = store;
		this.#news = news;
		this.#ports = ports;
		this.#setAlarm = setAlarm;
	}

	/** Something changed; what follows from it is done in a moment, for all changes until then. Waits for nobody. */
	changed(): void {
		if (this.#timer !== null) return;
		this.#timer = setTimeout(() => this.#follow(), COALESCE_MS);
		// an inbox that is put to sleep before then goes on by its alarm
		this.#armAt(this.#ports.nowMs() + FOLLOW_AT_LATEST_MS);
	}

	#follow(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		const nowMs = this.#ports.nowMs();
		this.#markOverdue(nowMs);
		this.#giveOut(nowMs);
		this.#place(nowMs);
		this.#news.tell();
		this.#arm(nowMs);
	}

	ring(): void {
		this.#alarmAtMs = Infinity;
		this.#prune(this.#ports.nowMs());
		this.#follow();
	}

	/** Customers who have waited too long, and those who have been answered since. */
	#markOverdue(nowMs: number): void {
		const changed = [...this.#store.rows.values()].flatMap((row) => {
			const due = this.#store.dueAtMs(row);
			const isOverdue = due !== null && due <= nowMs;
			return isOverdue === row.isOverdue ? [] : [{ ...row, isOverdue }];
		});
		this.#store.put(changed);
	}

	/** Gives the first places of the queue their numbers, and tells those whose number changed; all of them when somebody came or nobody is left. */
	#place(nowMs: number): void {
		const queue = queueOf(this.#store.rows.values()).slice(0, NUMBERED_PLACES);
		const places = new Map(queue.map(({ report }, index) => [report.id, index + 1]));
		const changed = [...this.#store.rows.values()].flatMap((row) => {
			const place = places.get(row.report.id) ?? null;
			return place === row.place ? [] : [{ ...row, place }];
		});
		this.#store.put(changed);
		const told = new Map(changed.map(({ report, place }) => [report.id, place]));
		if (this.#attend(nowMs)) for (const [id, place] of places) told.set(id, place);
		for (const [id, place] of told)
			// one that can't be reached now is told with the answer to its next report
			this.#ports.tellPlace(id, place, this.#store.attended.isAttended).catch(() => undefined);
	}

	/** Notes whether somebody is there. @returns true when customers are to be told otherwise than before */
	#attend(nowMs: number): boolean {
		const { isAttended, goneSinceMs } = this.#store.attended;
		const isThere = this.#freeAgents().length > 0;
		if (isThere === isAttended) {
			if (goneSinceMs !== null) this.#store.keepAttended({ isAttended, goneSinceMs: null });
			return false;
		}
		const toldAtMs = (goneSinceMs ?? nowMs) + GONE_MS;
		if (!isThere && nowMs < toldAtMs) {
			// kept: the inbox may be put to sleep before the alarm
			if (goneSinceMs === null) this.#store.keepAttended({ isAttended, goneSinceMs: nowMs });
			this.#armAt(toldAtMs);
			return false;
		}
		this.#store.keepAttended({ isAttended: isThere, goneSinceMs: null });
		return true;
	}

	#giveOut(nowMs: number): void {
		const { settings, rows } = this.#store;
		for (const [id, { atMs }] of this.#given) {
			const isDone = rows.get(id)?.report.desk.owner !== "queue";
			if (isDone || nowMs - atMs > GIVEN_MS) this.#given.delete(id);
		}
		const queue = queueOf(rows.values()).filter(({ report }) => !this.#given.has(report.id));
		const free = this.#freeAgents();
		for (const { conversationId, agent } of assignments(
			queue.map(({ report }) => report.id),
			free,
			settings,
		)) {
			const row = rows.get(conversationId);
			if (row !== undefined) void this.#give(row, agent, nowMs);
		}
	}

	async #give(row: KeptRow, { id: agentId, name }: FreeAgent, nowMs: number): Promise<void> {
		const { id, desk } = row.report;
		this.#given.set(id, { agentId, atMs: nowMs });
		const known = this.#store.agents.get(agentId);
		if (known !== undefined) this.#store.keepAgent({ ...known, givenAtMs: nowMs });
		try {
			const to = { id: agentId, name };
			await this.#ports.command(id, {
				id: this.#ports.newId(),
				by: null,
				command: { do: "assign", to },
				expectedEpoch: desk.epoch,
			});
		} catch {
			// it can't be reached now: the alarm tries again
			this.#given.delete(id);
			this.#armAt(nowMs + RETRY_MS);
		}
	}

	#freeAgents(): FreeAgent[] {
		const given = [...this.#given.values()];
		return this.#news
			.agentsAtDesk()
			.filter(({ isOnline, availability }) => isOnline && availability === "available")
			.map(({ id, name, open }) => ({
				id,
				name,
				open: open + given.filter(({ agentId }) => agentId === id).length,
				givenAtMs: this.#store.agents.get(id)?.givenAtMs ?? 0,
			}));
	}

	#prune(nowMs: number): void {
		if (nowMs - this.#prunedAtMs < PRUNE_EVERY_MS) return;
		this.#prunedAtMs = nowMs;
		const old = [...this.#store.rows.values()]
			.filter(({ report: { desk, lastActivityAtMs } }) => {
				const isNobodys = desk.owner === "bot" || desk.status === "resolved";
				return isNobodys && nowMs - lastActivityAtMs > KEPT_MS;
			})
			.map(({ report }) => report.id);
		this.#store.forget(old);
		this.#news.removed(old);
	}

	/** For the next customer who will have waited too long, and once an hour while there is anything. */
	#arm(nowMs: number): void {
		const { rows } = this.#store;
		if (rows.size === 0) return;
		const dues = [...rows.values()]
			.filter(({ isOverdue }) => !isOverdue)
			.map((row) => this.#store.dueAtMs(row) ?? Infinity);
		this.#armAt(Math.max(Math.min(nowMs + PRUNE_EVERY_MS, ...dues), nowMs + 50));
	}

	#armAt(atMs: number): void {
		if (atMs >= this.#alarmAtMs) return;
		this.#alarmAtMs = atMs;
		this.#setAlarm(atMs);
	}
}
