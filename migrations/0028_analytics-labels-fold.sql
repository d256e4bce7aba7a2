-- Sums of conversations that have a label, and more of those that have an intent, an agent or a model. Labels come and go at any
-- time, also long after a conversation's last entry: what they change in the sums is changed in the transaction that sets them.

CREATE VIEW "conversation_named_slices" AS
SELECT f.conversation_id, f.started_at, s.slice
FROM conversation_facts f CROSS JOIN LATERAL (
	SELECT '+test' WHERE f.is_test
	UNION ALL SELECT 'model ' || f.model_id WHERE f.model_id IS NOT NULL AND NOT f.is_test
	UNION ALL SELECT t.kind || ' ' || t.name FROM conversation_facets t
	WHERE t.conversation_id = f.conversation_id AND t.kind IN ('agent', 'intent') AND NOT f.is_test
	UNION ALL SELECT 'label ' || l.label_id FROM conversation_labels l
	WHERE l.conversation_id = f.conversation_id AND NOT f.is_test
) s(slice)
WHERE f.started_at IS NOT NULL;
--> statement-breakpoint
-- As before (0022), and each of a conversation's labels; a named slice by channel and by language too, both at once of labels.
CREATE OR REPLACE VIEW "conversation_slices" AS
SELECT m.conversation_id, m.started_at, s.slice, s.channel, s.language, date_bin('1 hour', m.started_at, '2000-01-01 00:00:00+00') AS at,
	m.conversations, m.contained, m.confirmed, m.assumed, m.returned, m.resolved_by_person, m.handed_off, m.handoffs,
	m.visitor_messages, m.bot_messages, m.agent_messages, m.asked, m.fallbacks, m.thumbs_up, m.thumbs_down, m.rated_1,
	m.rated_2, m.rated_3, m.rated_4, m.rated_5, m.bot_response_n, m.bot_response_ms, m.person_response_n,
	m.person_response_ms, m.waiting_n, m.waiting_ms, m.resolution_n, m.resolution_ms
FROM conversation_measures m CROSS JOIN LATERAL (
	SELECT CASE WHEN m.is_test THEN '+test' ELSE '' END, k.channel, k.language
	FROM (VALUES ('*', '*'), (m.channel, '*'), ('*', m.language), (m.channel, m.language)) k(channel, language)
	UNION ALL SELECT n.slice, k.channel, k.language FROM conversation_named_slices n
	CROSS JOIN (VALUES ('*', '*'), (m.channel, '*'), ('*', m.language), (m.channel, m.language)) k(channel, language)
	WHERE n.conversation_id = m.conversation_id AND NOT m.is_test AND (n.slice LIKE 'label %' OR k.channel = '*' OR k.language = '*')
) s(slice, channel, language);
--> statement-breakpoint
-- Which slices have sums by hour; all have them by day.
CREATE FUNCTION "analytics_is_hourly"(slice text, channel text, language text) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
	SELECT (channel = '*' AND language = '*') OR slice IN ('', '+test') OR slice LIKE 'label %'
