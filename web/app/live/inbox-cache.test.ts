import { QueryClient } from "@tanstack/react-query";
import { test } from "vitest";
import type { Standing } from "../../../contracts/desk-commands.ts";
import type { InboxRow } from "../../../contracts/inbox.ts";
import { ALL, ANA, BEN, idOf, inboxRow } from "../../testing/inbox-rows.ts";
import type { InboxRows, ListOf } from "../inbox/inbox-rows.ts";
import { InboxCache, listKey } from "./inbox-cache.ts";

const MINE: ListOf = { ...ALL, view: "mine" };
const QUEUE: ListOf = { ...ALL, view: "unassigned" };
const anas = { owner: "person", status: "open", assignee: ANA, priority: "normal" } as const;

function stage(...rows: InboxRow[]) {
	const queries = new QueryClient();
	const cache = new InboxCache(queries);
	for (const list of [ALL, MINE, QUEUE])
		queries.setQueryData(listKey(list), cache.read({ rows, nextCursor: null }, list));
	const seen = (list: ListOf) =>
		(queries.getQueryData<InboxRows>(listKey(list))?.rows ?? []).map(
			({ id, assignee }) => `${Number(id.slice(-2))} ${assignee?.name ?? "-"}`,
		);
	return { queries, cache, seen };
}

function standing(row: InboxRow, more: Partial<Standing>): Standing {
	const {
		owner,
		epoch,
		assignee,
		status,
		snoozedUntil,
		priority,
		waitingSince,
		queuedAt,
		unread,
		mentioned,
	} = row;
	const stands = { owner, epoch, assignee, status, snoozedUntil, priority, waitingSince, queuedAt };
	return { ...stands, unread, mentioned, lastSeq: row.lastSeq, ...more };
}

test("[LV9] what is done here is shown in every list until the inbox has heard of it", ({ expect }) => {
	const row = inboxRow(1);
	const { cache, seen } = stage(row, inboxRow(2));
	cache.expect(row.id, anas);
	expect([seen(ALL), seen(MINE), seen(QUEUE)]).toEqual([["2 -", "1 Ana"], ["1 Ana"], ["2 -"]]);
	cache.change({ rows: [{ ...row, preview: "and more", lastSeq: 4 }], removed: [] });
	expect(seen(MINE), "the inbox has not heard of it").toEqual(["1 Ana"]);
	cache.done(row.id, standing(row, { ...anas, epoch: 2, lastSeq: 6 }));
	cache.change({ rows: [{ ...row, lastSeq: 5 }], removed: [] });
	expect(seen(MINE)).toEqual(["1 Ana"]);
	cache.change({ rows: [{ ...row, owner: "queue", lastSeq: 7 }], removed: [] });
	expect([seen(MINE), seen(QUEUE)], "what came later counts").toEqual([[], ["2 -", "1 -"]]);
});

test("[LV9] what was refused is as it was, or as somebody else has made it; a line that stands nowhere comes back", ({
	expect,
}) => {
	const row = inboxRow(1);
	const { cache, seen } = stage(row);
	cache.expect(row.id, { ...anas, status: "resolved" });
	expect([seen(ALL), seen(QUEUE)]).toEqual([[], []]);
	cache.takeBack(row.id, row);
	expect([seen(ALL), seen(QUEUE)]).toEqual([["1 -"], ["1 -"]]);
	cache.expect(row.id, anas);
	cache.heard(row.id, standing(row, { owner: "person", assignee: BEN, epoch: 2, lastSeq: 5 }));
	expect(seen(MINE), "it is still being done").toEqual(["1 Ana"]);
	cache.takeBack(row.id, row);
	expect([seen(MINE), seen(ALL)]).toEqual([[], ["1 Ben"]]);
	const archived = { ...row, messages: 1, modelId: null, lastSeq: 3 };
	expect(cache.over(archived).assignee, "the archive has not heard of it").toEqual(BEN);
	expect(cache.over({ ...archived, lastSeq: 6 }).assignee, "what is newer counts").toBeNull();

	cache.done(row.id, standing(row, { ...anas, epoch: 3, lastSeq: 7 }));
	cache.change({ rows: [{ ...row, ...anas, epoch: 3, lastSeq: 7 }], removed: [] });
	expect(
		cache.over({ ...archived, lastSeq: 6 }).assignee,
		"the inbox has heard, the archive not yet",
	).toEqual(ANA);
});

test("[LV9] who was slower sees who was faster, in whichever order it is told: by the lines, the inbox, and the refusal at the end", ({
	expect,
}) => {
	const row = inboxRow(1);
	const bens = { owner: "person", assignee: BEN, epoch: 2, lastSeq: 5 } as const;
	for (const isHeard of [false, true]) {
		const { cache, seen } = stage(row);
		cache.expect(row.id, anas);
		if (isHeard) cache.heard(row.id, standing(row, bens));
		cache.change({ rows: [{ ...row, ...bens }], removed: [] });
		expect(seen(MINE), "it is still being done").toEqual(["1 Ana"]);
		cache.takeBack(row.id, row);
		expect([seen(ALL), seen(MINE), seen(QUEUE)]).toEqual([["1 Ben"], [], []]);
		const archived = { ...row, messages: 1, modelId: null, lastSeq: 3 };
		expect(cache.over(archived).assignee, "the archive has not heard of it").toEqual(BEN);
		// what was told then is not told again: the next refusal is of what stands now
		cache.done(row.id, standing(row, { ...anas, epoch: 3, lastSeq: 7 }));
		cache.expect(row.id, { ...anas, status: "resolved" });
		cache.takeBack(row.id, anas);
		expect(seen(MINE)).toEqual(["1 Ana"]);
	}
});

test("[LV9] hands change as they were seen last; what is under way of one's own is no surprise", ({
	expect,
}) => {
	const row = inboxRow(1);
	const { cache } = stage(row);
	expect([cache.seenEpoch(row.id), cache.seenEpoch(idOf(9))]).toEqual([1, undefined]);
	cache.heard(row.id, standing(row, { epoch: 4, lastSeq: 5 }));
	expect(cache.seenEpoch(row.id)).toBe(4);
	cache.expect(row.id, anas);
	expect(cache.seenEpoch(row.id)).toBeUndefined();
	cache.done(row.id, standing(row, { epoch: 5, lastSeq: 6 }));
	expect(cache.seenEpoch(row.id)).toBe(5);
});

test("[LV4] whoever signs out leaves nothing of what the line brought", ({ expect }) => {
	const { queries, cache, seen } = stage(inboxRow(1));
	cache.tellPeople({ agents: [], assignment: "manual", maxOpenPerAgent: 5 });
	cache.clear();
	expect(seen(ALL)).toEqual([]);
	expect(queries.getQueryCache().findAll({ queryKey: ["inbox"] })).toEqual([]);
	expect(cache.find(idOf(1))).toBeUndefined();
});
