/**
 * What the figures of conversations must be, counted from their entries: all at once, where the database's own fold
 * (migrations/, `analytics_step`) goes entry by entry. Neither has anything of the other but how one entry is read.
 */
import { type SQL, sql } from "drizzle-orm";

/** Columns of `conversation_facts` that are counted anew. */
export const RECOUNTED_FACTS = [
	"through_seq",
	"contact_id",
	"channel",
	"language",
	"model_id",
	"is_test",
	"started_at",
	"last_message_at",
	"rested_at",
	"is_returned_here",
	"visitor_messages",
	"bot_messages",
	"agent_messages",
	"asked",
	"fallbacks",
	"handoffs",
	"thumbs_up",
	"thumbs_down",
	"rating",
	"bot_response_ms",
	"person_response_ms",
	"waiting_ms",
	"resolved_at",
	"resolved_by",
	"owner",
	"is_answered",
	"is_fallback",
	"is_thanks",
	"active_form",
] as const;

/**
 * Common table expressions: `facts` (those columns) and `facets` of these conversations.
 *
 * @param ids - SQL of a set of conversation ids: a subquery with one column
 */
export function recountOf(ids: SQL): SQL {
	return sql`wanted(id) as materialized (${ids}), ${READ}, ${TURNS}, ${WAITS}, ${FORMS}, ${FACTS}, ${FACETS}`;
}

/** Every entry, with what it is. */
const READ = sql`
	read as materialized (
		select e.conversation_id as id, e.seq, e.at, e.kind, e.event,
			e.kind = 'dialogue' and coalesce(analytics_is_visitor(e.event), false) as is_visitor,
			e.kind = 'dialogue' and e.event ->> 'event' = 'bot' as is_bot,
			e.kind = 'dialogue' and e.event ->> 'event' = 'agent' and e.event ->> 'text' is not null as is_agent,
			e.kind = 'system' and e.event ->> 'type' = 'owner_changed'
				and coalesce(e.event ->> 'owner', '') in ('bot', 'queue', 'person') as is_owner,
			e.kind = 'dialogue' and e.event ->> 'event' = 'action'
				and coalesce(e.event ->> 'name', '') in ('action_default_fallback', 'action_two_stage_fallback') as is_fallback_action,
			e.kind = 'dialogue' and e.event ->> 'event' in ('active_loop', 'restart', 'session_started') as is_loop,
			case when e.kind = 'system' and e.event ->> 'type' in ('resolved', 'reopened') then e.event ->> 'type' end as closing
		from conversation_events e where e.conversation_id in (select id from wanted)
	)`;

/** Whose turn it was, and what became of each message to the bot. */
const TURNS = sql`
	counted as (
		select r.*, count(*) filter (where is_visitor) over log as turn, count(*) filter (where is_owner) over log as hands,
			count(*) filter (where is_loop) over log as loops
		from read r window log as (partition by id order by seq)
	), owned as (
		select c.*, case when hands = 0 then 'bot'
			else first_value(event ->> 'owner') over (partition by id, hands order by seq) end as owner
		from counted c
	), entries as materialized (
		select o.*, lag(owner, 1, 'bot') over log as owner_before,
			bool_or(is_fallback_action) over (partition by id, turn) as turn_falls_back,
			max(at) filter (where is_visitor or (turn > 0 and (is_bot or is_agent))) over
				(partition by id order by seq rows between unbounded preceding and 1 preceding) as said_before
		from owned o window log as (partition by id order by seq)
	), asks as (
		select e.id, e.seq, e.turn_falls_back or coalesce(e.event #>> '{parse_data,intent,name}' = 'nlu_fallback', false) as falls_back,
			i.intent, i.first, i.second
		from entries e cross join lateral analytics_intents(e.event -> 'parse_data') i where e.is_visitor and e.owner = 'bot'
	)`;

/** Spans in which a customer waited for a person, each until somebody's answer. */
const WAITS = sql`
	stretches as (
		select e.*, count(*) filter (where is_agent or closing = 'resolved' or (is_owner and owner = 'bot')) over
			(partition by id order by seq rows between unbounded preceding and 1 preceding) as stretch
		from entries e
	), waits as (
		select id, (array_agg(analytics_person(event)) filter (where is_agent))[1] as person,
			analytics_ms(min(at) filter (where (is_visitor and owner <> 'bot')
				or (is_owner and owner <> 'bot' and owner_before = 'bot')), max(at) filter (where is_agent)) as ms
		from stretches group by id, stretch having bool_or(is_agent)
	)`;

