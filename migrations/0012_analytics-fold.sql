-- The figures of the desk are kept by the database, in the transaction that stores a conversation's entries: whoever writes
-- them (a flush, a restored backup, a seed) can't forget it, and an entry that comes twice is counted once. What each figure
-- means stands in docs/analytics.md; `care analytics verify` counts the same anew from the entries, by other statements.

-- Which bin a time falls into: exact below 64 ms, then 32 bins for each doubling. Same milliseconds, same bin, for ever.
CREATE FUNCTION "analytics_bin"(ms bigint) RETURNS integer
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
	SELECT CASE WHEN ms < 64 THEN greatest(ms, 0)::int ELSE (b.e * 32 + (ms >> b.e))::int END
	FROM (SELECT width_bucket(ms, ARRAY[64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144,
		524288, 1048576, 2097152, 4194304, 8388608, 16777216, 33554432, 67108864, 134217728, 268435456, 536870912,
		1073741824, 2147483648, 4294967296, 8589934592, 17179869184, 34359738368, 68719476736, 137438953472]::bigint[]) AS e) b
$$;
--> statement-breakpoint
-- Milliseconds between two instants.
CREATE FUNCTION "analytics_ms"(since timestamptz, until timestamptz) RETURNS bigint
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT (extract(epoch FROM until - since) * 1000)::bigint $$;
--> statement-breakpoint
-- What each counted conversation adds to `analytics_quarters`.
CREATE VIEW "conversation_measures" AS
SELECT f.conversation_id, f.is_test, f.model_id, f.started_at,
	date_bin('15 minutes', f.started_at, '2000-01-01 00:00:00+00') AS quarter, f.channel, f.language,
	1::bigint AS conversations,
	o.is_contained::int::bigint AS contained,
	o.is_confirmed::int::bigint AS confirmed,
	o.is_assumed::int::bigint AS assumed,
	((o.is_confirmed OR o.is_assumed) AND (f.is_returned_here
		OR coalesce(f.next_started_at <= f.last_message_at + interval '72 hours', false)))::int::bigint AS returned,
	(NOT o.is_contained AND f.resolved_at IS NOT NULL)::int::bigint AS resolved_by_person,
	(f.handoffs > 0)::int::bigint AS handed_off,
	f.handoffs::bigint, f.visitor_messages::bigint, f.bot_messages::bigint, f.agent_messages::bigint, f.asked::bigint,
	f.fallbacks::bigint, f.thumbs_up::bigint, f.thumbs_down::bigint,
	coalesce(f.rating = 1, false)::int::bigint AS rated_1,
	coalesce(f.rating = 2, false)::int::bigint AS rated_2,
	coalesce(f.rating = 3, false)::int::bigint AS rated_3,
	coalesce(f.rating = 4, false)::int::bigint AS rated_4,
	coalesce(f.rating = 5, false)::int::bigint AS rated_5,
	(f.bot_response_ms IS NOT NULL)::int::bigint AS bot_response_n, coalesce(f.bot_response_ms, 0) AS bot_response_ms,
	(f.person_response_ms IS NOT NULL)::int::bigint AS person_response_n,
	coalesce(f.person_response_ms, 0) AS person_response_ms,
	(f.waiting_ms IS NOT NULL)::int::bigint AS waiting_n, coalesce(f.waiting_ms, 0) AS waiting_ms,
	(r.ended_at IS NOT NULL)::int::bigint AS resolution_n,
	coalesce(analytics_ms(f.started_at, r.ended_at), 0) AS resolution_ms
FROM conversation_facts f
CROSS JOIN LATERAL (SELECT f.handoffs = 0 AND f.agent_messages = 0 AS is_contained) p
CROSS JOIN LATERAL (SELECT p.is_contained AND CASE WHEN f.rating IS NOT NULL THEN f.rating >= 4
	ELSE f.thumbs_down = 0 AND (f.thumbs_up > 0 OR f.is_thanks) END AS is_confirmed) y
CROSS JOIN LATERAL (SELECT p.is_contained, y.is_confirmed, p.is_contained AND NOT y.is_confirmed AND f.rating IS NULL
	AND f.thumbs_down = 0 AND f.is_answered AND NOT f.is_fallback AND f.active_form IS NULL AS is_assumed) o
CROSS JOIN LATERAL (SELECT CASE WHEN o.is_confirmed OR o.is_assumed THEN coalesce(f.rested_at, f.last_message_at)
	WHEN NOT o.is_contained THEN f.resolved_at END AS ended_at) r
