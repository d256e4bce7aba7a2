-- Days that are over are packed: each conversation is one bit of strings of bits, so that what no sum is kept of is counted a
-- thousand conversations at a time. The scheduler packs; whatever changes a conversation of a packed day lists it, in the same
-- transaction, and who asks takes it from the conversation itself. So nothing is ever told of a day as it was.

-- A day is packed while nobody changes a conversation of it, and the other way round: so none is missed.
CREATE FUNCTION "analytics_share_day"(day date) RETURNS void
	LANGUAGE sql
AS $$ SELECT pg_advisory_xact_lock_shared(7311, day - '2000-01-01'::date) $$;
--> statement-breakpoint
CREATE FUNCTION "analytics_share_month"(month date) RETURNS void
	LANGUAGE sql
AS $$ SELECT pg_advisory_xact_lock_shared(7312, month - '2000-01-01'::date) $$;
--> statement-breakpoint
-- Until the transaction ends no day is packed.
CREATE FUNCTION "analytics_lock_packs"() RETURNS void
	LANGUAGE sql
AS $$ SELECT pg_advisory_xact_lock_shared(7313, 0) $$;
--> statement-breakpoint
-- Lists conversations of packed days as changed.
CREATE FUNCTION "analytics_unpack"(changed uuid[]) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM analytics_share_day(d.day) FROM (SELECT DISTINCT (f.started_at AT TIME ZONE 'UTC')::date AS day
		FROM conversation_facts f WHERE f.conversation_id = ANY (changed) AND f.started_at IS NOT NULL ORDER BY 1) d;
	INSERT INTO analytics_packed_changes (day, conversation_id, place)
	SELECT p.day, f.conversation_id, array_position(p.ids, f.conversation_id) - 1
	FROM conversation_facts f JOIN analytics_packs p ON p.day = (f.started_at AT TIME ZONE 'UTC')::date
	WHERE f.conversation_id = ANY (changed)
	ORDER BY 1, 2 ON CONFLICT DO NOTHING;
END
$$;
--> statement-breakpoint
-- Of one that is gone no id stays: its place is listed under one that is made up. When a conversation began never changes.
CREATE FUNCTION "analytics_facts_changed"() RETURNS trigger
	LANGUAGE plpgsql
AS $$
DECLARE
	changed date := (coalesce(OLD.started_at, NEW.started_at) AT TIME ZONE 'UTC')::date;
	gone int;
BEGIN
	IF changed IS NULL THEN RETURN NULL; END IF;
	PERFORM analytics_share_day(changed);
	IF TG_OP <> 'DELETE' THEN
		INSERT INTO analytics_packed_changes (day, conversation_id, place)
		SELECT p.day, NEW.conversation_id, array_position(p.ids, NEW.conversation_id) - 1 FROM analytics_packs p WHERE p.day = changed
		ON CONFLICT DO NOTHING;
		RETURN NULL;
	END IF;
	SELECT array_position(p.ids, OLD.conversation_id) - 1 INTO gone FROM analytics_packs p WHERE p.day = changed FOR UPDATE;
	IF NOT FOUND THEN RETURN NULL; END IF;
	DELETE FROM analytics_packed_changes c WHERE c.day = changed AND c.conversation_id = OLD.conversation_id;
	IF gone IS NULL THEN RETURN NULL; END IF;
	UPDATE analytics_packs p SET ids[gone + 1] = NULL WHERE p.day = changed;
	INSERT INTO analytics_packed_changes (day, conversation_id, place) VALUES (changed, gen_random_uuid(), gone);
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "analytics_facts_changed" AFTER INSERT OR UPDATE OR DELETE ON "conversation_facts"
	FOR EACH ROW EXECUTE FUNCTION "analytics_facts_changed"();
