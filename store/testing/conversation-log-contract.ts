import { test } from "vitest";
import { MAX_FLUSH_ENTRIES, flushConversation, loadConversationLog, takeLease } from "../conversation-log.ts";
import { readConversation } from "../conversations.ts";
import type { Database } from "../database.ts";
import type { ConversationRow } from "../flush-statement.ts";
import type { LogEntryRow } from "../log-projection.ts";
import { countRows } from "./count-rows.ts";
import { conversationRow } from "./stored-conversation.ts";

const START_MS = 1_795_400_000_000;

/** Every call gives another one; the `kind` keeps visitors and conversations apart. */
function idMaker(): (kind: number) => string {
	let made = 0;
	return (kind) => {
		made += 1;
		return `019ab000-0000-7${String(kind).padStart(3, "0")}-8000-${String(made).padStart(12, "0")}`;
	};
}

function conversationOf(id: string, more: Partial<ConversationRow> = {}): ConversationRow {
	const facts = { lastActivityAtMs: START_MS + 5_000, preview: "Hello", modelId: "model-a" };
	return conversationRow(id, START_MS, { ...facts, ...more });
}

function said(seq: number, text: string, by = "x"): LogEntryRow {
	const event =
		seq % 2 === 1
			? { event: "user", text, parse_data: {}, timestamp: 1_795_400_000.123_4 }
			: { event: "bot", text, data: {} };
	return { seq, atMs: START_MS + seq, kind: "dialogue", event, eventId: `${by}-${seq}` };
}

const talk = (from: number, to: number, by = "x"): LogEntryRow[] =>
	Array.from({ length: to - from + 1 }, (_, index) =>
		said(from + index, `text ${from + index} by ${by}`, by),
	);

