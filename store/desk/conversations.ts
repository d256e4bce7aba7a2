/** Conversations as the desk lists, searches and reads them. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { Label, SearchHit } from "../../contracts/desk.ts";
import { ConversationStatus, Person, Priority } from "../../contracts/desk-commands.ts";
import { Owner } from "../../contracts/protocol.ts";
import { type Database, queryRows } from "../database.ts";
import { msOf } from "../orders.ts";
import { storableText } from "../storable.ts";
import { headline, hitOf, searchQuery } from "./search-hit.ts";
import { allOf, behindCursor, instantOf, type Page, pageOf, type PageQuestion } from "./page.ts";

const ListedConversation = z.object({
	id: z.string(),
	contactId: z.string().nullable(),
	channel: z.string(),
	owner: Owner,
	status: ConversationStatus,
	assignee: Person.nullable(),
	priority: Priority,
	createdAtMs: z.number(),
	lastActivityAtMs: z.number(),
	preview: z.string().nullable(),
	messages: z.int(),
	lastSeq: z.int(),
	modelId: z.string().nullable(),
	labels: z.array(Label),
});
/** A conversation with what a list shows of it. */
export type ListedConversation = z.infer<typeof ListedConversation>;

const FoundConversation = ListedConversation.extend({
	hit: z.string().nullable().transform(hitOf).pipe(SearchHit.nullable()),
});
/** The same, with the words around what was looked for. */
export type FoundConversation = z.infer<typeof FoundConversation>;

/** What is looked for; null asks for nothing. Instants in epoch milliseconds. */
export interface ConversationQuestion extends PageQuestion {
	/** Words of messages, as `websearch_to_tsquery` reads them. */
	readonly search: string | null;
	readonly owner: string | null;
	readonly status: string | null;
	readonly assigneeId: string | null;
	readonly channel: string | null;
	readonly contactId: string | null;
	readonly labelId: string | null;
	readonly intent: string | null;
	/** Empty: not known. */
	readonly language: string | null;
	/** Who answered in it. */
	readonly agentId: string | null;
	readonly fromMs: number | null;
	readonly toMs: number | null;
}

const CONVERSATION: SQL = sql`jsonb_build_object(
	'id', c.id, 'contactId', c.contact_id, 'channel', c.channel, 'owner', c.owner,
	'status', c.status, 'assignee', c.desk -> 'assignee', 'priority', c.priority,
	'createdAtMs', ${msOf("c.created_at")}, 'lastActivityAtMs', ${msOf("c.last_activity_at")},
	'preview', c.preview, 'lastSeq', c.last_seq, 'modelId', c.model_id,
	'messages', (select count(*) from messages m where m.conversation_id = c.id),
	'labels', (select coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'color', l.color) order by lower(l.name)), '[]')
		from conversation_labels cl join labels l on l.id = cl.label_id where cl.conversation_id = c.id))`;

/** Newest activity first. */
export async function searchConversations(
	db: Database,
	question: ConversationQuestion,
): Promise<Page<FoundConversation>> {
	const { search, owner, status, assigneeId, channel, contactId, labelId, language, fromMs, toMs } = question;
	const { cursor, limit } = question;
	const conditions = allOf([
		behindCursor(cursor, { at: "c.last_activity_at", key: "c.id" }, "uuid"),
		owner === null ? null : sql`c.owner = ${owner}`,
		status === null ? null : sql`c.status = ${status}`,
		assigneeId === null ? null : sql`c.assignee_id = ${assigneeId}::uuid`,
		channel === null ? null : sql`c.channel = ${storableText(channel)}`,
		contactId === null ? null : sql`c.contact_id = ${contactId}::uuid`,
		fromMs === null ? null : sql`c.last_activity_at >= ${instantOf(fromMs)}`,
		toMs === null ? null : sql`c.last_activity_at < ${instantOf(toMs)}`,
		labelId === null
			? null
			: sql`exists (select from conversation_labels cl where cl.conversation_id = c.id and cl.label_id = ${labelId}::uuid)`,
		language === null
			? null
			: sql`exists (select from conversation_facts f where f.conversation_id = c.id and f.language = ${storableText(language)})`,
		hasNamed("intent", question.intent),
		hasNamed("agent", question.agentId),
		search === null
			? null
			: sql`exists (select from messages m where m.conversation_id = c.id
				and m.search @@ ${searchQuery(search)})`,
	]);
	const rows = await queryRows(
		db,
		FoundConversation,
		sql`select ${CONVERSATION} || jsonb_build_object('hit', ${search === null ? null : headline(search)}::text) as row
			from conversations c where ${conditions}
			order by c.last_activity_at desc nulls last, c.id desc nulls last limit ${limit + 1}`,
	);
	return pageOf(rows, limit, ({ lastActivityAtMs, id }) => ({ atMs: lastActivityAtMs, key: id }));
}

function hasNamed(kind: "intent" | "agent", name: string | null): SQL | null {
	return name === null
		? null
		: sql`exists (select from conversation_facets t where t.conversation_id = c.id and t.kind = ${kind}
			and t.name = ${storableText(name)})`;
}

/** Null when Postgres does not know it (yet). */
export async function findConversation(db: Database, id: string): Promise<ListedConversation | null> {
	const [row] = await queryRows(
		db,
		ListedConversation,
		sql`select ${CONVERSATION} as row from conversations c where c.id = ${id}::uuid`,
	);
	return row ?? null;
}

/**
 * Gives a conversation exactly these labels.
 *
 * @returns `missing` when there is no such conversation; `unknown` when one of the labels does not exist: then nothing changed
 */
export async function setLabels(
	db: Database,
	conversationId: string,
	labelIds: readonly string[],
	nowMs: number,
): Promise<"set" | "missing" | "unknown"> {
	const wanted = JSON.stringify([...new Set(labelIds)]);
	const [outcome] = await queryRows(
		db,
		z.object({ exists: z.boolean(), known: z.boolean() }),
		sql`with wanted as (select value::uuid as id from json_array_elements_text(${wanted}::json)),
			conversation as (select id from conversations where id = ${conversationId}::uuid),
			verdict as (select exists (select from conversation) as exists,
				not exists (select from wanted w where not exists (select from labels l where l.id = w.id)) as known),
			gone as (delete from conversation_labels cl using conversation c, verdict v
				where v.known and cl.conversation_id = c.id and cl.label_id not in (select id from wanted)),
			come as (insert into conversation_labels (conversation_id, label_id, at)
				select c.id, w.id, ${instantOf(nowMs)} from conversation c, wanted w, verdict v where v.known
				on conflict do nothing)
			select json_build_object('exists', v.exists, 'known', v.known) as row from verdict v`,
	);
	if (outcome?.exists !== true) return "missing";
	return outcome.known ? "set" : "unknown";
}