--> statement-breakpoint
-- As before (0028), and what of it is packed and summed by month.
CREATE OR REPLACE FUNCTION "analytics_label"() RETURNS trigger
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
	PERFORM analytics_unpack(ids);
	FOR label IN SELECT DISTINCT c.label_id FROM changed c ORDER BY 1 LOOP
		IF NOT EXISTS (SELECT FROM labels l WHERE l.id = label) THEN
			DELETE FROM analytics_slices s WHERE s.grain IN ('hour', 'day') AND s.slice = 'label ' || label;
			DELETE FROM analytics_times s WHERE s.grain = 'day' AND s.slice = 'label ' || label;
			DELETE FROM analytics_slice_days s WHERE s.slice = 'label ' || label;
			-- nor has any day that is being packed
			PERFORM analytics_lock_packs();
			DELETE FROM analytics_slice_months s WHERE s.slice = 'label ' || label;
			DELETE FROM analytics_packed_bits b WHERE b.kind = 'label' AND b.name = label::text;
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
-- As before (0028), and in the months that are summed.
CREATE OR REPLACE FUNCTION "analytics_change_slice_days"(before "analytics_slice_days"[], after "analytics_slice_days"[]) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	months date[];
BEGIN
	INSERT INTO analytics_slice_days AS q (slice, day, kind, name, detail, conversations, n, m)
	SELECT c.slice, c.day, c.kind, c.name, c.detail, sum(c.sign * c.conversations), sum(c.sign * c.n), sum(c.sign * c.m)
	FROM (SELECT -1 AS sign, b.* FROM unnest(before) b UNION ALL SELECT 1, a.* FROM unnest(after) a) c
	GROUP BY c.slice, c.day, c.kind, c.name, c.detail
	HAVING sum(c.sign * c.conversations) <> 0 OR sum(c.sign * c.n) <> 0 OR sum(c.sign * c.m) <> 0
	ORDER BY c.slice, c.kind, c.day, c.name, c.detail
	ON CONFLICT (slice, kind, day, name, detail) DO UPDATE SET
		conversations = q.conversations + excluded.conversations, n = q.n + excluded.n, m = q.m + excluded.m;
	SELECT array_agg(DISTINCT date_trunc('month', c.day)::date ORDER BY date_trunc('month', c.day)::date) INTO months
	FROM (SELECT b.day FROM unnest(before) b UNION SELECT a.day FROM unnest(after) a) c;
	PERFORM analytics_share_month(month) FROM unnest(months) month;
	IF NOT EXISTS (SELECT FROM analytics_summed_months s WHERE s.month = ANY (months)) THEN RETURN; END IF;
	INSERT INTO analytics_slice_months AS q (slice, month, kind, name, detail, conversations, n, m)
	SELECT c.slice, s.month, c.kind, c.name, c.detail, sum(c.sign * c.conversations), sum(c.sign * c.n), sum(c.sign * c.m)
	FROM (SELECT -1 AS sign, b.* FROM unnest(before) b UNION ALL SELECT 1, a.* FROM unnest(after) a) c
	JOIN analytics_summed_months s ON s.month = date_trunc('month', c.day)::date
	GROUP BY c.slice, s.month, c.kind, c.name, c.detail
	HAVING sum(c.sign * c.conversations) <> 0 OR sum(c.sign * c.n) <> 0 OR sum(c.sign * c.m) <> 0
	ORDER BY c.slice, c.kind, s.month, c.name, c.detail
	ON CONFLICT (slice, kind, month, name, detail) DO UPDATE SET
		conversations = q.conversations + excluded.conversations, n = q.n + excluded.n, m = q.m + excluded.m;
END
$$;
--> statement-breakpoint
-- A day that is made anew loses its month, until that is summed again.
CREATE FUNCTION "analytics_forget_month"(day date) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	first date := date_trunc('month', day)::date;
BEGIN
	PERFORM analytics_share_month(first);
	DELETE FROM analytics_summed_months s WHERE s.month = first;
