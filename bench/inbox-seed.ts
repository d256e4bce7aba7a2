/** Ten thousand open conversations of one agent: one conversation, as its object would have archived it, many times over. */
import { sql } from "drizzle-orm";
import type { Person } from "../contracts/desk-commands.ts";
import { FRESH_DESK } from "../durable-objects/desk/desk-state.ts";
import { rebuildAnalytics } from "../store/analytics/verify.ts";
import { flushConversation } from "../store/conversation-log.ts";
import { type Database, answered } from "../store/database.ts";
import type { LogEntryRow } from "../store/log-projection.ts";

const FIRST = "01960000-0000-7000-8000-000000000000";
const TURNS = 6;
/** Copies of one statement. */
const AT_A_TIME = 200;

/** Must come before anybody is at the desk: an inbox fills itself from Postgres once. */
export async function seedInbox(db: Database, agent: Person, count: number): Promise<void> {
	await storeFirst(db, agent);
	// the figures of the desk would be brought up to date with each copy, sums and all; counted at the end they are the same
	await follow(db, "disable");
	for (let from = 1; from < count; from += AT_A_TIME)
		// an embedded database takes one after the other anyway
		await copyFirst(db, from, Math.min(from + AT_A_TIME, count) - 1);
	await follow(db, "enable");
	await rebuildAnalytics(db);
}

async function follow(db: Database, whether: "enable" | "disable"): Promise<void> {
	await answered(db.execute(sql.raw(`alter table conversation_events ${whether} trigger analytics_follow`)));
}

async function storeFirst(db: Database, agent: Person): Promise<void> {
	const startMs = Date.now() - 60_000;
	const entries: LogEntryRow[] = [];
	const add = (kind: "dialogue" | "system", event: LogEntryRow["event"]): void => {
		const seq = entries.length + 1;
		entries.push({ seq, atMs: startMs + seq * 1_000, kind, event, eventId: `bench-0-${seq}` });
	};
	for (let turn = 0; turn < TURNS; turn += 1) {
		const text = "I have a question about conversation 0. It is a little longer than most of them are.";
		const intent = { name: "talk_to_person", confidence: 0.97 };
		add("dialogue", {
			event: "user",
			text,
			parse_data: { text, intent, entities: [], intent_ranking: [intent] },
		});
		add("dialogue", { event: "bot", text: `An answer to turn ${turn}, of a sentence or two.`, data: {} });
	}
	const atMs = startMs + (entries.length + 1) * 1_000;
	add("system", { type: "owner_changed", owner: "person", epoch: 1, assignee: agent, reason: "taken_over" });
	const hands = { owner: "person", epoch: 1, assignee: agent, waitingSinceMs: atMs, unread: 1 } as const;
	const state = { ...FRESH_DESK, ...hands };
	await flushConversation(db, {
		conversation: {
			id: FIRST,
			visitorId: null,
			channel: "chat",
			createdAtMs: startMs,
			lastActivityAtMs: atMs,
			owner: "person",
			ownerEpoch: 1,
			lastSeq: entries.length,
			preview: "I have a question about conversation 0. It is a little longer than most of them are.",
			modelId: null,
			desk: {
				status: "open",
				assigneeId: agent.id,
				priority: "normal",
				waitingSinceMs: atMs,
				snoozedUntilMs: null,
				state: { ...state, lastAuthor: "visitor", mentions: [], signals: [] },
			},
		},
		entries,
		leaseEpoch: 1,
	});
}

/** Each a second older than the one before, and with its number in its words. */
async function copyFirst(db: Database, from: number, to: number): Promise<void> {
	const id = sql`('01960000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid`;
	const copies = sql`generate_series(${from}::int, ${to}::int) i`;
	await answered(
		db.execute(sql`insert into conversations (id, contact_id, channel, owner, owner_epoch, lease_epoch, revision, last_seq,
				preview, model_id, status, assignee_id, priority, waiting_since, snoozed_until, desk, created_at, last_activity_at)
			select ${id}, c.contact_id, c.channel, c.owner, c.owner_epoch, c.lease_epoch, c.revision, c.last_seq,
				replace(c.preview, 'conversation 0.', 'conversation ' || i || '.'), c.model_id, c.status, c.assignee_id, c.priority,
				c.waiting_since, c.snoozed_until, c.desk, c.created_at - i * interval '1 second',
				c.last_activity_at - i * interval '1 second'
			from conversations c, ${copies} where c.id = ${FIRST}::uuid`),
	);
	await answered(
		db.execute(sql`insert into conversation_events (conversation_id, seq, event_id, kind, event, at)
			select ${id}, e.seq, replace(e.event_id, 'bench-0-', 'bench-' || i || '-'), e.kind,
				replace(e.event::text, 'conversation 0.', 'conversation ' || i || '.')::jsonb, e.at - i * interval '1 second'
			from conversation_events e, ${copies} where e.conversation_id = ${FIRST}::uuid`),
	);
}