$$;
--> statement-breakpoint
-- As before (0022), by hour only where that is asked for.
CREATE OR REPLACE FUNCTION "analytics_change_slices"(before "analytics_slices"[], after "analytics_slices"[]) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	INSERT INTO analytics_slices AS q (grain, slice, channel, language, at,
		conversations, contained, confirmed, assumed, returned, resolved_by_person, handed_off, handoffs, visitor_messages,
		bot_messages, agent_messages, asked, fallbacks, thumbs_up, thumbs_down, rated_1, rated_2, rated_3, rated_4, rated_5,
		bot_response_n, bot_response_ms, person_response_n, person_response_ms, waiting_n, waiting_ms, resolution_n,
		resolution_ms)
	SELECT g.grain, c.slice, c.channel, c.language, g.at,
		sum(c.sign * c.conversations), sum(c.sign * c.contained), sum(c.sign * c.confirmed), sum(c.sign * c.assumed),
		sum(c.sign * c.returned), sum(c.sign * c.resolved_by_person), sum(c.sign * c.handed_off), sum(c.sign * c.handoffs),
		sum(c.sign * c.visitor_messages), sum(c.sign * c.bot_messages), sum(c.sign * c.agent_messages),
		sum(c.sign * c.asked), sum(c.sign * c.fallbacks), sum(c.sign * c.thumbs_up), sum(c.sign * c.thumbs_down),
		sum(c.sign * c.rated_1), sum(c.sign * c.rated_2), sum(c.sign * c.rated_3), sum(c.sign * c.rated_4),
		sum(c.sign * c.rated_5), sum(c.sign * c.bot_response_n), sum(c.sign * c.bot_response_ms),
		sum(c.sign * c.person_response_n), sum(c.sign * c.person_response_ms), sum(c.sign * c.waiting_n),
		sum(c.sign * c.waiting_ms), sum(c.sign * c.resolution_n), sum(c.sign * c.resolution_ms)
	FROM (SELECT -1 AS sign, b.* FROM (SELECT * FROM unnest(before) EXCEPT ALL SELECT * FROM unnest(after)) b
		UNION ALL SELECT 1, a.* FROM (SELECT * FROM unnest(after) EXCEPT ALL SELECT * FROM unnest(before)) a) c
	CROSS JOIN LATERAL (VALUES ('hour', c.at), ('day', date_bin('1 day', c.at, '2000-01-01 00:00:00+00'))) g(grain, at)
	WHERE g.grain = 'day' OR analytics_is_hourly(c.slice, c.channel, c.language)
	GROUP BY c.slice, c.channel, c.language, g.grain, g.at
	ORDER BY g.grain, c.slice, c.channel, c.language, g.at
	ON CONFLICT (grain, slice, channel, language, at) DO UPDATE SET
		conversations = q.conversations + excluded.conversations, contained = q.contained + excluded.contained,
		confirmed = q.confirmed + excluded.confirmed, assumed = q.assumed + excluded.assumed,
		returned = q.returned + excluded.returned, resolved_by_person = q.resolved_by_person + excluded.resolved_by_person,
		handed_off = q.handed_off + excluded.handed_off, handoffs = q.handoffs + excluded.handoffs,
		visitor_messages = q.visitor_messages + excluded.visitor_messages,
		bot_messages = q.bot_messages + excluded.bot_messages, agent_messages = q.agent_messages + excluded.agent_messages,
		asked = q.asked + excluded.asked, fallbacks = q.fallbacks + excluded.fallbacks,
		thumbs_up = q.thumbs_up + excluded.thumbs_up, thumbs_down = q.thumbs_down + excluded.thumbs_down,
		rated_1 = q.rated_1 + excluded.rated_1, rated_2 = q.rated_2 + excluded.rated_2,
		rated_3 = q.rated_3 + excluded.rated_3, rated_4 = q.rated_4 + excluded.rated_4,
		rated_5 = q.rated_5 + excluded.rated_5, bot_response_n = q.bot_response_n + excluded.bot_response_n,
		bot_response_ms = q.bot_response_ms + excluded.bot_response_ms,
		person_response_n = q.person_response_n + excluded.person_response_n,
		person_response_ms = q.person_response_ms + excluded.person_response_ms,
		waiting_n = q.waiting_n + excluded.waiting_n, waiting_ms = q.waiting_ms + excluded.waiting_ms,
		resolution_n = q.resolution_n + excluded.resolution_n, resolution_ms = q.resolution_ms + excluded.resolution_ms;
	INSERT INTO analytics_times AS q (grain, slice, channel, language, at, name, doubling,
		b00, b01, b02, b03, b04, b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b15, b16, b17, b18, b19, b20, b21, b22,
		b23, b24, b25, b26, b27, b28, b29, b30, b31)
	SELECT p.grain, p.slice, p.channel, p.language, p.at, p.name, p.bin / 32,
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 0), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 1), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 2), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 3), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 4), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 5), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 6), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 7), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 8), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 9), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 10), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 11), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 12), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 13), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 14), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 15), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 16), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 17), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 18), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 19), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 20), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 21), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 22), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 23), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 24), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 25), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 26), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 27), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 28), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 29), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 30), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 31), 0)
	FROM (
		SELECT g.grain, c.slice, c.channel, c.language, g.at, t.name, analytics_bin(t.ms) AS bin, sum(c.sign) AS n
		FROM (SELECT -1 AS sign, b.* FROM unnest(before) b UNION ALL SELECT 1, a.* FROM unnest(after) a) c
		CROSS JOIN LATERAL (VALUES ('botResponse', c.bot_response_n, c.bot_response_ms),
		('personResponse', c.person_response_n, c.person_response_ms), ('waiting', c.waiting_n, c.waiting_ms),
		('resolution', c.resolution_n, c.resolution_ms)) t(name, n, ms)
		CROSS JOIN LATERAL (VALUES ('hour', c.at), ('day', date_bin('1 day', c.at, '2000-01-01 00:00:00+00'))) g(grain, at)
		WHERE t.n = 1 AND (g.grain = 'day' OR c.slice IN ('', '+test'))
		GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(c.sign) <> 0
	) p
	GROUP BY p.grain, p.slice, p.channel, p.language, p.at, p.name, p.bin / 32
	ORDER BY p.grain, p.slice, p.channel, p.language, p.at, p.name, p.bin / 32
	ON CONFLICT (grain, slice, channel, language, at, name, doubling) DO UPDATE SET
		b00 = q.b00 + excluded.b00, b01 = q.b01 + excluded.b01, b02 = q.b02 + excluded.b02, b03 = q.b03 + excluded.b03,
		b04 = q.b04 + excluded.b04, b05 = q.b05 + excluded.b05, b06 = q.b06 + excluded.b06, b07 = q.b07 + excluded.b07,
		b08 = q.b08 + excluded.b08, b09 = q.b09 + excluded.b09, b10 = q.b10 + excluded.b10, b11 = q.b11 + excluded.b11,
		b12 = q.b12 + excluded.b12, b13 = q.b13 + excluded.b13, b14 = q.b14 + excluded.b14, b15 = q.b15 + excluded.b15,
		b16 = q.b16 + excluded.b16, b17 = q.b17 + excluded.b17, b18 = q.b18 + excluded.b18, b19 = q.b19 + excluded.b19,
		b20 = q.b20 + excluded.b20, b21 = q.b21 + excluded.b21, b22 = q.b22 + excluded.b22, b23 = q.b23 + excluded.b23,
		b24 = q.b24 + excluded.b24, b25 = q.b25 + excluded.b25, b26 = q.b26 + excluded.b26, b27 = q.b27 + excluded.b27,
		b28 = q.b28 + excluded.b28, b29 = q.b29 + excluded.b29, b30 = q.b30 + excluded.b30, b31 = q.b31 + excluded.b31;