END
$$;
--> statement-breakpoint
-- As before (0024), and without its month.
CREATE OR REPLACE FUNCTION "analytics_sum_up_day"(day date) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	since timestamptz := day::timestamp AT TIME ZONE 'UTC';
	until timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
	PERFORM analytics_forget_month(day);
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
-- Sums a month of what its days have. Called as a statement of its own: it looks at what is there once nobody changes the month.
CREATE FUNCTION "analytics_sum_up_month"(summed date) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM pg_advisory_xact_lock(7313, 0);
	PERFORM pg_advisory_xact_lock(7312, summed - '2000-01-01'::date);
	DELETE FROM analytics_slice_months q WHERE q.month = summed;
	INSERT INTO analytics_slice_months (slice, month, kind, name, detail, conversations, n, m)
	SELECT d.slice, summed, d.kind, d.name, d.detail, sum(d.conversations), sum(d.n), sum(d.m)
	FROM generate_series(summed::timestamp, summed + interval '1 month' - interval '1 day', interval '1 day') p(day)
	CROSS JOIN LATERAL (SELECT * FROM analytics_slice_days s WHERE s.day = p.day::date OFFSET 0) d
	GROUP BY d.slice, d.kind, d.name, d.detail
	HAVING sum(d.conversations) <> 0 OR sum(d.n) <> 0 OR sum(d.m) <> 0;
	INSERT INTO analytics_summed_months VALUES (summed) ON CONFLICT DO NOTHING;
END
$$;
--> statement-breakpoint
-- Packs a day, anew if it was. Called as a statement of its own, see above.
CREATE FUNCTION "analytics_pack_day"(packed date) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	since timestamptz := packed::timestamp AT TIME ZONE 'UTC';
	until timestamptz := (packed + 1)::timestamp AT TIME ZONE 'UTC';
	size int;
	none varbit;
	conversations uuid[];
	minute int[];
