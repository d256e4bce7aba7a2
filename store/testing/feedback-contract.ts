import { test } from "vitest";
import { flushConversation } from "../conversation-log.ts";
import type { Database } from "../database.ts";
import type { LogEntryRow } from "../log-projection.ts";
import { TODAY_MS } from "./backend.ts";
import { countRows } from "./count-rows.ts";
import { conversationRow } from "./stored-conversation.ts";

/** A question and its answer. */
const TALK: readonly LogEntryRow[] = ["user", "bot"].map((event, index) => ({
	seq: index + 1,
	atMs: TODAY_MS,
	kind: "dialogue",
	event: { event, text: event },
	eventId: `t${index + 1}`,
}));

const said = (seq: number, event: LogEntryRow["event"]): LogEntryRow => ({
	seq,
	atMs: TODAY_MS + seq,
	kind: "feedback",
	event,
	eventId: `f${seq}`,
});

/** What any database must do with the customers' judgements. */
export function feedbackContract(name: string, database: () => Database): void {
	test(`[CL11] ${name}: the latest judgement of a message counts`, async ({ expect }) => {
		const db = database();
		const conversation = conversationRow("019ab000-0000-7011-8000-000000000001", TODAY_MS);
		const judged = (seq: number, rating: "up" | "down" | null) => said(seq, { seq: 2, rating });
		const early = [...TALK, judged(3, "up"), judged(4, "down")];
		await flushConversation(db, { conversation, entries: early, leaseEpoch: 1 });
		const mark = `feedback where conversation_id = '${conversation.id}'`;
		expect(await countRows(db, `${mark} and entry_seq = 4 and rating = 'down'`)).toBe(1);
		await flushConversation(db, { conversation, entries: [judged(5, null)], leaseEpoch: 1 });
		await flushConversation(db, { conversation, entries: early, leaseEpoch: 1 });
		expect(await countRows(db, `${mark} and entry_seq = 5 and rating is null`)).toBe(1);
	});

	test(`[CL12] ${name}: the latest rating of a resolution counts, each resolution has its own`, async ({
		expect,
	}) => {
		const db = database();
		const conversation = conversationRow("019ab000-0000-7011-8000-000000000002", TODAY_MS);
		const slow = said(4, { seq: 2, csat: 2, comment: "slow" });
		const early = [...TALK, said(3, { seq: 2, csat: 5 }), slow];
		await flushConversation(db, { conversation, entries: early, leaseEpoch: 1 });
		await flushConversation(db, { conversation, entries: [said(5, { seq: 1, csat: 4 })], leaseEpoch: 1 });
		await flushConversation(db, { conversation, entries: early, leaseEpoch: 1 });
		const mark = `csat where conversation_id = '${conversation.id}'`;
		expect(await countRows(db, mark)).toBe(2);
		expect(
			await countRows(
				db,
				`${mark} and resolved_seq = 2 and entry_seq = 4 and rating = 2 and comment = 'slow'`,
			),
		).toBe(1);
		expect(await countRows(db, `${mark} and resolved_seq = 1 and rating = 4 and comment is null`)).toBe(1);
		expect(await countRows(db, `feedback where conversation_id = '${conversation.id}'`)).toBe(0);
	});
}
