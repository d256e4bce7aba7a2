import { sql } from "drizzle-orm";
import { test } from "vitest";
import { z } from "zod";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { RetentionSettings } from "../../contracts/retention.ts";
import { type Database, queryRows } from "../database.ts";
import type { LogEntryRow } from "../log-projection.ts";
import { forgetFeedback, listOverFeedback } from "../retention-feedback.ts";
import { cutoff, previewRetention } from "../retention.ts";
import { newId, TODAY_MS } from "./backend.ts";
import { countRows } from "./count-rows.ts";
import { conversationRow, storeConversation } from "./stored-conversation.ts";

const DAY_MS = 86_400_000;

/** What retention of feedback must do on any database. @param seeded - a database of its own for each call */
export function feedbackRetentionContract(name: string, seeded: () => Promise<Database>): void {
	test(`[RT6] ${name}: what customers said goes from the lists and its words from the log; the figure, and what was said since, stay`, async ({
		expect,
	}) => {
		const db = await seeded();
		const [id, other] = [newId(), newId()];
		const entry = (seq: number, daysAgo: number, event: JsonValue): LogEntryRow => ({
			seq,
			atMs: TODAY_MS - daysAgo * DAY_MS,
			kind: "feedback",
			event,
			eventId: newId(),
		});
		const entries = [
			entry(1, 40, { seq: 1, rating: "down", reason: "too slow" }),
			entry(2, 40, { seq: 2, rating: "down", reason: "at first" }),
			entry(3, 40, { seq: 9, csat: 2, comment: "never again" }),
			entry(4, 20, { seq: 2, rating: "up", reason: "later on" }),
		];
		for (const conversationId of [id, other])
			await storeConversation(
				db,
				conversationRow(conversationId, TODAY_MS),
				entries.map((one) => ({ ...one, eventId: newId() })),
			);
		const settings = RetentionSettings.parse({ feedback: 30 });
		const beforeMs = cutoff(30, TODAY_MS);
		expect(await previewRetention(db, { settings, nowMs: TODAY_MS })).toMatchObject({ feedback: 4 });
		const over = await listOverFeedback(db, beforeMs, 10);
		const [mine] = over.filter(({ conversationId }) => conversationId === id);
		expect(over).toHaveLength(2);
		expect(mine?.seqs.toSorted()).toEqual([1, 9]);

		expect(await forgetFeedback(db, { conversationId: id, seqs: [1, 2, 9] }, beforeMs)).toBe(2);
		const said = async (conversationId: string) =>
			queryRows(
				db,
				z.json(),
				sql`select event as row from conversation_events where conversation_id = ${conversationId}::uuid order by seq`,
			);
		expect(await said(id)).toEqual([
			{ seq: 1, rating: "down" },
			{ seq: 2, rating: "down" },
			{ seq: 9, csat: 2 },
			{ seq: 2, rating: "up", reason: "later on" },
		]);
		expect(
			await countRows(db, `feedback where conversation_id = '${id}'`),
			"the one that was said since",
		).toBe(1);
		expect(await countRows(db, `csat where conversation_id = '${id}'`)).toBe(0);
		expect(await said(other), "another conversation's stay").toEqual(entries.map(({ event }) => event));
		expect(await previewRetention(db, { settings, nowMs: TODAY_MS })).toMatchObject({ feedback: 2 });
		expect(
			await previewRetention(db, { settings: RetentionSettings.parse({}), nowMs: TODAY_MS }),
		).not.toHaveProperty("feedback");
	});
}