BEGIN
	PERFORM pg_advisory_xact_lock(7313, 0);
	PERFORM pg_advisory_xact_lock(7311, packed - '2000-01-01'::date);
	DELETE FROM analytics_packed_bits b WHERE b.day = packed AND b.kind IN ('measure', 'time', 'channel', 'language', 'model', 'label',
		'test', 'intent', 'form', 'slot', 'agent', 'resolver');
	DELETE FROM analytics_packed_lists l WHERE l.day = packed AND l.kind IN ('confused', 'reply', 'rating');
	DELETE FROM analytics_packed_changes c WHERE c.day = packed;
	DELETE FROM analytics_packs p WHERE p.day = packed;
	SELECT count(*), array_agg(f.conversation_id), array_agg(floor(extract(epoch FROM f.started_at - since) / 60)::int)
	INTO size, conversations, minute
	FROM (SELECT * FROM conversation_facts WHERE started_at >= since AND started_at < until ORDER BY started_at, conversation_id) f;
	IF size = 0 THEN RETURN; END IF;
	none := repeat('0', size)::varbit;
	INSERT INTO analytics_packs (day, conversations, quarters, minutes, ids, every, packed_at)
	VALUES (packed, size, ARRAY(SELECT width_bucket(q * 15 - 1, minute) FROM generate_series(0, 96) q), minute, conversations, ~none, now());
	-- number after number in the order of the places
	INSERT INTO analytics_packed_bits (kind, day, name, detail, part, power, bits)
	WITH a AS MATERIALIZED (
		SELECT array_agg(m.conversations) AS conversations, array_agg(m.contained) AS contained, array_agg(m.confirmed) AS confirmed,
			array_agg(m.assumed) AS assumed, array_agg(m.returned) AS returned, array_agg(m.resolved_by_person) AS resolved_by_person,
			array_agg(m.handed_off) AS handed_off, array_agg(m.handoffs) AS handoffs, array_agg(m.visitor_messages) AS visitor_messages,
			array_agg(m.bot_messages) AS bot_messages, array_agg(m.agent_messages) AS agent_messages, array_agg(m.asked) AS asked,
			array_agg(m.fallbacks) AS fallbacks, array_agg(m.thumbs_up) AS thumbs_up, array_agg(m.thumbs_down) AS thumbs_down,
			array_agg(m.rated_1) AS rated_1, array_agg(m.rated_2) AS rated_2, array_agg(m.rated_3) AS rated_3,
			array_agg(m.rated_4) AS rated_4, array_agg(m.rated_5) AS rated_5, array_agg(m.bot_response_n) AS bot_response_n,
			array_agg(m.bot_response_ms) AS bot_response_ms, array_agg(m.person_response_n) AS person_response_n,
			array_agg(m.person_response_ms) AS person_response_ms, array_agg(m.waiting_n) AS waiting_n,
			array_agg(m.waiting_ms) AS waiting_ms, array_agg(m.resolution_n) AS resolution_n, array_agg(m.resolution_ms) AS resolution_ms
		FROM (SELECT * FROM conversation_measures m WHERE m.started_at >= since AND m.started_at < until
			ORDER BY m.started_at, m.conversation_id) m
	), v AS MATERIALIZED (
		SELECT 'measure' AS kind, v.name, v.numbers, '' AS part FROM a CROSS JOIN LATERAL (VALUES
			('conversations', a.conversations), ('contained', a.contained), ('confirmed', a.confirmed), ('assumed', a.assumed),
			('returned', a.returned), ('resolved_by_person', a.resolved_by_person), ('handed_off', a.handed_off),
			('handoffs', a.handoffs), ('visitor_messages', a.visitor_messages), ('bot_messages', a.bot_messages),
			('agent_messages', a.agent_messages), ('asked', a.asked), ('fallbacks', a.fallbacks), ('thumbs_up', a.thumbs_up),
			('thumbs_down', a.thumbs_down), ('rated_1', a.rated_1), ('rated_2', a.rated_2), ('rated_3', a.rated_3),
			('rated_4', a.rated_4), ('rated_5', a.rated_5), ('bot_response_n', a.bot_response_n), ('bot_response_ms', a.bot_response_ms),
			('person_response_n', a.person_response_n), ('person_response_ms', a.person_response_ms), ('waiting_n', a.waiting_n),
			('waiting_ms', a.waiting_ms), ('resolution_n', a.resolution_n), ('resolution_ms', a.resolution_ms)) v(name, numbers)
		UNION ALL SELECT 'measure', v.name, ARRAY(SELECT greatest(-u.x, 0) FROM unnest(v.numbers) u(x)), '-'
		FROM a CROSS JOIN LATERAL (VALUES ('bot_response_ms', a.bot_response_ms), ('person_response_ms', a.person_response_ms),
			('waiting_ms', a.waiting_ms), ('resolution_ms', a.resolution_ms)) v(name, numbers)
		WHERE 0 > ANY (v.numbers)
		UNION ALL SELECT 'time', v.name, ARRAY(SELECT analytics_bin(u.x)::bigint FROM unnest(v.numbers) u(x)), 'n'
		FROM a CROSS JOIN LATERAL (VALUES ('botResponse', a.bot_response_ms), ('personResponse', a.person_response_ms),
			('waiting', a.waiting_ms), ('resolution', a.resolution_ms)) v(name, numbers)
		UNION ALL SELECT 'time', v.name, v.numbers, 'has'
		FROM a CROSS JOIN LATERAL (VALUES ('botResponse', a.bot_response_n), ('personResponse', a.person_response_n),
			('waiting', a.waiting_n), ('resolution', a.resolution_n)) v(name, numbers)
	)
	SELECT v.kind, packed, v.name, '', CASE v.part WHEN '' THEN 'n' ELSE v.part END, b.power,
		(SELECT string_agg(CASE WHEN (greatest(u.x, 0) >> b.power) & 1 = 1 THEN '1' ELSE '0' END, '') FROM unnest(v.numbers) u(x))::varbit
	FROM v CROSS JOIN LATERAL (SELECT max(u.x) AS most FROM unnest(v.numbers) u(x)) t
	CROSS JOIN LATERAL (SELECT generate_series(0, CASE WHEN v.kind = 'time' THEN CASE v.part WHEN 'n' THEN 10 ELSE 0 END
		WHEN t.most <= 0 THEN -1 ELSE floor(log(2, t.most::numeric + 0.5))::int END)) b(power);
	INSERT INTO analytics_packed_bits (kind, day, name, detail, part, power, bits)
	WITH placed AS MATERIALIZED (SELECT u.id, (u.place - 1)::int AS place FROM unnest(conversations) WITH ORDINALITY u(id, place)),
	facets AS MATERIALIZED (
		SELECT p.place, t.kind, t.name, t.detail, t.n, t.m FROM placed p JOIN conversation_facets t ON t.conversation_id = p.id
		WHERE t.kind IN ('intent', 'form', 'slot', 'agent')
		UNION ALL SELECT p.place, 'resolver', f.resolved_by, '', 1, 0 FROM placed p
		JOIN conversation_facts f ON f.conversation_id = p.id WHERE f.resolved_by IS NOT NULL AND f.resolved_at IS NOT NULL
	)
	SELECT k.kind, packed, k.name, '', 'has', 0, bit_or(set_bit(none, p.place, 1))
	FROM placed p JOIN conversation_facts f ON f.conversation_id = p.id
	CROSS JOIN LATERAL (VALUES ('channel', f.channel), ('language', f.language), ('model', f.model_id),
		('test', CASE WHEN f.is_test THEN '' END)) k(kind, name)
	WHERE k.name IS NOT NULL GROUP BY k.kind, k.name
	UNION ALL SELECT 'label', packed, l.label_id::text, '', 'has', 0, bit_or(set_bit(none, p.place, 1))
	FROM placed p JOIN conversation_labels l ON l.conversation_id = p.id GROUP BY l.label_id
	UNION ALL SELECT t.kind, packed, t.name, t.detail, 'has', 0, bit_or(set_bit(none, t.place, 1)) FROM facets t GROUP BY 1, 3, 4
	UNION ALL SELECT t.kind, packed, t.name, t.detail, b.part, b.power, bit_or(set_bit(none, t.place, 1))
	FROM facets t CROSS JOIN LATERAL (
		SELECT v.part, g.power FROM (VALUES ('n', t.n), ('m', t.m)) v(part, x) CROSS JOIN LATERAL generate_series(0, 62) g(power)
		WHERE v.x >> g.power > 0 AND (v.x >> g.power) & 1 = 1) b
	GROUP BY 1, 3, 4, 5, 6;
	INSERT INTO analytics_packed_lists (kind, day, name, places, details, n, m)
	WITH placed AS MATERIALIZED (SELECT u.id, (u.place - 1)::int AS place FROM unnest(conversations) WITH ORDINALITY u(id, place))
	SELECT d.kind, packed, d.name, array_agg(d.place), array_agg(d.detail), array_agg(d.n), array_agg(d.m)
	FROM (
		SELECT p.place, t.kind, t.name, t.detail, t.n, t.m FROM placed p JOIN conversation_facets t ON t.conversation_id = p.id
		WHERE t.kind IN ('confused', 'reply')
		UNION ALL SELECT p.place, 'rating', t.name, f.rating::text, 1, 0 FROM placed p
		JOIN conversation_facts f ON f.conversation_id = p.id
		JOIN conversation_facets t ON t.conversation_id = p.id AND t.kind = 'agent' WHERE f.rating IS NOT NULL
		ORDER BY 1
	) d GROUP BY d.kind, d.name;