END
$$;
--> statement-breakpoint
-- What a conversation adds to `analytics_slice_days`.
CREATE VIEW "conversation_slice_days" AS
SELECT s.conversation_id, s.started_at, s.slice, d.day, d.kind, d.name, d.detail, d.conversations, d.n, d.m
FROM conversation_named_slices s JOIN conversation_details d ON d.conversation_id = s.conversation_id
WHERE d.kind <> 'time';
--> statement-breakpoint
-- What these conversations add to it as they stand.
CREATE FUNCTION "analytics_slice_days_of"(ids uuid[]) RETURNS "analytics_slice_days"[]
	LANGUAGE sql STABLE
AS $$
	SELECT coalesce(array_agg(ROW(slice, day, kind, name, detail, conversations, n, m)::analytics_slice_days), '{}')
	FROM conversation_slice_days WHERE conversation_id = ANY (ids)
$$;
--> statement-breakpoint
-- Takes out of it what was there before and puts in what is there after; rows are locked in one order.
CREATE FUNCTION "analytics_change_slice_days"(before "analytics_slice_days"[], after "analytics_slice_days"[]) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	INSERT INTO analytics_slice_days AS q (slice, day, kind, name, detail, conversations, n, m)
	SELECT c.slice, c.day, c.kind, c.name, c.detail, sum(c.sign * c.conversations), sum(c.sign * c.n), sum(c.sign * c.m)
	FROM (SELECT -1 AS sign, b.* FROM unnest(before) b UNION ALL SELECT 1, a.* FROM unnest(after) a) c
	GROUP BY c.slice, c.day, c.kind, c.name, c.detail
	HAVING sum(c.sign * c.conversations) <> 0 OR sum(c.sign * c.n) <> 0 OR sum(c.sign * c.m) <> 0
	ORDER BY c.slice, c.kind, c.day, c.name, c.detail
	ON CONFLICT (slice, kind, day, name, detail) DO UPDATE SET
		conversations = q.conversations + excluded.conversations, n = q.n + excluded.n, m = q.m + excluded.m;