WHERE f.started_at IS NOT NULL;
--> statement-breakpoint
-- What each counted conversation adds to `analytics_days`.
CREATE VIEW "conversation_details" AS
SELECT f.conversation_id, f.is_test, f.started_at, (f.started_at AT TIME ZONE 'UTC')::date AS day, f.channel, f.language,
	d.kind, d.name, d.detail, 1::bigint AS conversations, d.n, d.m
FROM conversation_facts f
JOIN LATERAL (
	SELECT e.kind, e.name, e.detail, e.n, e.m FROM conversation_facets e WHERE e.conversation_id = f.conversation_id
	UNION ALL
	SELECT 'rating', e.name, f.rating::text, 1, 0 FROM conversation_facets e
	WHERE e.conversation_id = f.conversation_id AND e.kind = 'agent' AND f.rating IS NOT NULL
	UNION ALL
	SELECT 'resolver', f.resolved_by, '', 1, 0 WHERE f.resolved_by IS NOT NULL AND f.resolved_at IS NOT NULL
	UNION ALL
	SELECT 'time', t.name, analytics_bin(t.ms)::text, 1, 0
	FROM conversation_measures m
	CROSS JOIN LATERAL (VALUES ('botResponse', m.bot_response_n, m.bot_response_ms),
		('personResponse', m.person_response_n, m.person_response_ms), ('waiting', m.waiting_n, m.waiting_ms),
		('resolution', m.resolution_n, m.resolution_ms)) t(name, n, ms)
	WHERE m.conversation_id = f.conversation_id AND t.n = 1
) d ON true
WHERE f.started_at IS NOT NULL;
--> statement-breakpoint
-- What these conversations add to the sums as they stand.
CREATE FUNCTION "analytics_measures_of"(ids uuid[]) RETURNS "analytics_quarters"[]
	LANGUAGE sql STABLE
AS $$
	SELECT coalesce(array_agg(ROW(quarter, channel, language,
		conversations, contained, confirmed, assumed, returned, resolved_by_person, handed_off, handoffs,
		visitor_messages, bot_messages, agent_messages, asked, fallbacks, thumbs_up, thumbs_down, rated_1, rated_2,
		rated_3, rated_4, rated_5, bot_response_n, bot_response_ms, person_response_n, person_response_ms, waiting_n,
		waiting_ms, resolution_n, resolution_ms)::analytics_quarters ORDER BY conversation_id), '{}')
	FROM conversation_measures WHERE conversation_id = ANY (ids) AND NOT is_test
$$;
--> statement-breakpoint
CREATE FUNCTION "analytics_details_of"(id uuid) RETURNS "analytics_days"[]
	LANGUAGE sql STABLE
AS $$
	SELECT coalesce(array_agg(ROW(day, channel, language, kind, name, detail, conversations, n, m)::analytics_days ORDER BY kind, name, detail),
		'{}')
	FROM conversation_details WHERE conversation_id = id AND NOT is_test
