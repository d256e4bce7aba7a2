/** The conversations behind a number. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { BehindConversation } from "../../contracts/analytics-behind.ts";
import { type Database, queryRows } from "../database.ts";
import { behindCursor, cursorPlace, instantOf, type Page, pageOf } from "../desk/page.ts";
import { msOf } from "../orders.ts";
import { conversationsBehind } from "./behind-conditions.ts";
import type { BehindQuestion } from "./behind-question.ts";
import { countBehind, hoursBehind } from "./behind-total.ts";

const Found = z.object({
	id: z.string(),
	startedAtMs: z.number(),
	lastMessageAtMs: z.number(),
	preview: z.string().nullable(),
	channel: z.string(),
	language: z.string(),
	modelId: z.string().nullable(),
	outcome: z.enum(["confirmed", "assumed", "unresolved", "resolved_by_person", "with_people"]),
	isReturned: z.boolean(),
	visitorMessages: z.int(),
	botMessages: z.int(),
	agentMessages: z.int(),
	fallbacks: z.int(),
	handoffs: z.int(),
	rating: z.int().nullable(),
	thumbsUp: z.int(),
	thumbsDown: z.int(),
	botResponseMs: z.number().nullable(),
	personResponseMs: z.number().nullable(),
	waitingMs: z.number().nullable(),
	resolutionMs: z.number().nullable(),
});

/** Beside `FOUND`: words of a conversation, which figures have none of. */
const PREVIEW = sql`jsonb_build_object('preview', (select c.preview from conversations c where c.id = m.conversation_id))`;

const FOUND: SQL = sql`jsonb_build_object('id', m.conversation_id, 'startedAtMs', ${msOf("m.started_at")},
	'lastMessageAtMs', ${msOf("f.last_message_at")}, 'channel', m.channel, 'language', m.language, 'modelId', f.model_id,
	'outcome', case when m.confirmed = 1 then 'confirmed' when m.assumed = 1 then 'assumed'
		when m.contained = 1 then 'unresolved' when m.resolved_by_person = 1 then 'resolved_by_person' else 'with_people' end,
	'isReturned', m.returned = 1, 'visitorMessages', f.visitor_messages, 'botMessages', f.bot_messages,
	'agentMessages', f.agent_messages, 'fallbacks', f.fallbacks, 'handoffs', f.handoffs, 'rating', f.rating,
	'thumbsUp', f.thumbs_up, 'thumbsDown', f.thumbs_down, 'botResponseMs', f.bot_response_ms,
	'personResponseMs', f.person_response_ms, 'waitingMs', f.waiting_ms,
	'resolutionMs', case when m.resolution_n = 1 then m.resolution_ms end)`;

/** Where there are fewer of a named thing, they are looked up: on the way through the newest conversations they would be met late. */
const SPARSE = 2_000;

/** Exactly those that the number counts, newest first. @param sparseBelow - for tests: both ways find the same */
export async function listBehind(
	db: Database,
	question: BehindQuestion,
	sparseBelow = SPARSE,
): Promise<Page<BehindConversation> & { readonly total: number }> {
	const { limit, withPreview } = question;
	const total = await countBehind(db, question);
	if (total === 0) return { rows: [], nextCursor: null, total };
	const preview = withPreview ? PREVIEW : sql`jsonb_build_object('preview', null)`;
	const rows = await queryRows(
		db,
		Found,
		sql`with page as materialized (${pageBehind(question, total < sparseBelow)})
			select ${FOUND} || ${preview} as row from page
			join conversation_measures m on m.conversation_id = page.conversation_id
			join conversation_facts f on f.conversation_id = page.conversation_id
			order by page.started_at desc, page.conversation_id desc`,
	);
	const page = pageOf(rows, limit, ({ startedAtMs, id }) => ({ atMs: startedAtMs, key: id }));
	return {
		rows: page.rows.map(({ startedAtMs, lastMessageAtMs, ...rest }) => ({
			...rest,
			startedAt: new Date(startedAtMs).toISOString(),
			lastMessageAt: new Date(lastMessageAtMs).toISOString(),
		})),
		nextCursor: page.nextCursor,
		total,
	};
}

/** SQL of the page's conversations, and of one more. */
function pageBehind(question: BehindQuestion, isSparse: boolean): SQL {
	const { cursor, limit, toMs } = question;
	const placed = { at: "f.started_at", key: "f.conversation_id" };
	const behind = behindCursor(cursor, placed, "uuid");
	const newest = sql`order by f.started_at desc, f.conversation_id desc limit ${limit + 1}`;
	// the cursor's hour may have none but those before it
	const hours = hoursBehind(question, instantOf(cursorPlace(cursor, "uuid")?.atMs ?? toMs), limit + 2);
	if (hours === null)
		return sql`select f.conversation_id, f.started_at ${conversationsBehind(question, isSparse, behind)} ${newest}`;
	return sql`select f.conversation_id, f.started_at from (${hours}) h cross join lateral (
			select f.conversation_id, f.started_at ${conversationsBehind(
				question,
				isSparse,
				sql`${behind} and f.started_at >= h.at and f.started_at < h.at + interval '1 hour'`,
			)}) f ${newest}`;
}
