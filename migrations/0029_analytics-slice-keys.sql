-- As before (0028), and of each channel and each language: `analytics_days` has them in pairs, too many to add up for a year.
CREATE OR REPLACE VIEW "conversation_slice_days" AS
SELECT s.conversation_id, s.started_at, s.slice, d.day, d.kind, d.name, d.detail, d.conversations, d.n, d.m
FROM (
	SELECT n.conversation_id, n.started_at, n.slice FROM conversation_named_slices n
	UNION ALL SELECT f.conversation_id, f.started_at, k.slice FROM conversation_facts f
	CROSS JOIN LATERAL (VALUES ('channel ' || f.channel), ('language ' || f.language)) k(slice)
	WHERE f.started_at IS NOT NULL AND NOT f.is_test
) s JOIN conversation_details d ON d.conversation_id = s.conversation_id
WHERE d.kind <> 'time';
--> statement-breakpoint
-- `care migrate` goes day by day.
INSERT INTO analytics_unsummed_days SELECT DISTINCT (started_at AT TIME ZONE 'UTC')::date FROM conversation_facts
WHERE started_at IS NOT NULL ON CONFLICT DO NOTHING;
