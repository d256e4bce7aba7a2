import { test } from "vitest";
import { type DeskState, FRESH_DESK } from "../desk/desk-state.ts";
import { noticesOf } from "./notices.ts";

const ANA = { id: "ana", name: "Ana" };
const BEN = { id: "ben", name: "Ben" };
const bots: DeskState = { ...FRESH_DESK, unread: 3, lastAuthor: "visitor" };
const queued: DeskState = { ...bots, owner: "queue", epoch: 1, queuedAtMs: 1 };
const anas: DeskState = { ...bots, owner: "person", epoch: 2, assignee: ANA, givenBy: BEN.id };
const kinds = (before: DeskState | null, after: DeskState) =>
	noticesOf(before, after).map(({ kind, to }) => `${kind} ${to ?? "all"}`);

test("[IB16] who is given a conversation hears of it, and of each word of the customer from then on", ({
	expect,
}) => {
	expect(noticesOf(queued, anas)).toEqual([{ kind: "assigned", to: ANA.id, by: BEN.id }]);
	expect(kinds(null, anas), "one that the inbox did not know").toEqual(["assigned ana"]);
	expect(kinds({ ...anas, assignee: BEN }, { ...anas, unread: 9 }), "one thing at a time").toEqual([
		"assigned ana",
	]);
	expect(kinds(anas, anas)).toEqual([]);
	expect(kinds(anas, { ...anas, unread: 4 })).toEqual(["reply ana"]);
	expect(kinds({ ...anas, unread: 0 }, { ...anas, unread: 1 }), "after it was read").toEqual(["reply ana"]);
	expect(kinds(anas, { ...anas, unread: 0, lastAuthor: "agent" })).toEqual([]);
	expect(kinds(anas, { ...anas, unread: 4, status: "snoozed" }), "put away").toEqual([]);
	expect(kinds(bots, { ...bots, unread: 4 }), "what the bot has is nobody's").toEqual([]);
});

test("[IB16] everybody hears of one that waits, once; and who is mentioned of each note anew", ({
	expect,
}) => {
	expect(noticesOf(bots, { ...queued, givenBy: BEN.id })).toEqual([{ kind: "queue", to: null, by: BEN.id }]);
	expect(kinds(null, queued)).toEqual(["queue all"]);
	expect(kinds({ ...queued, status: "snoozed" }, queued), "awake again").toEqual(["queue all"]);
	expect(kinds(queued, { ...queued, unread: 9 })).toEqual([]);
	expect(kinds(bots, { ...queued, status: "snoozed" })).toEqual([]);
	const mentioned = { ...bots, mentions: [{ id: BEN.id, seq: 4 }] };
	expect(kinds(bots, mentioned)).toEqual(["mention ben"]);
	expect(kinds(mentioned, mentioned)).toEqual([]);
	expect(kinds(mentioned, bots), "it was read").toEqual([]);
	const again = [
		{ id: BEN.id, seq: 7 },
		{ id: ANA.id, seq: 7 },
	];
	expect(kinds(mentioned, { ...bots, mentions: again })).toEqual(["mention ben", "mention ana"]);
});
