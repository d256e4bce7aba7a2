/** Millions of messages in a PostgreSQL: rows only, by SQL of the server itself, with everything in them that reports count. */
import { createHash } from "node:crypto";
import type { Client } from "pg";

/** Conversations of one statement. */
const CHUNK = 40_000;
export const DAYS = 365;
/** When the first conversation began. */
export const FIRST_MS = Date.UTC(2025, 10, 26);
/** One of 25 who answer, and what one conversation in twenty is labelled with. */
export const AGENT = createHash("md5")
	.update("a6")
	.digest("hex")
	.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
export const LABEL = "00000000-0000-4000-8000-000000000001";

interface Step {
	readonly what: string;
	/** Seconds since the conversation began, for the customer who neither hurries nor dawdles. */
	readonly atS: number;
	/** Whether the bot is to answer it. */
	readonly isToBot: boolean;
	/** How long the customer had waited for this answer of a person. */
	readonly waitedS: number | null;
}
const SPOKEN = new Set(["user", "thank", "fallback", "bot", "agent"]);

/** What happens in a conversation: which entries, and how many seconds after the one before. One line a conversation of ten. */
const TEMPLATES: readonly (readonly Step[])[] = [
	"user+0 bot+1 user+30 bot+1 user+40 bot+1 thank+20 bot+1",
	"user+0 bot+1 user+25 bot+1 user+35 bot+1 user+60 bot+2",
	"user+0 form+0 ask+0 bot+1 user+20 fill+0 ask2+0 bot+1 user+25 fill2+0 done+0 bot+2 thank+9 bot+1",
	"user+0 form+0 ask+0 bot+1 user+20 fill+0 ask2+0 bot+1 user+90 bot+1 user+30 bot+1",
	"user+0 bot+1 fallback+15 bot+1 user+30 bot+1 user+20 bot+1 down+5",
	"user+0 bot+1 user+30 bot+1 user+40 bot+1 user+20 bot+1 up+5",
	"user+0 bot+1 fallback+20 bot+1 queue+1 person+240 agent+40 user+30 agent+90 user+20 resolved+60 back+0 csat+30",
	"user+0 bot+1 user+14400 bot+1 user+20 bot+1 user+9 bot+1",
	"user+0 bot+1 user+50 bot+1 user+40 bot+1 thank+20 bot+1",
	"user+0 bot+1 queue+1 person+900 agent+60 user+40 agent+50 user+60 agent+30 resolved+60 back+0",
].map(stepsOf);

interface Generation {
	readonly messages: number;
	/** Without: figures alone, as of so many messages. Reports read nothing else, and it takes a third of the time. */
	readonly withLog: boolean;
	readonly onProgress: (share: number) => void;
}

/** @returns how many messages there are then, or would be */
export async function generate(
	client: Client,
	{ messages, withLog, onProgress }: Generation,
): Promise<number> {
	const spoken = TEMPLATES.flat().filter(({ what }) => SPOKEN.has(what)).length / TEMPLATES.length;
	const conversations = Math.ceil(messages / spoken);
	// no trigger, no foreign key, no index of words while it is filled
	await client.query("set session_replication_role = replica");
	await client.query("drop index if exists messages_search");
	await client.query(
		"create temp table steps (template int, seq int, what text, at_s int, is_to_bot bool, waited_s int)",
	);
	await client.query(
		`insert into steps select (t->>0)::int, (t->>1)::int, t->>2, (t->>3)::int, (t->>4)::bool, (t->>5)::int
			from json_array_elements($1::json) t`,
		[
			JSON.stringify(
				TEMPLATES.flatMap((steps, template) =>
					steps.map(({ what, atS, isToBot, waitedS }, at) => [template, at + 1, what, atS, isToBot, waitedS]),
				),
			),
		],
	);
	for (let from = 0; from < conversations; from += CHUNK) {
		const to = Math.min(from + CHUNK, conversations);
		await client.query(PLANNED, [from, to - 1, (DAYS * 86_400) / conversations]);
		await client.query(CONTACTS);
		await client.query(CONVERSATIONS);
		if (withLog || from === 0) {
			await client.query(EVENTS);
			await client.query(MESSAGES);
		}
		if (from === 0) {
			// one after the other: a statement does not see what a function in it has written
			await client.query("select analytics_fold(id, false) from planned where n < 10");
			await client.query(PROTOTYPES);
		}
		await client.query(FACTS);
		await client.query(FACETS);
		await client.query("drop table planned");
		onProgress(to / conversations);
	}
	await client.query(
		"insert into labels (id, name, color, created_at) values ($1, 'important', 'blue', now()) on conflict do nothing",
		[LABEL],
	);
	await client.query(LABELS, [LABEL]);
	await client.query(SIBLINGS);
	// as they would have been stored one after the other: that statement has scattered them
	await client.query("cluster conversation_facts using conversation_facts_by_start");
	await client.query("create index messages_search on messages using gin (search)");
	await client.query("set session_replication_role = origin");
	const { rows } = await client.query<{ n: string }>(
		"select sum(visitor_messages + bot_messages + agent_messages) as n from conversation_facts",
	);
	return Number(rows[0]?.n);
}

