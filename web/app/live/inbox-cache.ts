import type { QueryClient } from "@tanstack/react-query";
import type { DeskConversation } from "../../../contracts/desk.ts";
import type { Standing } from "../../../contracts/desk-commands.ts";
import type { InboxQuestion, InboxRow, InboxServerFrame } from "../../../contracts/inbox.ts";
import type { Shown } from "../inbox/command-effects.ts";
import { HeldStandings } from "../inbox/held-standings.ts";
import { applyChanges, belongs, type InboxRows, type ListOf, type RowChanges } from "../inbox/inbox-rows.ts";

type Frame<Type extends InboxServerFrame["type"]> = Extract<InboxServerFrame, { type: Type }>;
export type InboxCounts = Frame<"changed">["counts"];
/** Who is at the desk, and how the queue is given out among them. */
export type DeskPeople = Omit<Frame<"agents">, "type">;

const LISTS = ["inbox", "list"] as const;
export const COUNTS = ["inbox", "counts"] as const;
export const PEOPLE = ["inbox", "people"] as const;
export const listKey = (list: ListOf) => [...LISTS, list] as const;
const conversationKey = (id: string) => ["conversation", id] as const;

/** What the inbox says, in the cache that the page reads: lists, counts, people, and how open conversations stand. */
export class InboxCache {
	readonly #queries: QueryClient;
	readonly #held = new HeldStandings();
	/** Lines that something was done to here: they may stand in no list that is kept. */
	readonly #acted = new Map<string, InboxRow>();
	/** What the line of an open conversation said last, where the inbox has not said more. */
	readonly #heard = new Map<string, Standing>();
	/** Lines that the inbox brought while something was being done to them here: so they stand where that is refused. */
	readonly #told = new Map<string, InboxRow>();
	/** What commands of this page were answered last. */
	readonly #done = new Map<string, Standing>();

	constructor(queries: QueryClient) {
		this.#queries = queries;
		// they come by themselves: nobody asks for them, and they are kept while nobody looks
		for (const queryKey of [COUNTS, PEOPLE])
			queries.setQueryDefaults(queryKey, { staleTime: Infinity, gcTime: Infinity });
	}