END
$$;
--> statement-breakpoint
-- Keeps the labels of these conversations from coming or going until the transaction ends, a label as a whole too. Who sets a
-- label takes the facts in the same order.
CREATE FUNCTION "analytics_lock_labels"(ids uuid[]) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM FROM conversation_facts f WHERE f.conversation_id = ANY (ids) ORDER BY f.conversation_id FOR UPDATE;
	PERFORM FROM labels l WHERE l.id IN (SELECT c.label_id FROM conversation_labels c WHERE c.conversation_id = ANY (ids))
	ORDER BY l.id FOR KEY SHARE;
END
$$;
--> statement-breakpoint
-- As before (0024), and the sums of labels.
CREATE OR REPLACE FUNCTION "analytics_fold"(id uuid, with_sums boolean DEFAULT true) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	f conversation_facts;
	entry conversation_events;
	before analytics_quarters[] := '{}';
	slices_before analytics_slices[] := '{}';
	cohorts_before analytics_cohorts[] := '{}';
	cohorts_after analytics_cohorts[] := '{}';
	details_before analytics_days[] := '{}';
	details_after analytics_days[];
	slice_days_before analytics_slice_days[] := '{}';
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
	IF NOT was_started THEN
		PERFORM analytics_lock_contact(contact);
		ids := analytics_siblings(contact) || id;
	END IF;
	PERFORM analytics_lock_labels(ids);
	ids := ARRAY[id];
	SELECT t.* INTO f FROM conversation_facts t WHERE t.conversation_id = id FOR UPDATE;
	IF with_sums AND was_started THEN details_before := analytics_details_of(id); END IF;
	IF with_sums AND was_started THEN
		before := analytics_measures_of(ids);
		slices_before := analytics_slices_of(ids);
		slice_days_before := analytics_slice_days_of(ids);
	END IF;
	FOR entry IN SELECT e.* FROM conversation_events e WHERE e.conversation_id = id AND e.seq > f.through_seq ORDER BY e.seq LOOP
		f := analytics_step(f, entry);
	END LOOP;
	IF NOT was_started AND f.started_at IS NOT NULL AND f.contact_id IS NOT NULL THEN
		IF with_sums THEN
			ids := analytics_siblings(f.contact_id);
			before := analytics_measures_of(ids);
			slices_before := analytics_slices_of(ids);
			cohorts_before := analytics_cohorts_of(ids);
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
		IF with_sums THEN cohorts_after := analytics_cohorts_of(ids); END IF;
	END IF;
	IF with_sums THEN
		details_after := analytics_details_of(id);
		PERFORM analytics_change(before, analytics_measures_of(ids), details_before, details_after);
		PERFORM analytics_change_slices(slices_before, analytics_slices_of(ids));
		PERFORM analytics_change_hours(date_bin('1 hour', f.started_at, '2000-01-01 00:00:00+00'), details_before, details_after);
		PERFORM analytics_change_slice_days(slice_days_before, analytics_slice_days_of(ARRAY[id]));
		PERFORM analytics_change_spans(details_before, details_after, cohorts_before, cohorts_after);
	END IF;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "analytics_forget"() RETURNS trigger
	LANGUAGE plpgsql
AS $$
DECLARE
	ids uuid[];
	before analytics_quarters[];
	slices_before analytics_slices[];
	cohorts_before analytics_cohorts[];
	details_before analytics_days[];
	slice_days_before analytics_slice_days[];
	hour timestamptz;
	contact uuid;