END
$$;
--> statement-breakpoint
-- The bins in which times of these two ranks lie, the lower one first, of those whose bits are in `has` and of `counts` in `bins`. `slices` has the bits of
-- bins, power after power, of the same days. A bin is found from its highest bit on: how many of those that are left have none
-- there says on which side the rank lies.
CREATE FUNCTION "analytics_ranked_bins"(has varbit[], slices varbit[], bins int[], counts bigint[], ranks bigint[]) RETURNS int[]
	LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
	size int := coalesce(array_length(has, 1), 0);
	rest bigint[] := ranks;
	found int[] := array_fill(0, ARRAY[2]);
	-- of the first rank, and of the second once it has another way
	those varbit[] := has;
	others varbit[];
	slice varbit[];
	without varbit[];
	fewer bigint;
	is_apart boolean := false;
BEGIN
	FOR power IN REVERSE 10..0 LOOP
		slice := slices[power * size + 1 : (power + 1) * size];
		FOR rank IN 1..2 LOOP
			IF rank = 1 OR is_apart THEN
				IF rank = 2 THEN
					without := ARRAY(SELECT u.own & ~u.bits FROM unnest(others, slice) u(own, bits));
				ELSE
					without := ARRAY(SELECT u.own & ~u.bits FROM unnest(those, slice) u(own, bits));
				END IF;
				SELECT coalesce(sum(bit_count(u.own)), 0) INTO fewer FROM unnest(without) u(own);
				IF bins IS NOT NULL THEN
					fewer := fewer + (SELECT coalesce(sum(l.n), 0) FROM unnest(bins, counts) l(at, n)
						WHERE l.at >= found[rank] AND l.at < found[rank] + (1 << power));
				END IF;
			END IF;
			IF rank = 1 AND NOT is_apart AND (fewer >= rest[1]) <> (fewer >= rest[2]) THEN
				-- ranks rise: the second has the bit, the first has not
				is_apart := true;
				others := ARRAY(SELECT u.own & u.bits FROM unnest(those, slice) u(own, bits));
				those := without;
				rest[2] := rest[2] - fewer;
				found[2] := found[2] + (1 << power);
				EXIT;
			END IF;
			IF fewer < rest[rank] THEN
				rest[rank] := rest[rank] - fewer;
				found[rank] := found[rank] + (1 << power);
			END IF;
			CONTINUE WHEN rank = 2 AND NOT is_apart;
			IF rank = 2 THEN
				others := CASE WHEN found[2] >> power & 1 = 0 THEN without
					ELSE ARRAY(SELECT u.own & u.bits FROM unnest(others, slice) u(own, bits)) END;
			ELSE
				those := CASE WHEN found[1] >> power & 1 = 0 THEN without
					ELSE ARRAY(SELECT u.own & u.bits FROM unnest(those, slice) u(own, bits)) END;
			END IF;
		END LOOP;
	END LOOP;
	RETURN found;
END
$$;
--> statement-breakpoint
-- As before (0028); what is packed was made of the sums' conversations as they were.
CREATE OR REPLACE FUNCTION "analytics_sum_up"() RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM analytics_lock_packs();
	LOCK TABLE conversation_facts IN SHARE MODE;
	LOCK TABLE conversation_labels IN SHARE MODE;
	DELETE FROM analytics_quarters;
	DELETE FROM analytics_days;
	DELETE FROM analytics_slices;
	DELETE FROM analytics_times;
	DELETE FROM analytics_hours;
	DELETE FROM analytics_slice_days;
	DELETE FROM analytics_summed_months;
	DELETE FROM analytics_packs;
	DELETE FROM analytics_packed_bits;
	DELETE FROM analytics_packed_lists;
	DELETE FROM analytics_packed_changes;
	DELETE FROM analytics_months;
	DELETE FROM analytics_cohorts;
	PERFORM analytics_sum_up_day(d.day) FROM (SELECT DISTINCT (started_at AT TIME ZONE 'UTC')::date AS day
		FROM conversation_facts WHERE started_at IS NOT NULL) d;
END
$$;