/** What was asked in forms, and what became of it. */
const FORMS = sql`
	formed as (
		select e.*, case when loops > 0 then first_value(left(case when event ->> 'event' = 'active_loop'
			then event ->> 'name' end, 256)) over (partition by id, loops order by seq) end as form
		from entries e
	), form_log as (
		select f.*, lag(form) over (partition by id order by seq) as form_before from formed f
	), activations as (
		select f.*, count(*) filter (where is_loop and form is not null and form is distinct from form_before)
			over (partition by id order by seq) as activation
		from form_log f
	), slot_log as (
		select id, seq, activation, form, left(event ->> 'name', 256) as slot,
			case when event ->> 'name' = 'requested_slot' then left(event ->> 'value', 256) end as asked,
			(jsonb_typeof(event -> 'value') is distinct from 'null')::int as filled
		from activations where kind = 'dialogue' and event ->> 'event' = 'slot' and form is not null
			and (event ->> 'name' <> 'requested_slot' or jsonb_typeof(event -> 'value') = 'string')
	), slots as (
		select id, form, slot, n, (array_agg(m order by seq desc))[1] as m
		from (
			select a.id, a.form, a.asked as slot, 1 as n, s.seq, case when s.asked is null then s.filled else 0 end as m
			from (select id, form, asked, min(seq) as seq from slot_log where asked is not null group by id, form, asked) a
			join slot_log s on s.id = a.id and s.form = a.form and s.seq >= a.seq and coalesce(s.asked, s.slot) = a.asked
		) said group by id, form, slot, n
	), begun as (
		select distinct on (id, form) id, form, activation from activations where is_loop and form is not null
		order by id, form, activation desc
	), closings as (
		select distinct on (b.id, b.form) b.id, b.form, b.activation, a.seq, a.event ->> 'event' = 'active_loop' as is_closed
		from begun b join activations a on a.id = b.id and a.activation = b.activation and a.is_loop and a.form is null
		order by b.id, b.form, a.seq
	), last_asked as (
		select distinct on (c.id, c.form) c.id, c.form, c.activation, c.seq, s.asked
		from closings c join slot_log s on s.id = c.id and s.activation = c.activation and s.asked is not null and s.seq < c.seq
		order by c.id, c.form, s.seq desc
	), last_said as (
		select distinct on (l.id, l.form) l.id, l.form, s.asked is null and s.filled = 1 as is_filled
		from last_asked l join slot_log s on s.id = l.id and s.activation = l.activation and s.seq < l.seq
			and coalesce(s.asked, s.slot) = l.asked
		order by l.id, l.form, s.seq desc
	), forms as (
		select b.id, b.form, coalesce(c.is_closed and (l.id is null or s.is_filled), false) as is_completed
		from begun b left join closings c on c.id = b.id and c.form = b.form
		left join last_asked l on l.id = b.id and l.form = b.form
		left join last_said s on s.id = b.id and s.form = b.form
	)`;

