/** What the filters of reports can be set to. */
import { type SQL, sql } from "drizzle-orm";
import { AnalyticsChoices } from "../../contracts/analytics-filter.ts";
import { DEFAULT_SITE_NAME } from "../../contracts/sites.ts";
import { type Database, queryRows } from "../database.ts";

const LOOK_BACK_DAYS = 90;

/** @param today - `2026-11-26`, in UTC */
export async function readChoices(db: Database, today: string): Promise<AnalyticsChoices> {
	const recent = sql`d.day > ${today}::date - ${LOOK_BACK_DAYS}::int`;
	const [choices] = await queryRows(
		db,
		AnalyticsChoices,
		sql`select json_build_object(
			'channels', ${listOf(keys("channel", today))},
			'languages', ${listOf(keys("language", today))},
			'intents', ${listOf(names("intent", recent))},
			'agents', coalesce((select json_agg(json_build_object('id', a.name, 'name',
					case when u.id is null and a.name !~ '^[0-9a-f-]{36}$' then a.name else u.name end) order by a.n desc, a.name)
				from (${names("agent", recent)}) a left join users u on u.id::text = a.name), '[]'),
			'labels', coalesce((select json_agg(json_build_object('id', l.id, 'name', l.name) order by lower(l.name)) from labels l), '[]'),
			'sites', coalesce((select json_agg(json_build_object('id', s.id, 'name', coalesce(s.name, ${DEFAULT_SITE_NAME}::text))
				order by coalesce(s.name, ${DEFAULT_SITE_NAME}::text)) from sites s where s.business_hours is not null), '[]')) as row`,
	);
	if (choices === undefined) throw new Error("a statement without a table gave no row");
	return choices;
}

function listOf(rows: SQL): SQL {
	return sql`coalesce((select json_agg(c.name order by c.n desc, c.name) from (${rows}) c), '[]')`;
}

/** SQL: names of a kind, and how often. */
function names(kind: string, recent: SQL): SQL {
	return sql`select d.name, sum(d.n) as n from analytics_days d
		where d.channel = '*' and d.language = '*' and d.kind = ${kind} and ${recent} group by d.name having sum(d.n) > 0`;
}

/** SQL: channels or languages, and how many conversations had an answer in them. */
function keys(column: "channel" | "language", today: string): SQL {
	const [key, other] = column === "channel" ? ["channel", "language"] : ["language", "channel"];
	return sql`select ${sql.raw(`s.${key}`)} as name, sum(s.bot_response_n) as n from analytics_slices s
		where s.grain = 'day' and s.slice = '' and ${sql.raw(`s.${other}`)} = '*' and ${sql.raw(`s.${key}`)} not in ('*', '')
		and s.at > (${today}::date - ${LOOK_BACK_DAYS}::int)::timestamp at time zone 'UTC' group by 1 having sum(s.bot_response_n) > 0`;
}
