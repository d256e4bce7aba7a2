-- Sums of what a year has too much of by day: people's replies by month, and customers by when they first wrote. Kept as the
-- other sums are; what they are of stands in store/analytics-spans-schema.ts.

-- What these conversations add to the cohorts as they stand.
CREATE FUNCTION "analytics_cohorts_of"(ids uuid[]) RETURNS "analytics_cohorts"[]
	LANGUAGE sql STABLE
AS $$
	SELECT coalesce(array_agg(ROW(date_bin('1 hour', contact_started_at, '2000-01-01 00:00:00+00'), contact_week, 1)::analytics_cohorts), '{}')
	FROM conversation_facts WHERE conversation_id = ANY (ids) AND opens_week AND NOT is_test
$$;
--> statement-breakpoint
-- Takes out of these sums what was there before and puts in what is there after; rows are locked in one order.
CREATE FUNCTION "analytics_change_spans"(details_before "analytics_days"[], details_after "analytics_days"[],
	cohorts_before "analytics_cohorts"[], cohorts_after "analytics_cohorts"[]) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF details_before IS DISTINCT FROM details_after THEN
		INSERT INTO analytics_months AS q (month, channel, language, kind, name, detail, conversations, n, m)
		SELECT date_trunc('month', c.day::timestamp)::date, k.channel, k.language, c.kind, c.name, c.detail,
			sum(c.sign * c.conversations), sum(c.sign * c.n), sum(c.sign * c.m)
		FROM (SELECT -1 AS sign, b.* FROM unnest(details_before) b
			UNION ALL SELECT 1, a.* FROM unnest(details_after) a) c
		CROSS JOIN LATERAL (VALUES ('*', '*'), (c.channel, c.language)) k(channel, language)
		WHERE c.kind IN ('agent', 'reply', 'rating', 'resolver')
		GROUP BY 1, 2, 3, 4, 5, 6
		HAVING sum(c.sign * c.conversations) <> 0 OR sum(c.sign * c.n) <> 0 OR sum(c.sign * c.m) <> 0
		ORDER BY 2, 3, 4, 1, 5, 6
		ON CONFLICT (channel, language, kind, month, name, detail) DO UPDATE SET
			conversations = q.conversations + excluded.conversations, n = q.n + excluded.n, m = q.m + excluded.m;
	END IF;
	IF cohorts_before IS DISTINCT FROM cohorts_after THEN
		INSERT INTO analytics_cohorts AS q (at, week, customers)
		SELECT c.at, c.week, sum(c.sign * c.customers)
		FROM (SELECT -1 AS sign, b.* FROM unnest(cohorts_before) b UNION ALL SELECT 1, a.* FROM unnest(cohorts_after) a) c
		GROUP BY 1, 2 HAVING sum(c.sign * c.customers) <> 0
		ORDER BY 1, 2
		ON CONFLICT (at, week) DO UPDATE SET customers = q.customers + excluded.customers;
	END IF;
END
$$;
--> statement-breakpoint
-- As before (0022), and these sums.
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
	IF with_sums AND was_started THEN
		before := analytics_measures_of(ids);
		slices_before := analytics_slices_of(ids);
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
	hour timestamptz;
	contact uuid;
BEGIN
	SELECT contact_id INTO contact FROM conversation_facts WHERE conversation_id = OLD.id;
	IF NOT FOUND THEN RETURN OLD; END IF;
	PERFORM analytics_lock_contact(contact);
	ids := analytics_siblings(contact) || OLD.id;
	before := analytics_measures_of(ids);
	slices_before := analytics_slices_of(ids);
	cohorts_before := analytics_cohorts_of(ids);
	SELECT date_bin('1 hour', f.started_at, '2000-01-01 00:00:00+00') INTO hour FROM conversation_facts f WHERE f.conversation_id = OLD.id;
	details_before := analytics_details_of(OLD.id);
	DELETE FROM conversation_facets WHERE conversation_id = OLD.id;
	DELETE FROM conversation_facts WHERE conversation_id = OLD.id;
	PERFORM analytics_contact(contact);
	PERFORM analytics_change(before, analytics_measures_of(ids), details_before, '{}');
	PERFORM analytics_change_slices(slices_before, analytics_slices_of(ids));
	PERFORM analytics_change_hours(hour, details_before, '{}');
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
-- Makes these sums anew: customers who first wrote on a day (UTC), and its month from the sums of its days.
CREATE FUNCTION "analytics_sum_up_spans"(day date) RETURNS void
	LANGUAGE plpgsql
	SET jit = off
AS $$
DECLARE
	since timestamptz := day::timestamp AT TIME ZONE 'UTC';
	until timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
	first date := date_trunc('month', day::timestamp)::date;