BEGIN
	SELECT contact_id INTO contact FROM conversation_facts WHERE conversation_id = OLD.id;
	IF NOT FOUND THEN RETURN OLD; END IF;
	PERFORM analytics_lock_contact(contact);
	ids := analytics_siblings(contact) || OLD.id;
	PERFORM analytics_lock_labels(ids);
	before := analytics_measures_of(ids);
	slices_before := analytics_slices_of(ids);
	cohorts_before := analytics_cohorts_of(ids);
	SELECT date_bin('1 hour', f.started_at, '2000-01-01 00:00:00+00') INTO hour FROM conversation_facts f WHERE f.conversation_id = OLD.id;
	details_before := analytics_details_of(OLD.id);
	slice_days_before := analytics_slice_days_of(ARRAY[OLD.id]);
	DELETE FROM conversation_facets WHERE conversation_id = OLD.id;
	DELETE FROM conversation_facts WHERE conversation_id = OLD.id;
	PERFORM analytics_contact(contact);
	PERFORM analytics_change(before, analytics_measures_of(ids), details_before, '{}');
	PERFORM analytics_change_slices(slices_before, analytics_slices_of(ids));
	PERFORM analytics_change_hours(hour, details_before, '{}');
	PERFORM analytics_change_slice_days(slice_days_before, '{}');
	PERFORM analytics_change_spans(details_before, '{}', cohorts_before, analytics_cohorts_of(ids));
	RETURN OLD;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "analytics_move"() RETURNS trigger
	LANGUAGE plpgsql
AS $$
DECLARE
	ids uuid[];
	before analytics_quarters[];
	slices_before analytics_slices[];
	cohorts_before analytics_cohorts[];
BEGIN
	PERFORM analytics_lock_contact(least(OLD.contact_id, NEW.contact_id));
	PERFORM analytics_lock_contact(greatest(OLD.contact_id, NEW.contact_id));
	ids := analytics_siblings(OLD.contact_id) || analytics_siblings(NEW.contact_id) || OLD.id;
	PERFORM analytics_lock_labels(ids);
	before := analytics_measures_of(ids);
	slices_before := analytics_slices_of(ids);
	cohorts_before := analytics_cohorts_of(ids);
	UPDATE conversation_facts SET contact_id = NEW.contact_id, next_started_at = NULL, contact_started_at = NULL,
		contact_week = NULL, opens_week = false
	WHERE conversation_id = OLD.id;
	PERFORM analytics_contact(OLD.contact_id);
	PERFORM analytics_contact(NEW.contact_id);
	PERFORM analytics_change(before, analytics_measures_of(ids), '{}', '{}');
	PERFORM analytics_change_slices(slices_before, analytics_slices_of(ids));
	PERFORM analytics_change_spans('{}', '{}', cohorts_before, analytics_cohorts_of(ids));
	RETURN NULL;
END
$$;
--> statement-breakpoint
-- A label that comes or goes. Of one that is gone itself nothing is left.
CREATE FUNCTION "analytics_label"() RETURNS trigger
	LANGUAGE plpgsql
AS $$
DECLARE
	ids uuid[];
	rows analytics_slices[];
	slice_days analytics_slice_days[];
	label uuid;