/** Of `user+0 bot+1`. */
function stepsOf(written: string): Step[] {
	let atS = 0;
	let isToBot = true;
	let sinceS: number | null = null;
	return written.split(" ").map((step): Step => {
		const [what = "", afterS] = step.split("+");
		atS += Number(afterS);
		if (what === "queue" || what === "back") isToBot = what === "back";
		if (what === "queue" || (what === "user" && !isToBot)) sinceS ??= atS;
		const waitedS = what === "agent" && sinceS !== null ? atS - sinceS : null;
		if (["agent", "resolved", "back"].includes(what)) sinceS = null;
		return { what, atS, isToBot, waitedS };
	});
}

/**
 * Evenly through the year, an hour of silence in six at night; a third of the customers come again. `pace`: milliseconds that a
 * second of the template takes, so that every time is a whole multiple and figures can be told without folding the log.
 */
const PLANNED = `create temp table planned as
	select n, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8'
			|| substr(md5(n::text), 5, 15))::uuid as id, at, n % 10 as template,
		case when n < 10 then 1000 else (1000 * exp(2 * (abs(hashint4(n + 5)) % 1000) / 1000.0 - 1))::int end as pace,
		(md5('c' || (n::bigint * 7919 % 800000)))::uuid as contact,
		(array['chat','chat','chat','chat','chat','chat','chat','rest','socketio','callback'])[1 + abs(hashint4(n)) % 10] as channel,
		(array['en','en','en','en','de','de','fr','es','tr','ar'])[1 + abs(hashint4(n + 1)) % 10] as language
	from generate_series($1::int, $2::int) n
	cross join lateral (select (to_timestamp(${FIRST_MS / 1_000}) + make_interval(secs => n * $3::float8))::timestamptz(3) as evenly) e
	cross join lateral (select case when extract(hour from evenly) < 6 then evenly + interval '9 hours' else evenly end as at) a`;

const CONTACTS = `insert into contacts (id, created_at, last_seen_at) select distinct on (contact) contact, at, at from planned
	on conflict do nothing`;

const CONVERSATIONS = `insert into conversations (id, contact_id, channel, owner, lease_epoch, last_seq, preview, model_id, created_at, last_activity_at)
	select p.id, p.contact, p.channel, 'bot', 1, (select max(seq) from steps s where s.template = p.template), 'Hello', 'model-a', p.at, p.at
	from planned p`;

/** The intents follow a falling line: the first are asked most. */
const INTENT = "'intent_' || (40 * power((abs(hashint4(p.n * 31 + s.seq)) % 1000) / 1000.0, 2))::int";

const EVENTS = `insert into conversation_events (conversation_id, seq, event_id, kind, event, at)
	select p.id, s.seq, p.n || '-' || s.seq,
		case when s.what in ('queue', 'person', 'back', 'resolved') then 'system' when s.what in ('up', 'down', 'csat') then 'feedback' else 'dialogue' end,
		case s.what
			when 'bot' then jsonb_build_object('event', 'bot', 'text', 'Let me see.', 'data', '{}'::jsonb, 'metadata', jsonb_build_object('model_id', 'model-a'))
			when 'agent' then jsonb_build_object('event', 'agent', 'text', 'I am here.', 'metadata', jsonb_build_object('name', 'Agent', 'agent_id', md5('a' || p.n % 25)::uuid))
			when 'queue' then jsonb_build_object('type', 'owner_changed', 'owner', 'queue', 'epoch', 1)
			when 'person' then jsonb_build_object('type', 'owner_changed', 'owner', 'person', 'epoch', 2)
			when 'back' then jsonb_build_object('type', 'owner_changed', 'owner', 'bot', 'epoch', 3)
			when 'resolved' then jsonb_build_object('type', 'resolved', 'by', jsonb_build_object('id', md5('a' || p.n % 25)::uuid, 'name', 'Agent'))
			when 'csat' then jsonb_build_object('seq', s.seq - 2, 'csat', 1 + abs(hashint4(p.n)) % 5)
			when 'up' then jsonb_build_object('seq', 2, 'rating', 'up')
			when 'down' then jsonb_build_object('seq', 2, 'rating', 'down')
			when 'form' then jsonb_build_object('event', 'active_loop', 'name', 'form_' || p.n / 10 % 6)
			when 'done' then jsonb_build_object('event', 'active_loop', 'name', null)
			when 'ask' then jsonb_build_object('event', 'slot', 'name', 'requested_slot', 'value', 'order_number')
			when 'ask2' then jsonb_build_object('event', 'slot', 'name', 'requested_slot', 'value', 'email')
			when 'fill' then jsonb_build_object('event', 'slot', 'name', 'order_number', 'value', 'A-10023')
			when 'fill2' then jsonb_build_object('event', 'slot', 'name', 'email', 'value', 'anna@example.com')
			else jsonb_build_object('event', 'user', 'text', 'Where is my parcel?', 'parse_data', jsonb_build_object(
				'intent', jsonb_build_object('name', i.name, 'confidence', 0.8),
				'intent_ranking', jsonb_build_array(jsonb_build_object('name', i.name, 'confidence', 0.8),
					jsonb_build_object('name', 'intent_' || p.n % 7, 'confidence', case when p.n % 20 = 0 then 0.7 else 0.1 end)),
				'language', jsonb_build_object('code', p.language, 'confidence', 0.9)))
		end,
		p.at + s.at_s * p.pace * interval '1 millisecond'
	from planned p join steps s on s.template = p.template
	cross join lateral (select case s.what when 'thank' then 'thank' when 'fallback' then 'nlu_fallback' else ${INTENT} end as name) i
	order by p.n, s.seq`;