$$;
--> statement-breakpoint
-- Takes out of the sums what was there before and puts in what is there after. Rows are locked in one order everywhere:
-- two writers never wait for each other in a ring.
CREATE FUNCTION "analytics_change"(before "analytics_quarters"[], after "analytics_quarters"[], details_before "analytics_days"[],
	details_after "analytics_days"[]) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF before IS DISTINCT FROM after THEN
		INSERT INTO analytics_quarters AS q (quarter, channel, language,
		conversations, contained, confirmed, assumed, returned, resolved_by_person, handed_off, handoffs,
		visitor_messages, bot_messages, agent_messages, asked, fallbacks, thumbs_up, thumbs_down, rated_1, rated_2,
		rated_3, rated_4, rated_5, bot_response_n, bot_response_ms, person_response_n, person_response_ms, waiting_n,
		waiting_ms, resolution_n, resolution_ms)
		SELECT c.quarter, k.channel, k.language,
		sum(c.sign * c.conversations), sum(c.sign * c.contained), sum(c.sign * c.confirmed), sum(c.sign * c.assumed),
		sum(c.sign * c.returned), sum(c.sign * c.resolved_by_person), sum(c.sign * c.handed_off),
		sum(c.sign * c.handoffs), sum(c.sign * c.visitor_messages), sum(c.sign * c.bot_messages),
		sum(c.sign * c.agent_messages), sum(c.sign * c.asked), sum(c.sign * c.fallbacks), sum(c.sign * c.thumbs_up),
		sum(c.sign * c.thumbs_down), sum(c.sign * c.rated_1), sum(c.sign * c.rated_2), sum(c.sign * c.rated_3),
		sum(c.sign * c.rated_4), sum(c.sign * c.rated_5), sum(c.sign * c.bot_response_n),
		sum(c.sign * c.bot_response_ms), sum(c.sign * c.person_response_n), sum(c.sign * c.person_response_ms),
		sum(c.sign * c.waiting_n), sum(c.sign * c.waiting_ms), sum(c.sign * c.resolution_n),
		sum(c.sign * c.resolution_ms)
		FROM (SELECT -1 AS sign, b.* FROM unnest(before) b UNION ALL SELECT 1, a.* FROM unnest(after) a) c
		CROSS JOIN LATERAL (VALUES ('*', '*'), (c.channel, c.language)) k(channel, language)
		GROUP BY c.quarter, k.channel, k.language
		ORDER BY k.channel, k.language, c.quarter
		ON CONFLICT (channel, language, quarter) DO UPDATE SET
		conversations = q.conversations + excluded.conversations, contained = q.contained + excluded.contained,
		confirmed = q.confirmed + excluded.confirmed, assumed = q.assumed + excluded.assumed,
		returned = q.returned + excluded.returned,
		resolved_by_person = q.resolved_by_person + excluded.resolved_by_person,
		handed_off = q.handed_off + excluded.handed_off, handoffs = q.handoffs + excluded.handoffs,
		visitor_messages = q.visitor_messages + excluded.visitor_messages,
		bot_messages = q.bot_messages + excluded.bot_messages,
		agent_messages = q.agent_messages + excluded.agent_messages, asked = q.asked + excluded.asked,
		fallbacks = q.fallbacks + excluded.fallbacks, thumbs_up = q.thumbs_up + excluded.thumbs_up,
		thumbs_down = q.thumbs_down + excluded.thumbs_down, rated_1 = q.rated_1 + excluded.rated_1,
		rated_2 = q.rated_2 + excluded.rated_2, rated_3 = q.rated_3 + excluded.rated_3,
		rated_4 = q.rated_4 + excluded.rated_4, rated_5 = q.rated_5 + excluded.rated_5,
		bot_response_n = q.bot_response_n + excluded.bot_response_n,
		bot_response_ms = q.bot_response_ms + excluded.bot_response_ms,
		person_response_n = q.person_response_n + excluded.person_response_n,
		person_response_ms = q.person_response_ms + excluded.person_response_ms,
		waiting_n = q.waiting_n + excluded.waiting_n, waiting_ms = q.waiting_ms + excluded.waiting_ms,
		resolution_n = q.resolution_n + excluded.resolution_n,
		resolution_ms = q.resolution_ms + excluded.resolution_ms;
	END IF;
	IF details_before IS DISTINCT FROM details_after THEN
		INSERT INTO analytics_days AS q (day, channel, language, kind, name, detail, conversations, n, m)
		SELECT c.day, k.channel, k.language, c.kind, c.name, c.detail,
			sum(c.sign * c.conversations), sum(c.sign * c.n), sum(c.sign * c.m)
		FROM (SELECT -1 AS sign, b.* FROM unnest(details_before) b
			UNION ALL SELECT 1, a.* FROM unnest(details_after) a) c
		CROSS JOIN LATERAL (VALUES ('*', '*'), (c.channel, c.language)) k(channel, language)
		GROUP BY c.day, k.channel, k.language, c.kind, c.name, c.detail
		HAVING sum(c.sign * c.conversations) <> 0 OR sum(c.sign * c.n) <> 0 OR sum(c.sign * c.m) <> 0
		ORDER BY k.channel, k.language, c.kind, c.day, c.name, c.detail
		ON CONFLICT (channel, language, kind, day, name, detail) DO UPDATE SET
			conversations = q.conversations + excluded.conversations, n = q.n + excluded.n, m = q.m + excluded.m;
	END IF;
END
$$;
--> statement-breakpoint
-- What conversations of one contact say of each other: which is the next one, and which opens a week since the first.
CREATE FUNCTION "analytics_contact"(contact uuid) RETURNS void
	LANGUAGE sql