BEGIN
	SELECT array_agg(c.conversation_id) INTO ids FROM changed c WHERE EXISTS (SELECT FROM labels l WHERE l.id = c.label_id);
	-- of a conversation that has no facts yet, who writes the first waits here
	PERFORM FROM conversations c WHERE c.id = ANY (ids) ORDER BY c.id FOR NO KEY UPDATE;
	PERFORM FROM conversation_facts f WHERE f.conversation_id = ANY (ids) ORDER BY f.conversation_id FOR UPDATE;
	FOR label IN SELECT DISTINCT c.label_id FROM changed c ORDER BY 1 LOOP
		IF NOT EXISTS (SELECT FROM labels l WHERE l.id = label) THEN
			DELETE FROM analytics_slices s WHERE s.grain IN ('hour', 'day') AND s.slice = 'label ' || label;
			DELETE FROM analytics_times s WHERE s.grain = 'day' AND s.slice = 'label ' || label;
			DELETE FROM analytics_slice_days s WHERE s.slice = 'label ' || label;
			CONTINUE;
		END IF;
		SELECT array_agg(c.conversation_id) INTO ids FROM changed c WHERE c.label_id = label;
		-- what it has without the label: one that goes is gone already
		SELECT coalesce(array_agg(ROW('hour', 'label ' || label, s.channel, s.language, s.at,
		s.conversations, s.contained, s.confirmed, s.assumed, s.returned, s.resolved_by_person, s.handed_off,
		s.handoffs, s.visitor_messages, s.bot_messages, s.agent_messages, s.asked, s.fallbacks, s.thumbs_up,
		s.thumbs_down, s.rated_1, s.rated_2, s.rated_3, s.rated_4, s.rated_5, s.bot_response_n, s.bot_response_ms,
		s.person_response_n, s.person_response_ms, s.waiting_n, s.waiting_ms, s.resolution_n, s.resolution_ms)::analytics_slices), '{}') INTO rows
		FROM conversation_slices s WHERE s.conversation_id = ANY (ids) AND s.slice = '';
		SELECT coalesce(array_agg(ROW('label ' || label, d.day, d.kind, d.name, d.detail, d.conversations, d.n, d.m)::analytics_slice_days), '{}')
		INTO slice_days FROM conversation_details d WHERE d.conversation_id = ANY (ids) AND d.kind <> 'time' AND NOT d.is_test;
		IF TG_OP = 'INSERT' THEN
			PERFORM analytics_change_slices('{}', rows);
			PERFORM analytics_change_slice_days('{}', slice_days);
		ELSE
			PERFORM analytics_change_slices(rows, '{}');
			PERFORM analytics_change_slice_days(slice_days, '{}');
		END IF;
	END LOOP;
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "analytics_label_comes" AFTER INSERT ON "conversation_labels"
	REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "analytics_label"();
--> statement-breakpoint
CREATE TRIGGER "analytics_label_goes" AFTER DELETE ON "conversation_labels"
	REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "analytics_label"();
