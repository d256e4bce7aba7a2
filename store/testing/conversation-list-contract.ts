import { test } from "vitest";
import { listVisitorConversations } from "../conversations.ts";
import type { Database } from "../database.ts";
import { newId, TODAY_MS } from "./backend.ts";
import { conversationRow, storeConversation } from "./stored-conversation.ts";

/** How a visitor's conversations are listed on any database. */
export function conversationListContract(name: string, database: () => Database): void {
	test(`[CV1] ${name}: a visitor's conversations come by pages, newest first, each once`, async ({
		expect,
	}) => {
		const db = database();
		const visitorId = newId();
		const ids = Array.from({ length: 7 }, () => newId());
		for (const [index, id] of ids.entries())
			// pairs of equal times
			await storeConversation(db, conversationRow(id, TODAY_MS + Math.floor(index / 2), { visitorId }));
		const seen: string[] = [];
		let cursor: string | null = null;
		do {
			const page = await listVisitorConversations(db, visitorId, cursor, 2);
			seen.push(...page.conversations.map(({ id }) => id));
			cursor = page.nextCursor;
		} while (cursor !== null);
		expect(seen).toEqual(ids.toReversed());
	});

	test(`[CV2] ${name}: nobody sees another's, and a made-up cursor is the first page`, async ({ expect }) => {
		const db = database();
		const [mine, yours] = [newId(), newId()];
		const id = newId();
		await storeConversation(db, conversationRow(id, TODAY_MS, { visitorId: mine }));
		expect(await listVisitorConversations(db, yours, null, 10)).toEqual({
			conversations: [],
			nextCursor: null,
		});
		for (const cursor of ["", "x", "1_not-a-uuid", "99999999999999999999_", "1_' or 1=1 --"]) {
			const page = await listVisitorConversations(db, mine, cursor, 10);
			expect(page.conversations.map((conversation) => conversation.id)).toEqual([id]);
		}
	});
}