AS $$
	UPDATE conversation_facts f SET next_started_at = w.next_at, contact_started_at = w.first_at, contact_week = w.week,
		opens_week = w.opens
	FROM (
		SELECT s.*, row_number() OVER (PARTITION BY s.week ORDER BY s.started_at, s.conversation_id) = 1 AS opens
		FROM (
			SELECT conversation_id, started_at, lead(started_at) OVER own AS next_at, first_value(started_at) OVER own AS first_at,
				(analytics_ms(first_value(started_at) OVER own, started_at) / 604800000)::int AS week
			FROM conversation_facts WHERE contact_id = contact AND started_at IS NOT NULL AND NOT is_test
			WINDOW own AS (ORDER BY started_at, conversation_id)
		) s
	) w
	WHERE f.conversation_id = w.conversation_id
		AND (f.next_started_at, f.contact_started_at, f.contact_week, f.opens_week)
			IS DISTINCT FROM (w.next_at, w.first_at, w.week, w.opens)
$$;
--> statement-breakpoint
CREATE FUNCTION "analytics_siblings"(contact uuid) RETURNS uuid[]
	LANGUAGE sql STABLE
AS $$
	SELECT coalesce(array_agg(conversation_id ORDER BY conversation_id), '{}') FROM conversation_facts WHERE contact_id = contact
$$;
--> statement-breakpoint
-- Writers that change which conversations a contact has take turns.
CREATE FUNCTION "analytics_lock_contact"(contact uuid) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF contact IS NOT NULL THEN PERFORM pg_advisory_xact_lock(hashtextextended('analytics ' || contact, 0)); END IF;
END
$$;
--> statement-breakpoint
CREATE FUNCTION "analytics_facet"(id uuid, facet_kind text, facet_name text, facet_detail text, more_n bigint, more_m bigint)
	RETURNS void
	LANGUAGE sql
AS $$
	INSERT INTO conversation_facets AS t (conversation_id, kind, name, detail, n, m)
	VALUES (id, facet_kind, facet_name, facet_detail, more_n, more_m)
	ON CONFLICT (conversation_id, kind, name, detail) DO UPDATE SET n = t.n + excluded.n, m = t.m + excluded.m
