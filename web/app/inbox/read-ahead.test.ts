import { QueryClient } from "@tanstack/react-query";
import { test } from "vitest";
import { settle } from "../../testing/fake-surroundings.ts";
import { idOf, inboxRow } from "../../testing/inbox-rows.ts";
import { InboxLive } from "../live/inbox-live.ts";
import type { LiveDeps } from "../live/live-deps.ts";
import { neighboursOf, readNeighbours } from "./read-ahead.ts";

test("[DA19] what J and K lead to is read before it is opened, and not again by going on", async ({
	expect,
}) => {
	const asked: string[] = [];
	const live: Pick<LiveDeps, "ask"> = {
		ask: async (_schema, path) => {
			asked.push(path.replace(/\?.*/u, "").replace("/api/desk/conversations/", ""));
			return { ok: false, fault: { code: "forbidden", message: "no", fields: {} } };
		},
	};
	const queries = new QueryClient();
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: nothing is opened: no clock and no socket is asked for
	const inbox = new InboxLive(live as LiveDeps, queries);
	const world = { ...live, inbox, queries };
	const rows = [1, 2, 3, 4].map((digit) => inboxRow(digit));
	readNeighbours(world, neighboursOf(rows, 1));
	await settle();
	expect(asked).toEqual([3, 1, 4].flatMap((digit) => [`${idOf(digit)}/events`, idOf(digit)]));
	expect(neighboursOf(rows, -1), "where none is open, from the top").toEqual([idOf(1), idOf(2)]);
	for (const digit of [1, 2, 3, 4])
		for (const key of ["log", "conversation"]) queries.setQueryData([key, idOf(digit)], []);
	asked.length = 0;
	readNeighbours(world, neighboursOf(rows, 1));
	readNeighbours(world, neighboursOf(rows, 3));
	readNeighbours(world, neighboursOf(rows, -1));
	await settle();
	expect(asked, "what is fresh is not read again").toEqual([]);
});