	/** A list that was just read, with what was done here meanwhile. */
	read(page: InboxRows, list: ListOf): InboxRows {
		const rows = page.rows.map((row) => this.#held.over(row)).filter((row) => belongs(row, list));
		return { ...page, rows };
	}

	/** Puts changed lines where they belong now, in every list that is kept. */
	change({ rows, removed }: RowChanges): void {
		for (const row of rows) {
			if (this.#acted.has(row.id)) this.#acted.set(row.id, row);
			if (this.#held.isPending(row.id)) this.#told.set(row.id, row);
			if ((this.#heard.get(row.id)?.lastSeq ?? Infinity) <= row.lastSeq) this.#heard.delete(row.id);
		}
		this.#apply({ rows: rows.map((row) => this.#held.over(row)), removed });
	}

	/** Nothing that was read can be brought up to date. */
	forget(): void {
		this.#queries.removeQueries({ queryKey: LISTS, type: "inactive" });
		void this.#queries.invalidateQueries({ queryKey: LISTS });
	}

	/** Somebody else may be next at this page. */
	clear(): void {
		this.#queries.removeQueries({ queryKey: ["inbox"] });
		this.#acted.clear();
		this.#heard.clear();
		this.#told.clear();
		this.#done.clear();
	}

	tellCounts(counts: InboxCounts): void {
		this.#queries.setQueryData(COUNTS, counts);
	}

	tellPeople({ agents, assignment, maxOpenPerAgent }: DeskPeople): void {
		this.#queries.setQueryData(PEOPLE, { agents, assignment, maxOpenPerAgent } satisfies DeskPeople);
	}

	/** Something is done to a conversation: shown at once, until the server has said how it stands. */
	expect(id: string, shown: Shown): void {
		this.#held.hold(id, shown);
		this.#show(id, shown);
	}

	/** What was done is done, and this is how it stands. What is older than that changes nothing any more. */
	done(id: string, standing: Standing): void {
		this.#done.set(id, standing);
		this.#told.delete(id);
		this.#held.answered(id, standing);
		this.#show(id, standing);
	}

	/** The line of the open conversation says how it stands. While something is done here, that is waited for. */
	heard(id: string, standing: Standing): void {
		this.#heard.set(id, standing);
		if (this.#held.isPending(id)) return;
		this.#held.answered(id, standing);
		this.#show(id, standing);
	}

	/** It was refused: as it was before, or as somebody else has made it since. */
	takeBack(id: string, stood: Shown): void {
		this.#held.release(id);
		const [heard, told] = [this.#heard.get(id), this.#told.get(id)];
		this.#told.delete(id);
		this.#show(id, (heard?.lastSeq ?? 0) > (told?.lastSeq ?? 0) ? (heard ?? stood) : (told ?? stood));
	}

	/** The change of hands that the page shows, for what is done only if nobody was faster; undefined where none is known. */
	seenEpoch(id: string): number | undefined {
		if (this.#held.isPending(id)) return undefined;
		const known = [this.#done.get(id), this.#heard.get(id), this.find(id)];
		const epochs = known.flatMap((standing) => (standing === undefined ? [] : [standing.epoch]));
		return epochs.length === 0 ? undefined : Math.max(...epochs);
	}

	/** A conversation as the archive has it, with what was done or heard of meanwhile: the archive is the last to know. */
	over(conversation: DeskConversation): DeskConversation {
		const { id, lastSeq } = conversation;
		if (this.#held.isPending(id)) return this.#held.over(conversation);
		const newest = [this.#done.get(id), this.#heard.get(id), this.find(id)]
			.filter((standing) => standing !== undefined && standing.lastSeq > lastSeq)
			.toSorted((one, other) => (other?.lastSeq ?? 0) - (one?.lastSeq ?? 0))[0];
		return newest === undefined ? this.#held.over(conversation) : { ...conversation, ...shownOf(newest) };
	}

	#show(id: string, shown: Shown): void {
		const row = this.find(id);
		if (row !== undefined) {
			this.#acted.set(id, row);
			this.#apply({ rows: [{ ...row, ...shown }], removed: [] });
		}
		this.#queries.setQueryData<DeskConversation>(conversationKey(id), (known) =>
			known === undefined ? known : { ...known, ...shownOf(shown) },
		);
	}

	/** The line of a conversation, where it stands in a list that is kept. */
	find(id: string): InboxRow | undefined {
		for (const [, known] of this.#queries.getQueriesData<InboxRows>({ queryKey: LISTS })) {
			const row = known?.rows.find((one) => one.id === id);
			if (row !== undefined) return row;
		}
		return this.#acted.get(id);
	}

	#apply(changes: RowChanges): void {
		for (const { queryKey, state } of this.#queries.getQueryCache().findAll({ queryKey: LISTS })) {
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: `listKey` made the key, and `read` the data
			const [known, list] = [state.data as InboxRows | undefined, queryKey[2] as ListOf];
			if (known === undefined) continue;
			const next = applyChanges(known, changes, list);
			if (next !== known) this.#queries.setQueryData(queryKey, next);
		}
		for (const row of changes.rows)
			this.#queries.setQueryData<DeskConversation>(conversationKey(row.id), (known) =>
				known === undefined || known.lastSeq > row.lastSeq ? known : { ...known, ...newsOf(row) },
			);
	}
}

/** The list, as a question to the inbox, which knows who asks. */
export function questionOf({ meId: _me, ...question }: ListOf): InboxQuestion {
	return question;
}

function shownOf({ owner, status, assignee, priority }: Shown): Shown {
	return { owner, status, assignee, priority };
}

/** What a line says of a conversation that is open. */
function newsOf(row: InboxRow): Partial<DeskConversation> {
	const { lastActivityAt, preview, lastSeq, labels } = row;
	return { ...shownOf(row), lastActivityAt, preview, lastSeq, labels };
}