$$;
--> statement-breakpoint
-- Who of the company an entry speaks of: the id, else the name.
CREATE FUNCTION "analytics_person"(event jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
	SELECT left(nullif(coalesce(event #>> '{by,id}', event #>> '{metadata,agent_id}', event #>> '{metadata,user_id}',
		event #>> '{metadata,name}', CASE WHEN jsonb_typeof(event -> 'by') = 'string' THEN event ->> 'by' END), ''), 64)
$$;
--> statement-breakpoint
-- The user's message as customers see it: what the host itself tells the engine is nobody's words.
CREATE FUNCTION "analytics_is_visitor"(event jsonb) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
	SELECT event ->> 'event' = 'user' AND event ->> 'text' IS NOT NULL AND event ->> 'text' <> '/session_start'
		AND event #> '{metadata,is_external}' IS DISTINCT FROM 'true'
$$;
--> statement-breakpoint
-- A message to the bot: its intent, and the two intents between which it was hard to choose.
CREATE FUNCTION "analytics_intents"(parse jsonb, OUT intent text, OUT first text, OUT second text)
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
	SELECT left(nullif(parse #>> '{intent,name}', 'nlu_fallback'), 256),
		CASE WHEN r.near THEN r.names[1] END, CASE WHEN r.near THEN r.names[2] END
	FROM (
		SELECT array_agg(left(i.item ->> 'name', 256) ORDER BY i.place) AS names,
			coalesce((array_agg((i.item ->> 'confidence')::float8 ORDER BY i.place))[1]
				- (array_agg((i.item ->> 'confidence')::float8 ORDER BY i.place))[2] < 0.2, false) AS near
		FROM jsonb_array_elements(CASE WHEN jsonb_typeof(parse -> 'intent_ranking') = 'array' THEN parse -> 'intent_ranking'
			ELSE '[]' END) WITH ORDINALITY i(item, place)
		WHERE i.place <= 3 AND i.item ->> 'name' <> 'nlu_fallback' AND jsonb_typeof(i.item -> 'confidence') = 'number'
	) r
$$;
--> statement-breakpoint
-- One entry more: what it does to the facts of its conversation, and to what the conversation has of named things.
CREATE FUNCTION "analytics_step"(f "conversation_facts", entry "conversation_events") RETURNS "conversation_facts"
	LANGUAGE plpgsql
AS $$
DECLARE
	content jsonb := entry.event;
	kind text := content ->> 'event';
	parsed record;
	person text;
	rated text;
	before text;
BEGIN
	f.through_seq := entry.seq;
	IF entry.kind = 'dialogue' THEN
		f.model_id := coalesce(content #>> '{metadata,model_id}', f.model_id);
		IF analytics_is_visitor(content) THEN
			IF f.started_at IS NULL THEN
				f.started_at := entry.at;
				f.is_test := f.channel = 'test' OR content #> '{metadata,test}' IS NOT DISTINCT FROM 'true';
			ELSIF entry.at - f.last_message_at > interval '72 hours' THEN
				f.rested_at := coalesce(f.rested_at, f.last_message_at);
			ELSIF entry.at - f.last_message_at >= interval '1 hour' THEN
				f.is_returned_here := true;
			END IF;
			f.last_message_at := entry.at;
			f.visitor_messages := f.visitor_messages + 1;
			f.is_to_bot := f.owner = 'bot';
			f.is_fallback := false;
			f.is_answered := false;
			f.is_thanks := coalesce(content #>> '{parse_data,intent,name}' IN ('thank', 'thanks', 'thank_you', 'thankyou'), false);
			f.resolved_at := NULL;
			f.resolved_by := NULL;
			IF f.language = '' THEN f.language := coalesce(left(content #>> '{parse_data,language,code}', 35), ''); END IF;
			IF f.is_to_bot THEN
				f.asked := f.asked + 1;
				f.is_fallback := coalesce(content #>> '{parse_data,intent,name}' = 'nlu_fallback', false);
				f.fallbacks := f.fallbacks + f.is_fallback::int;
				parsed := analytics_intents(content -> 'parse_data');
				IF parsed.intent IS NOT NULL THEN
					PERFORM analytics_facet(f.conversation_id, 'intent', parsed.intent, '', 1, 0);
				END IF;
				IF parsed.second IS NOT NULL THEN
					PERFORM analytics_facet(f.conversation_id, 'confused', parsed.first, parsed.second, 1, 0);
				END IF;
			ELSE
				f.waiting_since := coalesce(f.waiting_since, entry.at);
			END IF;
		ELSIF kind = 'bot' THEN
			f.bot_messages := f.bot_messages + 1;
			IF f.started_at IS NOT NULL THEN
				f.last_message_at := entry.at;
				f.is_answered := true;
				f.bot_response_ms := coalesce(f.bot_response_ms, analytics_ms(f.started_at, entry.at));
			END IF;
		ELSIF kind = 'agent' AND content ->> 'text' IS NOT NULL THEN
			f.agent_messages := f.agent_messages + 1;
			IF f.started_at IS NOT NULL THEN f.last_message_at := entry.at; END IF;
			person := analytics_person(content);
			IF person IS NOT NULL THEN PERFORM analytics_facet(f.conversation_id, 'agent', person, '', 1, 0); END IF;
			IF f.first_handoff_at IS NOT NULL AND f.person_response_ms IS NULL THEN
				f.person_response_ms := analytics_ms(f.first_handoff_at, entry.at);
			END IF;
			IF f.waiting_since IS NOT NULL THEN
				f.waiting_ms := coalesce(f.waiting_ms, 0) + analytics_ms(f.waiting_since, entry.at);
				IF person IS NOT NULL THEN
					PERFORM analytics_facet(f.conversation_id, 'reply', person,
						analytics_bin(analytics_ms(f.waiting_since, entry.at))::text, 1, analytics_ms(f.waiting_since, entry.at));
				END IF;
				f.waiting_since := NULL;
			END IF;
		ELSIF kind = 'action' AND content ->> 'name' IN ('action_default_fallback', 'action_two_stage_fallback') THEN
			IF f.is_to_bot AND NOT f.is_fallback THEN
				f.is_fallback := true;
				f.fallbacks := f.fallbacks + 1;
			END IF;
		ELSIF kind = 'slot' THEN
			IF content ->> 'name' = 'language' AND jsonb_typeof(content -> 'value') = 'string' AND content ->> 'value' <> '' THEN
				f.language := left(content ->> 'value', 35);
			END IF;
			f := analytics_slot(f, content);
		ELSIF kind = 'active_loop' THEN
			IF content ->> 'name' IS NULL THEN
				UPDATE conversation_facets t SET m = 1
				WHERE t.conversation_id = f.conversation_id AND t.kind = 'form' AND t.name = f.active_form
					AND (f.asked_slot IS NULL OR EXISTS (SELECT FROM conversation_facets s WHERE s.conversation_id = f.conversation_id
						AND s.kind = 'slot' AND s.name = f.active_form AND s.detail = f.asked_slot AND s.m = 1));
				f.active_form := NULL;
				f.asked_slot := NULL;
			ELSIF left(content ->> 'name', 256) IS DISTINCT FROM f.active_form THEN
				f.active_form := left(content ->> 'name', 256);
				f.asked_slot := NULL;
				PERFORM analytics_facet(f.conversation_id, 'form', f.active_form, '', 0, 0);
				UPDATE conversation_facets t SET n = 1, m = 0
				WHERE t.conversation_id = f.conversation_id AND t.kind = 'form' AND t.name = f.active_form;
			END IF;
		ELSIF kind IN ('restart', 'session_started') THEN
			f.active_form := NULL;
			f.asked_slot := NULL;
		END IF;
	ELSIF entry.kind = 'feedback' THEN
		IF content ->> 'csat' IN ('1', '2', '3', '4', '5') THEN
			f.rating := (content ->> 'csat')::smallint;
		ELSIF content ? 'rating' THEN
			rated := coalesce(content ->> 'rating', '');
			SELECT coalesce(e.event ->> 'rating', '') INTO before FROM conversation_events e
			WHERE e.conversation_id = f.conversation_id AND e.seq < entry.seq AND e.kind = 'feedback'
				AND e.event ? 'rating' AND e.event -> 'seq' = content -> 'seq'
			ORDER BY e.seq DESC LIMIT 1;
			before := coalesce(before, '');
			f.thumbs_up := f.thumbs_up + (rated = 'up')::int - (before = 'up')::int;
			f.thumbs_down := f.thumbs_down + (rated = 'down')::int - (before = 'down')::int;
		END IF;
	ELSIF entry.kind = 'system' THEN
		kind := content ->> 'type';
		IF kind = 'owner_changed' AND content ->> 'owner' IN ('bot', 'queue', 'person') THEN
			IF f.owner = 'bot' AND content ->> 'owner' <> 'bot' THEN
				f.handoffs := f.handoffs + 1;
				f.first_handoff_at := coalesce(f.first_handoff_at, entry.at);
				f.waiting_since := entry.at;
			ELSIF content ->> 'owner' = 'bot' THEN
				f.waiting_since := NULL;
			END IF;
			f.owner := content ->> 'owner';
		ELSIF kind = 'resolved' THEN
			f.resolved_at := entry.at;
			f.resolved_by := analytics_person(content);
			f.waiting_since := NULL;
		ELSIF kind = 'reopened' THEN
			f.resolved_at := NULL;
			f.resolved_by := NULL;
		END IF;
	END IF;
	RETURN f;
END
$$;
--> statement-breakpoint
-- What a slot's content says of the form that runs: it asks for a slot, or a slot that it asked for is filled or emptied.
CREATE FUNCTION "analytics_slot"(f "conversation_facts", event jsonb) RETURNS "conversation_facts"
	LANGUAGE plpgsql
AS $$
DECLARE
	slot text := left(event ->> 'name', 256);
	is_filled int := (jsonb_typeof(event -> 'value') IS DISTINCT FROM 'null')::int;
BEGIN
	IF f.active_form IS NULL THEN RETURN f; END IF;
	IF slot = 'requested_slot' THEN
		IF jsonb_typeof(event -> 'value') = 'string' THEN
			f.asked_slot := left(event ->> 'value', 256);
			PERFORM analytics_facet(f.conversation_id, 'slot', f.active_form, f.asked_slot, 0, 0);
			UPDATE conversation_facets t SET n = 1, m = 0
			WHERE t.conversation_id = f.conversation_id AND t.kind = 'slot' AND t.name = f.active_form AND t.detail = f.asked_slot;
		END IF;
	ELSE
		UPDATE conversation_facets t SET m = is_filled
		WHERE t.conversation_id = f.conversation_id AND t.kind = 'slot' AND t.name = f.active_form AND t.detail = slot;
	END IF;
	RETURN f;
END
$$;
--> statement-breakpoint
-- Brings a conversation's figures up to its log. Entries that were counted are not looked at again.
CREATE FUNCTION "analytics_fold"(id uuid, with_sums boolean DEFAULT true) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	f conversation_facts;
	entry conversation_events;
	before analytics_quarters[] := '{}';
	details_before analytics_days[] := '{}';
	ids uuid[] := ARRAY[id];
	was_started boolean;
	contact uuid;
BEGIN
	INSERT INTO conversation_facts (conversation_id, contact_id, channel)
	SELECT c.id, c.contact_id, c.channel FROM conversations c WHERE c.id = analytics_fold.id
	ON CONFLICT (conversation_id) DO NOTHING;
	SELECT t.started_at IS NOT NULL, t.contact_id INTO was_started, contact
	FROM conversation_facts t WHERE t.conversation_id = id;
	IF NOT FOUND THEN RETURN; END IF;
	-- before any row is locked: see analytics_lock_contact
	IF NOT was_started THEN PERFORM analytics_lock_contact(contact); END IF;
	SELECT t.* INTO f FROM conversation_facts t WHERE t.conversation_id = id FOR UPDATE;
	IF with_sums AND was_started THEN details_before := analytics_details_of(id); END IF;
	IF with_sums AND was_started THEN before := analytics_measures_of(ids); END IF;
	FOR entry IN SELECT e.* FROM conversation_events e WHERE e.conversation_id = id AND e.seq > f.through_seq ORDER BY e.seq LOOP
		f := analytics_step(f, entry);
	END LOOP;
	IF NOT was_started AND f.started_at IS NOT NULL AND f.contact_id IS NOT NULL THEN
		IF with_sums THEN
			ids := analytics_siblings(f.contact_id);
			before := analytics_measures_of(ids);
		END IF;
	END IF;
	UPDATE conversation_facts t SET (through_seq, language, model_id, is_test, started_at, last_message_at, rested_at,
		is_returned_here, visitor_messages, bot_messages, agent_messages, asked, fallbacks, handoffs, thumbs_up, thumbs_down,
		rating, bot_response_ms, person_response_ms, waiting_ms, resolved_at, resolved_by, owner, first_handoff_at,
		waiting_since, is_to_bot, is_fallback, is_answered, is_thanks, active_form, asked_slot)
		= (f.through_seq, f.language, f.model_id, f.is_test, f.started_at, f.last_message_at, f.rested_at,
		f.is_returned_here, f.visitor_messages, f.bot_messages, f.agent_messages, f.asked, f.fallbacks, f.handoffs, f.thumbs_up,
		f.thumbs_down, f.rating, f.bot_response_ms, f.person_response_ms, f.waiting_ms, f.resolved_at, f.resolved_by, f.owner,
		f.first_handoff_at, f.waiting_since, f.is_to_bot, f.is_fallback, f.is_answered, f.is_thanks, f.active_form, f.asked_slot)
	WHERE t.conversation_id = id;
	IF NOT was_started AND f.started_at IS NOT NULL AND f.contact_id IS NOT NULL THEN
		PERFORM analytics_contact(f.contact_id);
	END IF;
	IF with_sums THEN
		PERFORM analytics_change(before, analytics_measures_of(ids), details_before, analytics_details_of(id));
	END IF;
END
$$;
--> statement-breakpoint
-- A fault here must never keep a conversation from being stored: its figures then stay behind, and verification says so.
CREATE FUNCTION "analytics_follow"() RETURNS trigger
	LANGUAGE plpgsql
AS $$
DECLARE
	id uuid;
BEGIN
	FOR id IN SELECT DISTINCT conversation_id FROM fresh ORDER BY 1 LOOP
		BEGIN
			PERFORM analytics_fold(id);
		EXCEPTION WHEN data_exception OR integrity_constraint_violation OR syntax_error_or_access_rule_violation THEN
			RAISE WARNING 'the figures of conversation % stay behind: %', id, SQLSTATE;
		END;
	END LOOP;
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "analytics_follow" AFTER INSERT ON "conversation_events"
	REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION "analytics_follow"();
--> statement-breakpoint
-- A conversation that goes takes its figures along.
CREATE FUNCTION "analytics_forget"() RETURNS trigger
	LANGUAGE plpgsql
AS $$
DECLARE
	ids uuid[];
	before analytics_quarters[];
	details_before analytics_days[];
	contact uuid;
BEGIN
	SELECT contact_id INTO contact FROM conversation_facts WHERE conversation_id = OLD.id;
	IF NOT FOUND THEN RETURN OLD; END IF;
	PERFORM analytics_lock_contact(contact);
	ids := analytics_siblings(contact) || OLD.id;
	before := analytics_measures_of(ids);
	details_before := analytics_details_of(OLD.id);
	DELETE FROM conversation_facets WHERE conversation_id = OLD.id;
	DELETE FROM conversation_facts WHERE conversation_id = OLD.id;
	PERFORM analytics_contact(contact);
	PERFORM analytics_change(before, analytics_measures_of(ids), details_before, '{}');
	RETURN OLD;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "analytics_forget" BEFORE DELETE ON "conversations"
	FOR EACH ROW EXECUTE FUNCTION "analytics_forget"();
--> statement-breakpoint
-- A conversation that becomes another contact's, or nobody's.
CREATE FUNCTION "analytics_move"() RETURNS trigger
	LANGUAGE plpgsql
AS $$
DECLARE
	ids uuid[];
	before analytics_quarters[];
BEGIN
	PERFORM analytics_lock_contact(least(OLD.contact_id, NEW.contact_id));
	PERFORM analytics_lock_contact(greatest(OLD.contact_id, NEW.contact_id));
	ids := analytics_siblings(OLD.contact_id) || analytics_siblings(NEW.contact_id) || OLD.id;
	before := analytics_measures_of(ids);
	UPDATE conversation_facts SET contact_id = NEW.contact_id, next_started_at = NULL, contact_started_at = NULL,
		contact_week = NULL, opens_week = false
	WHERE conversation_id = OLD.id;
	PERFORM analytics_contact(OLD.contact_id);
	PERFORM analytics_contact(NEW.contact_id);
	PERFORM analytics_change(before, analytics_measures_of(ids), '{}', '{}');
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "analytics_move" AFTER UPDATE OF "contact_id" ON "conversations"
	FOR EACH ROW WHEN (OLD."contact_id" IS DISTINCT FROM NEW."contact_id") EXECUTE FUNCTION "analytics_move"();
--> statement-breakpoint
-- Makes the sums anew from the facts, while no fact changes.
CREATE FUNCTION "analytics_sum_up"() RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	LOCK TABLE conversation_facts IN SHARE MODE;
	DELETE FROM analytics_quarters;
	DELETE FROM analytics_days;
	INSERT INTO analytics_quarters (quarter, channel, language,
		conversations, contained, confirmed, assumed, returned, resolved_by_person, handed_off, handoffs,
		visitor_messages, bot_messages, agent_messages, asked, fallbacks, thumbs_up, thumbs_down, rated_1, rated_2,
		rated_3, rated_4, rated_5, bot_response_n, bot_response_ms, person_response_n, person_response_ms, waiting_n,
		waiting_ms, resolution_n, resolution_ms)
	SELECT m.quarter, k.channel, k.language,
		sum(m.conversations), sum(m.contained), sum(m.confirmed), sum(m.assumed), sum(m.returned),
		sum(m.resolved_by_person), sum(m.handed_off), sum(m.handoffs), sum(m.visitor_messages), sum(m.bot_messages),
		sum(m.agent_messages), sum(m.asked), sum(m.fallbacks), sum(m.thumbs_up), sum(m.thumbs_down), sum(m.rated_1),
		sum(m.rated_2), sum(m.rated_3), sum(m.rated_4), sum(m.rated_5), sum(m.bot_response_n), sum(m.bot_response_ms),
		sum(m.person_response_n), sum(m.person_response_ms), sum(m.waiting_n), sum(m.waiting_ms), sum(m.resolution_n),
		sum(m.resolution_ms)
	FROM conversation_measures m CROSS JOIN LATERAL (VALUES ('*', '*'), (m.channel, m.language)) k(channel, language)
	WHERE NOT m.is_test GROUP BY 1, 2, 3;
	INSERT INTO analytics_days (day, channel, language, kind, name, detail, conversations, n, m)
	SELECT d.day, k.channel, k.language, d.kind, d.name, d.detail, sum(d.conversations), sum(d.n), sum(d.m)
	FROM conversation_details d CROSS JOIN LATERAL (VALUES ('*', '*'), (d.channel, d.language)) k(channel, language)
	WHERE NOT d.is_test GROUP BY 1, 2, 3, 4, 5, 6;
END
$$;
--> statement-breakpoint
-- What was stored before there were figures.
SELECT analytics_fold(id) FROM conversations ORDER BY id;