const FACTS = sql`
	thumbs as (
		select id, count(*) filter (where rating = 'up') as up, count(*) filter (where rating = 'down') as down
		from (select distinct on (id, event -> 'seq') id, event ->> 'rating' as rating from read
			where kind = 'feedback' and event ? 'rating' and coalesce(event ->> 'csat', '') not in ('1', '2', '3', '4', '5')
			order by id, event -> 'seq', seq desc) last_said
		group by id
	), fallen as (
		select id, count(*) filter (where falls_back)::int as fallbacks from asks group by id
	), waited as (
		select id, sum(ms)::bigint as ms from waits group by id
	), handed as (
		select id, min(seq) as seq from entries where is_owner and owner <> 'bot' and owner_before = 'bot' group by id
	), responses as (
		select h.id, analytics_ms(min(e.at) filter (where e.seq = h.seq), (array_agg(e.at order by e.seq)
			filter (where e.is_agent))[1]) as ms
		from handed h join entries e on e.id = h.id and e.seq >= h.seq group by h.id
	), open_forms as (
		select distinct on (id) id, form from formed order by id, seq desc
	), facts as (
		select c.id as conversation_id, coalesce(max(e.seq), 0) as through_seq, c.contact_id, c.channel,
			coalesce((array_agg(left(e.event ->> 'value', 35) order by e.seq desc) filter (where e.kind = 'dialogue'
					and e.event ->> 'event' = 'slot' and e.event ->> 'name' = 'language' and e.event ->> 'value' <> ''
					and jsonb_typeof(e.event -> 'value') = 'string'))[1],
				(array_agg(left(e.event #>> '{parse_data,language,code}', 35) order by e.seq)
					filter (where e.is_visitor and e.event #>> '{parse_data,language,code}' <> ''))[1], '') as language,
			(array_agg(e.event #>> '{metadata,model_id}' order by e.seq desc)
				filter (where e.kind = 'dialogue' and e.event #>> '{metadata,model_id}' is not null))[1] as model_id,
			coalesce((array_agg(c.channel = 'test' or e.event #> '{metadata,test}' is not distinct from 'true' order by e.seq)
				filter (where e.is_visitor))[1], false) as is_test,
			min(e.at) filter (where e.is_visitor) as started_at,
			max(e.at) filter (where e.is_visitor or (e.turn > 0 and (e.is_bot or e.is_agent))) as last_message_at,
			(array_agg(e.said_before order by e.seq)
				filter (where e.is_visitor and e.at - e.said_before > interval '72 hours'))[1] as rested_at,
			coalesce(bool_or(e.is_visitor and e.at - e.said_before between interval '1 hour' and interval '72 hours'), false)
				as is_returned_here,
			count(*) filter (where e.is_visitor)::int as visitor_messages,
			count(*) filter (where e.is_bot)::int as bot_messages,
			count(*) filter (where e.is_agent)::int as agent_messages,
			count(*) filter (where e.is_visitor and e.owner = 'bot')::int as asked,
			coalesce(max(l.fallbacks), 0) as fallbacks,
			count(*) filter (where e.is_owner and e.owner <> 'bot' and e.owner_before = 'bot')::int as handoffs,
			coalesce(max(t.up), 0)::int as thumbs_up,
			coalesce(max(t.down), 0)::int as thumbs_down,
			(array_agg(e.event ->> 'csat' order by e.seq desc)
				filter (where e.kind = 'feedback' and e.event ->> 'csat' in ('1', '2', '3', '4', '5')))[1]::smallint as rating,
			analytics_ms(min(e.at) filter (where e.is_visitor), min(e.at) filter (where e.is_bot and e.turn > 0)) as bot_response_ms,
			max(r.ms) as person_response_ms,
			max(w.ms) as waiting_ms,
			case when (array_agg(coalesce(e.closing, 'visitor') order by e.seq desc)
				filter (where e.closing is not null or e.is_visitor))[1] = 'resolved'
				then max(e.at) filter (where e.closing = 'resolved') end as resolved_at,
			case when (array_agg(coalesce(e.closing, 'visitor') order by e.seq desc)
				filter (where e.closing is not null or e.is_visitor))[1] = 'resolved'
				then (array_agg(analytics_person(e.event) order by e.seq desc) filter (where e.closing = 'resolved'))[1] end as resolved_by,
			coalesce((array_agg(e.owner order by e.seq desc))[1], 'bot') as owner,
			coalesce(max(e.seq) filter (where e.is_bot and e.turn > 0) > max(e.seq) filter (where e.is_visitor), false) as is_answered,
			coalesce((array_agg(e.owner = 'bot' and (e.turn_falls_back
				or coalesce(e.event #>> '{parse_data,intent,name}' = 'nlu_fallback', false)) order by e.seq desc)
				filter (where e.is_visitor))[1], false) as is_fallback,
			coalesce((array_agg(coalesce(e.event #>> '{parse_data,intent,name}' in ('thank', 'thanks', 'thank_you', 'thankyou'), false)
				order by e.seq desc) filter (where e.is_visitor))[1], false) as is_thanks,
			max(o.form) as active_form
		from conversations c join entries e on e.id = c.id left join fallen l on l.id = c.id left join thumbs t on t.id = c.id
		left join waited w on w.id = c.id left join responses r on r.id = c.id left join open_forms o on o.id = c.id
		where c.id in (select id from wanted) group by c.id, c.contact_id, c.channel
	)`;

const FACETS = sql`
	facets as (
		select id as conversation_id, 'intent' as kind, intent as name, '' as detail, count(*) as n, 0::bigint as m
		from asks where intent is not null group by 1, 3
		union all select id, 'confused', first, second, count(*), 0 from asks where second is not null group by 1, 3, 4
		union all select id, 'agent', analytics_person(event), '', count(*), 0 from entries
			where is_agent and analytics_person(event) is not null group by 1, 3
		union all select id, 'reply', person, analytics_bin(ms)::text, count(*), sum(ms)::bigint from waits
			where ms is not null and person is not null group by 1, 3, 4
		union all select id, 'slot', form, slot, n, m from slots
		union all select id, 'form', form, '', 1, is_completed::int from forms
	)`;