BEGIN
	LOCK TABLE conversation_facts IN SHARE MODE;
	DELETE FROM analytics_cohorts c WHERE c.at >= since AND c.at < until;
	INSERT INTO analytics_cohorts (at, week, customers)
	SELECT date_bin('1 hour', f.contact_started_at, '2000-01-01 00:00:00+00'), f.contact_week, count(*)
	FROM conversation_facts f
	WHERE f.contact_started_at >= since AND f.contact_started_at < until AND f.opens_week AND NOT f.is_test
	GROUP BY 1, 2;
	DELETE FROM analytics_unsummed_spans u WHERE u.day = analytics_sum_up_spans.day;
	-- once for all its days that are left
	IF EXISTS (SELECT FROM analytics_unsummed_spans u WHERE u.day >= first AND u.day < first + interval '1 month') THEN RETURN; END IF;
	DELETE FROM analytics_months m WHERE m.month = first;
	INSERT INTO analytics_months (month, channel, language, kind, name, detail, conversations, n, m)
	SELECT first, d.channel, d.language, d.kind, d.name, d.detail, sum(d.conversations), sum(d.n), sum(d.m)
	FROM generate_series(first::timestamp, first + interval '1 month' - interval '1 day', interval '1 day') p(day)
	-- day by day, lest all days are read for those of one month
	CROSS JOIN LATERAL (SELECT * FROM analytics_days s
		WHERE s.day = p.day::date AND s.kind IN ('agent', 'reply', 'rating', 'resolver') OFFSET 0) d
	GROUP BY 2, 3, 4, 5, 6;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "analytics_sum_up_day"(day date) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	since timestamptz := day::timestamp AT TIME ZONE 'UTC';
	until timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
	PERFORM analytics_sum_up_slices(day);
	DELETE FROM analytics_quarters q WHERE (q.quarter AT TIME ZONE 'UTC')::date = day;
	DELETE FROM analytics_days d WHERE d.day = analytics_sum_up_day.day;
	INSERT INTO analytics_quarters (quarter, channel, language,
		conversations, contained, confirmed, assumed, returned, resolved_by_person, handed_off, handoffs, visitor_messages,
		bot_messages, agent_messages, asked, fallbacks, thumbs_up, thumbs_down, rated_1, rated_2, rated_3, rated_4, rated_5,
		bot_response_n, bot_response_ms, person_response_n, person_response_ms, waiting_n, waiting_ms, resolution_n,
		resolution_ms)
	SELECT m.quarter, k.channel, k.language,
		sum(m.conversations), sum(m.contained), sum(m.confirmed), sum(m.assumed), sum(m.returned),
		sum(m.resolved_by_person), sum(m.handed_off), sum(m.handoffs), sum(m.visitor_messages), sum(m.bot_messages),
		sum(m.agent_messages), sum(m.asked), sum(m.fallbacks), sum(m.thumbs_up), sum(m.thumbs_down), sum(m.rated_1),
		sum(m.rated_2), sum(m.rated_3), sum(m.rated_4), sum(m.rated_5), sum(m.bot_response_n), sum(m.bot_response_ms),
		sum(m.person_response_n), sum(m.person_response_ms), sum(m.waiting_n), sum(m.waiting_ms), sum(m.resolution_n),
		sum(m.resolution_ms)
	FROM conversation_measures m CROSS JOIN LATERAL (VALUES ('*', '*'), (m.channel, m.language)) k(channel, language)
	WHERE m.started_at >= since AND m.started_at < until AND NOT m.is_test GROUP BY 1, 2, 3;
	INSERT INTO analytics_days (day, channel, language, kind, name, detail, conversations, n, m)
	SELECT d.day, k.channel, k.language, d.kind, d.name, d.detail, sum(d.conversations), sum(d.n), sum(d.m)
	FROM conversation_details d CROSS JOIN LATERAL (VALUES ('*', '*'), (d.channel, d.language)) k(channel, language)
	WHERE d.started_at >= since AND d.started_at < until AND NOT d.is_test GROUP BY 1, 2, 3, 4, 5, 6;
	PERFORM analytics_sum_up_spans(day);
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "analytics_sum_up"() RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	LOCK TABLE conversation_facts IN SHARE MODE;
	DELETE FROM analytics_quarters;
	DELETE FROM analytics_days;
	DELETE FROM analytics_slices;
	DELETE FROM analytics_times;
	DELETE FROM analytics_hours;
	DELETE FROM analytics_months;
	DELETE FROM analytics_cohorts;
	PERFORM analytics_sum_up_day(d.day) FROM (SELECT DISTINCT (started_at AT TIME ZONE 'UTC')::date AS day
		FROM conversation_facts WHERE started_at IS NOT NULL) d;
END
$$;
--> statement-breakpoint
-- Which slices there are: taken for independent of each other, an hour of all conversations looked a tenth of the table, and
-- PostgreSQL read all of it.
CREATE STATISTICS "analytics_slices_keys" (ndistinct, mcv) ON "grain", "slice", "channel", "language" FROM "analytics_slices";
--> statement-breakpoint
CREATE STATISTICS "analytics_times_keys" (ndistinct, mcv) ON "grain", "slice", "channel", "language" FROM "analytics_times";
--> statement-breakpoint
-- No statement of ours runs so long that compiling it first pays: of a report that takes 50 ms it makes one of 700.
DO $$ BEGIN
	EXECUTE format('ALTER DATABASE %I SET jit = off', current_database());
EXCEPTION WHEN insufficient_privilege THEN
	RAISE NOTICE 'jit stays as it is: this role does not own the database';
END $$;
--> statement-breakpoint
-- What was counted before there were these sums: `care migrate` goes day by day.
INSERT INTO analytics_unsummed_spans SELECT DISTINCT (started_at AT TIME ZONE 'UTC')::date FROM conversation_facts
WHERE started_at IS NOT NULL;