--> statement-breakpoint
-- As before (0022), while no label comes or goes either.
CREATE OR REPLACE FUNCTION "analytics_sum_up_slices"(day date) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	since timestamptz := day::timestamp AT TIME ZONE 'UTC';
	until timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
	LOCK TABLE conversation_facts IN SHARE MODE;
	LOCK TABLE conversation_labels IN SHARE MODE;
	DELETE FROM analytics_slices s WHERE (s.at AT TIME ZONE 'UTC')::date = day;
	DELETE FROM analytics_times s WHERE (s.at AT TIME ZONE 'UTC')::date = day;
	DELETE FROM analytics_hours s WHERE (s.at AT TIME ZONE 'UTC')::date = day;
	DELETE FROM analytics_slice_days s WHERE s.day = analytics_sum_up_slices.day;
	INSERT INTO analytics_slices (grain, slice, channel, language, at,
		conversations, contained, confirmed, assumed, returned, resolved_by_person, handed_off, handoffs, visitor_messages,
		bot_messages, agent_messages, asked, fallbacks, thumbs_up, thumbs_down, rated_1, rated_2, rated_3, rated_4, rated_5,
		bot_response_n, bot_response_ms, person_response_n, person_response_ms, waiting_n, waiting_ms, resolution_n,
		resolution_ms)
	SELECT g.grain, s.slice, s.channel, s.language, g.at,
		sum(s.conversations), sum(s.contained), sum(s.confirmed), sum(s.assumed), sum(s.returned),
		sum(s.resolved_by_person), sum(s.handed_off), sum(s.handoffs), sum(s.visitor_messages), sum(s.bot_messages),
		sum(s.agent_messages), sum(s.asked), sum(s.fallbacks), sum(s.thumbs_up), sum(s.thumbs_down), sum(s.rated_1),
		sum(s.rated_2), sum(s.rated_3), sum(s.rated_4), sum(s.rated_5), sum(s.bot_response_n), sum(s.bot_response_ms),
		sum(s.person_response_n), sum(s.person_response_ms), sum(s.waiting_n), sum(s.waiting_ms), sum(s.resolution_n),
		sum(s.resolution_ms)
	FROM conversation_slices s CROSS JOIN LATERAL (VALUES ('hour', s.at), ('day', since)) g(grain, at)
	WHERE s.started_at >= since AND s.started_at < until AND (g.grain = 'day' OR analytics_is_hourly(s.slice, s.channel, s.language))
	GROUP BY 1, 2, 3, 4, 5;
	INSERT INTO analytics_times (grain, slice, channel, language, at, name, doubling,
		b00, b01, b02, b03, b04, b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b15, b16, b17, b18, b19, b20, b21, b22,
		b23, b24, b25, b26, b27, b28, b29, b30, b31)
	SELECT p.grain, p.slice, p.channel, p.language, p.at, p.name, p.bin / 32,
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 0), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 1), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 2), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 3), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 4), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 5), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 6), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 7), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 8), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 9), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 10), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 11), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 12), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 13), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 14), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 15), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 16), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 17), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 18), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 19), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 20), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 21), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 22), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 23), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 24), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 25), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 26), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 27), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 28), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 29), 0),
		coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 30), 0), coalesce(sum(p.n) FILTER (WHERE p.bin % 32 = 31), 0)
	FROM (
		SELECT g.grain, s.slice, s.channel, s.language, g.at, t.name, analytics_bin(t.ms) AS bin, count(*) AS n
		FROM conversation_slices s CROSS JOIN LATERAL (VALUES ('botResponse', s.bot_response_n, s.bot_response_ms),
		('personResponse', s.person_response_n, s.person_response_ms), ('waiting', s.waiting_n, s.waiting_ms),
		('resolution', s.resolution_n, s.resolution_ms)) t(name, n, ms)
		CROSS JOIN LATERAL (VALUES ('hour', s.at), ('day', since)) g(grain, at)
		WHERE s.started_at >= since AND s.started_at < until AND t.n = 1 AND (g.grain = 'day' OR s.slice IN ('', '+test'))
		GROUP BY 1, 2, 3, 4, 5, 6, 7
	) p GROUP BY 1, 2, 3, 4, 5, 6, 7;
	INSERT INTO analytics_hours (at, kind, name, detail, conversations, n, m)
	SELECT date_bin('1 hour', d.started_at, '2000-01-01 00:00:00+00'), d.kind, d.name, d.detail, sum(d.conversations), sum(d.n), sum(d.m)
	FROM conversation_details d WHERE d.started_at >= since AND d.started_at < until AND NOT d.is_test AND d.kind <> 'time'
	GROUP BY 1, 2, 3, 4;
	INSERT INTO analytics_slice_days (slice, day, kind, name, detail, conversations, n, m)
	SELECT d.slice, d.day, d.kind, d.name, d.detail, sum(d.conversations), sum(d.n), sum(d.m)
	FROM conversation_slice_days d WHERE d.started_at >= since AND d.started_at < until
	GROUP BY 1, 2, 3, 4, 5;
	DELETE FROM analytics_unsummed_days u WHERE u.day = analytics_sum_up_slices.day;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "analytics_sum_up"() RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	LOCK TABLE conversation_facts IN SHARE MODE;
	LOCK TABLE conversation_labels IN SHARE MODE;
	DELETE FROM analytics_quarters;
	DELETE FROM analytics_days;
	DELETE FROM analytics_slices;
	DELETE FROM analytics_times;
	DELETE FROM analytics_hours;
	DELETE FROM analytics_slice_days;
	DELETE FROM analytics_months;
	DELETE FROM analytics_cohorts;
	PERFORM analytics_sum_up_day(d.day) FROM (SELECT DISTINCT (started_at AT TIME ZONE 'UTC')::date AS day
		FROM conversation_facts WHERE started_at IS NOT NULL) d;
END
$$;
--> statement-breakpoint
-- What was labelled before there were these sums: `care migrate` goes day by day.
INSERT INTO analytics_unsummed_days SELECT DISTINCT (f.started_at AT TIME ZONE 'UTC')::date
FROM conversation_labels l JOIN conversation_facts f ON f.conversation_id = l.conversation_id
WHERE f.started_at IS NOT NULL ON CONFLICT DO NOTHING;
