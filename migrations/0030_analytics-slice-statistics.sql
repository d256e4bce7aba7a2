-- There are some thousand slices now: with the hundred most frequent alone PostgreSQL took the days of all conversations for many
-- more than they are, and read the whole table. The next `analyze` counts more of them; `care migrate` asks for one.
ALTER STATISTICS "analytics_slices_keys" SET STATISTICS 400;
--> statement-breakpoint
ALTER STATISTICS "analytics_times_keys" SET STATISTICS 400;