const MESSAGES = `insert into messages (conversation_id, seq, author, text, at)
	select p.id, s.seq, case s.what when 'bot' then 'bot' when 'agent' then 'agent' else 'visitor' end, 'Where is my parcel?', p.at
	from planned p join steps s on s.template = p.template where s.what in ('user', 'thank', 'fallback', 'bot', 'agent')
	order by p.n, s.seq`;

/**
 * Folding a million conversations entry by entry takes the better part of an hour: one of each kind is folded, the others are
 * like it, each at its own pace. `care analytics verify` finds that they are what their entries say.
 */
const PROTOTYPES = `create temp table prototypes as
	select p.template, f.* from planned p join conversation_facts f on f.conversation_id = p.id where p.n < 10`;

const FACTS = `insert into conversation_facts (conversation_id, through_seq, contact_id, channel, language, model_id, started_at,
		last_message_at, is_returned_here, visitor_messages, bot_messages, agent_messages, asked, fallbacks, handoffs, thumbs_up,
		thumbs_down, rating, bot_response_ms, person_response_ms, waiting_ms, resolved_at, resolved_by, owner, is_to_bot, is_fallback,
		is_answered, is_thanks, active_form, asked_slot)
	select p.id, t.through_seq, p.contact, p.channel, p.language, t.model_id, p.at,
		p.at + analytics_ms(t.started_at, t.last_message_at) / 1000 * p.pace * interval '1 millisecond',
		t.is_returned_here, t.visitor_messages, t.bot_messages, t.agent_messages, t.asked, t.fallbacks, t.handoffs, t.thumbs_up, t.thumbs_down,
		case when t.rating is not null then 1 + abs(hashint4(p.n)) % 5 end, t.bot_response_ms / 1000 * p.pace,
		t.person_response_ms / 1000 * p.pace, t.waiting_ms / 1000 * p.pace,
		p.at + analytics_ms(t.started_at, t.resolved_at) / 1000 * p.pace * interval '1 millisecond',
		case when t.resolved_by is not null then (md5('a' || p.n % 25)::uuid)::text end, t.owner, t.is_to_bot, t.is_fallback, t.is_answered,
		t.is_thanks, case when t.active_form is not null then 'form_' || p.n / 10 % 6 end, t.asked_slot
	from planned p join prototypes t on t.template = p.template
	order by p.n on conflict do nothing`;

const FACETS = `insert into conversation_facets (conversation_id, kind, name, detail, n, m)
	select p.id, i.kind, i.name, i.detail, count(*), 0 from planned p join steps s on s.template = p.template and s.is_to_bot
	cross join lateral (select case s.what when 'thank' then 'thank' else ${INTENT} end as name) a
	cross join lateral (select 'intent' as kind, a.name, '' as detail
		union all select 'confused', a.name, 'intent_' || p.n % 7 where p.n % 20 = 0) i
	where s.what in ('user', 'thank') group by p.id, i.kind, i.name, i.detail
	union all
	select p.id, 'reply', (md5('a' || p.n % 25)::uuid)::text, analytics_bin(s.waited_s * p.pace)::text, count(*), sum(s.waited_s * p.pace)
	from planned p join steps s on s.template = p.template and s.waited_s is not null group by p.id, p.n, 4
	union all
	select p.id, t.kind, case t.kind when 'agent' then (md5('a' || p.n % 25)::uuid)::text else 'form_' || p.n / 10 % 6 end, t.detail, t.n, t.m
	from planned p join prototypes y on y.template = p.template
	join conversation_facets t on t.conversation_id = y.conversation_id and t.kind in ('agent', 'form', 'slot')
	where p.n >= 10
	on conflict do nothing`;

const LABELS = `insert into conversation_labels (conversation_id, label_id, at)
	select id, $1::uuid, now() from conversations where hashtext(id::text) % 20 = 0`;

const SIBLINGS = `with own as (
		select conversation_id, lead(started_at) over w as next_at, first_value(started_at) over w as first_at,
			(analytics_ms(first_value(started_at) over w, started_at) / 604800000)::int as week, contact_id, started_at
		from conversation_facts window w as (partition by contact_id order by started_at, conversation_id)
	), opening as (
		select own.*, row_number() over (partition by contact_id, week order by started_at, conversation_id) = 1 as opens from own
	)
	update conversation_facts f set next_started_at = o.next_at, contact_started_at = o.first_at, contact_week = o.week, opens_week = o.opens
	from opening o where o.conversation_id = f.conversation_id`;