/** What any database must do for the objects. */
// oxlint-disable-next-line max-lines-per-function -- a list of tests, each of which stands alone
export function conversationLogContract(name: string, database: () => Database): void {
	const nextId = idMaker();

	test(`[CL1] ${name}: a flush stores the log and what people read of it`, async ({ expect }) => {
		const db = database();
		const id = nextId(1);
		const visitorId = nextId(2);
		const conversation = conversationOf(id, { visitorId, owner: "queue", ownerEpoch: 3, siteKey: "shop" });
		const entries: LogEntryRow[] = [
			{ seq: 1, atMs: START_MS, kind: "dialogue", event: { event: "session_started" }, eventId: "a1" },
			said(2, "How may I help?"),
			said(3, "Where is my parcel?"),
			{
				seq: 4,
				atMs: START_MS + 4,
				kind: "feedback",
				event: { seq: 2, rating: "down", reason: "slow" },
				eventId: "a4",
			},
			{ seq: 5, atMs: START_MS + 5, kind: "read", event: { who: "visitor", seq: 2 }, eventId: "a5" },
			{ seq: 6, atMs: START_MS + 6, kind: "system", event: { type: "turn_failed" }, eventId: "a6" },
		];
		const flushed = await flushConversation(db, { conversation, entries, leaseEpoch: 1 });
		expect(flushed).toEqual({ status: "stored", throughSeq: 6 });
		expect(await loadConversationLog(db, id, 0, 100)).toEqual(entries);
		expect(await loadConversationLog(db, id, 2, 2)).toEqual(entries.slice(2, 4));
		expect(await readConversation(db, id)).toEqual({ ...conversation, leaseEpoch: 1, lastSeq: 6 });
		expect(await countRows(db, `messages where conversation_id = '${id}'`)).toBe(2);
		expect(
			await countRows(
				db,
				`messages where conversation_id = '${id}' and author = 'visitor' and search @@ to_tsquery('simple', 'parcel')`,
			),
		).toBe(1);
		expect(
			await countRows(
				db,
				`feedback where conversation_id = '${id}' and message_seq = 2 and entry_seq = 4 and rating = 'down' and reason = 'slow'`,
			),
		).toBe(1);
		expect(await countRows(db, `contacts where id = '${visitorId}'`)).toBe(1);
	});

	test(`[CL2] ${name}: a repeated and an overlapping flush change nothing that stands`, async ({
		expect,
	}) => {
		const db = database();
		const id = nextId(1);
		const first = { conversation: conversationOf(id), entries: talk(1, 4), leaseEpoch: 1 };
		await flushConversation(db, first);
		expect(await flushConversation(db, first)).toEqual({ status: "stored", throughSeq: 4 });
		const overlapping = { ...first, entries: talk(3, 6) };
		expect(await flushConversation(db, overlapping)).toEqual({ status: "stored", throughSeq: 6 });
		expect(await flushConversation(db, first)).toEqual({ status: "stored", throughSeq: 6 });
		expect(await loadConversationLog(db, id, 0, 100)).toEqual(talk(1, 6));
		expect(await countRows(db, `messages where conversation_id = '${id}'`)).toBe(6);
		const later = conversationOf(id, { preview: "Bye", lastActivityAtMs: START_MS + 9_000 });
		expect(await flushConversation(db, { conversation: later, entries: [], leaseEpoch: 1 })).toEqual({
			status: "stored",
			throughSeq: 6,
		});
		expect(await readConversation(db, id)).toMatchObject({ preview: "Bye", lastSeq: 6 });
	});

	test(`[CL3] ${name}: a taken lease fences off the older one`, async ({ expect }) => {
		const db = database();
		const id = nextId(1);
		const conversation = conversationOf(id);
		await flushConversation(db, { conversation, entries: talk(1, 2, "old"), leaseEpoch: 1 });
		expect(await takeLease(db, id)).toEqual({ leaseEpoch: 2, lastSeq: 2 });
		const stale = {
			conversation: { ...conversation, preview: "stale" },
			entries: talk(3, 4, "old"),
			leaseEpoch: 1,
		};
		expect(await flushConversation(db, stale)).toEqual({ status: "superseded", leaseEpoch: 2 });
		expect(await flushConversation(db, { ...stale, entries: [] })).toEqual({
			status: "superseded",
			leaseEpoch: 2,
		});
		const fresh = { conversation, entries: talk(3, 3, "new"), leaseEpoch: 2 };
		expect(await flushConversation(db, fresh)).toEqual({ status: "stored", throughSeq: 3 });
		expect(await loadConversationLog(db, id, 0, 10)).toEqual([...talk(1, 2, "old"), ...talk(3, 3, "new")]);
		expect(await readConversation(db, id)).toMatchObject({ preview: "Hello", leaseEpoch: 2 });
	});

	test(`[CL4] ${name}: another entry in one of our places supersedes the whole flush`, async ({ expect }) => {
		const db = database();
		const id = nextId(1);
		const conversation = conversationOf(id);
		await flushConversation(db, { conversation, entries: talk(1, 2, "one"), leaseEpoch: 1 });
		const other = { conversation, entries: [...talk(1, 1, "one"), ...talk(2, 4, "two")], leaseEpoch: 1 };
		expect(await flushConversation(db, other)).toEqual({ status: "superseded", leaseEpoch: 1 });
		expect(await loadConversationLog(db, id, 0, 10)).toEqual(talk(1, 2, "one"));
		expect(await countRows(db, `messages where conversation_id = '${id}'`)).toBe(2);
	});

	test(`[CL5] ${name}: a flush that would leave a gap stores nothing and says how far the log goes`, async ({
		expect,
	}) => {
		const db = database();
		const id = nextId(1);
		const conversation = conversationOf(id);
		expect(await flushConversation(db, { conversation, entries: talk(2, 3), leaseEpoch: 1 })).toEqual({
			status: "stored",
			throughSeq: 0,
		});
		expect(await readConversation(db, id)).toBeNull();
		await flushConversation(db, { conversation, entries: talk(1, 2), leaseEpoch: 1 });
		expect(await flushConversation(db, { conversation, entries: talk(4, 5), leaseEpoch: 1 })).toEqual({
			status: "stored",
			throughSeq: 2,
		});
		expect(await loadConversationLog(db, id, 0, 10)).toEqual(talk(1, 2));
	});

	test(`[CL6] ${name}: what PostgreSQL can't keep does not stop the log`, async ({ expect }) => {
		const db = database();
		const id = nextId(1);
		const conversation = conversationOf(id, { preview: "a\0b" });
		const entries = [said(1, "nul \0, half \uD83D, whole \u{1F600}, words \\u0000")];
		expect(await flushConversation(db, { conversation, entries, leaseEpoch: 1 })).toEqual({
			status: "stored",
			throughSeq: 1,
		});
		const [stored] = await loadConversationLog(db, id, 0, 1);
		expect(stored?.event).toMatchObject({ text: "nul \uFFFD, half \uFFFD, whole \u{1F600}, words \\u0000" });
		expect(await readConversation(db, id)).toMatchObject({ preview: "a\uFFFDb" });
	});

	test(`[CL7] ${name}: a long flush is stored in parts`, async ({ expect }) => {
		const db = database();
		const id = nextId(1);
		const conversation = conversationOf(id);
		const all = talk(1, MAX_FLUSH_ENTRIES + 7);
		expect(await flushConversation(db, { conversation, entries: all, leaseEpoch: 1 })).toEqual({
			status: "stored",
			throughSeq: MAX_FLUSH_ENTRIES,
		});
		const rest = all.slice(MAX_FLUSH_ENTRIES);
		expect(await flushConversation(db, { conversation, entries: rest, leaseEpoch: 1 })).toEqual({
			status: "stored",
			throughSeq: MAX_FLUSH_ENTRIES + 7,
		});
		expect(await loadConversationLog(db, id, MAX_FLUSH_ENTRIES - 1, 100)).toEqual(
			all.slice(MAX_FLUSH_ENTRIES - 1),
		);
	});

	test(`[CL8] ${name}: flushers at the same time never mix their logs`, async ({ expect }) => {
		const db = database();
		for (let round = 0; round < 5; round += 1) {
			const id = nextId(1);
			const conversation = conversationOf(id);
			const writers = ["a", "b", "c", "d", "e", "f"];
			// two fresh objects that Postgres did not know apart: the same lease, different logs of different lengths
			const results = await Promise.all(
				writers.map((by, index) =>
					flushConversation(db, { conversation, entries: talk(1, 3 + index, by), leaseEpoch: 1 }),
				),
			);
			const winners = writers.filter((_, index) => results[index]?.status === "stored");
			expect(winners).toHaveLength(1);
			const [winner = ""] = winners;
			const length = 3 + writers.indexOf(winner);
			expect(await loadConversationLog(db, id, 0, 100)).toEqual(talk(1, length, winner));
			expect(await countRows(db, `messages where conversation_id = '${id}'`)).toBe(length);
		}
	});

	test(`[CL8] ${name}: an owner and its successor at the same time`, async ({ expect }) => {
		const db = database();
		for (let round = 0; round < 5; round += 1) {
			const id = nextId(1);
			const conversation = conversationOf(id);
			await flushConversation(db, { conversation, entries: talk(1, 2, "base"), leaseEpoch: 1 });
			const successor = async (): Promise<string[]> => {
				const lease = await takeLease(db, id);
				const from = (lease?.lastSeq ?? 0) + 1;
				const entries = talk(from, from + 2, "new");
				await flushConversation(db, { conversation, entries, leaseEpoch: lease?.leaseEpoch ?? 0 });
				return entries.map(({ eventId }) => eventId);
			};
			const [old, fresh] = await Promise.all([
				flushConversation(db, { conversation, entries: talk(3, 5, "old"), leaseEpoch: 1 }),
				successor(),
			]);
			const kept = old.status === "stored" ? ["old-3", "old-4", "old-5"] : [];
			const log = await loadConversationLog(db, id, 0, 100);
			expect(log.map(({ eventId }) => eventId)).toEqual(["base-1", "base-2", ...kept, ...fresh]);
			expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
		}
	});

	test(`[CL9] ${name}: a conversation that is not there`, async ({ expect }) => {
		const db = database();
		const id = nextId(1);
		expect(await takeLease(db, id)).toBeNull();
		expect(await loadConversationLog(db, id, 0, 10)).toEqual([]);
		expect(await readConversation(db, id)).toBeNull();
	});

	test(`[CL10] ${name}: entries out of order are refused before anything is sent`, async ({ expect }) => {
		const db = database();
		const conversation = conversationOf(nextId(1));
		for (const entries of [[said(1, "a"), said(3, "b")], [said(2, "a"), said(1, "b")], [said(0, "a")]])
			await expect(flushConversation(db, { conversation, entries, leaseEpoch: 1 })).rejects.toThrow(
				RangeError,
			);
	});
}
