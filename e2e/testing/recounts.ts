/** The numbers of the reports, counted by statements of the test's own over what is kept of each conversation. */

type Numbers = readonly (number | null)[];
type Rows = Readonly<Record<string, Numbers>>;

/** SQL: which conversations; both days count, by the clocks of the zone. */
export function rangeOf(from: string, to: string, zone: string): string {
	return `f.started_at >= timestamp '${from}' at time zone '${zone}'
		and f.started_at < (timestamp '${to}' + interval '1 day') at time zone '${zone}' and not f.is_test`;
}

const CONTAINED = "(f.handoffs = 0 and f.agent_messages = 0)";
const CONFIRMED = `(${CONTAINED} and case when f.rating is not null then f.rating >= 4
	else f.thumbs_down = 0 and (f.thumbs_up > 0 or f.is_thanks) end)`;
const ASSUMED = `(${CONTAINED} and not ${CONFIRMED} and f.rating is null and f.thumbs_down = 0 and f.is_answered
	and not f.is_fallback and f.active_form is null)`;
const RETURNED = `((${CONFIRMED} or ${ASSUMED}) and (f.is_returned_here or exists (select from conversation_facts n
	where n.contact_id = f.contact_id and not n.is_test and (n.started_at, n.conversation_id) > (f.started_at, f.conversation_id)
	and n.started_at <= f.last_message_at + interval '72 hours')))`;
const ENDED = `case when ${CONFIRMED} or ${ASSUMED} then coalesce(f.rested_at, f.last_message_at)
	when not ${CONTAINED} then f.resolved_at end`;
const TIMES = {
	"Bot response": "f.bot_response_ms",
	"Person’s first response": "f.person_response_ms",
	"Waiting for people": "f.waiting_ms",
	"Resolution time": `(extract(epoch from ${ENDED} - f.started_at) * 1000)::bigint`,
};

const share = (part: string, whole: string): string => `(${part})::float8 / nullif(${whole}, 0)`;
const those = (condition: string): string => `count(*) filter (where ${condition})`;
const LASTING = `(${those(CONFIRMED)} + ${those(ASSUMED)} - ${those(RETURNED)})`;
const ALL = "count(f.conversation_id)";
const RATES = {
	containment: share(those(CONTAINED), ALL),
	lasting: share(LASTING, ALL),
	handoff: share(those("f.handoffs > 0"), ALL),
	fallback: share("sum(f.fallbacks)", "sum(f.asked)"),
	satisfied: share(those("f.rating >= 4"), "count(f.rating)"),
	mean: "avg(f.rating)::float8",
};
const RESOLVED = those(`not ${CONTAINED} and f.resolved_at is not null`);

/** Those of the table of the series, in its order. */
const SERIES = `json_build_array(${[
	ALL,
	those(CONTAINED),
	those(CONFIRMED),
	those(ASSUMED),
	those(RETURNED),
	LASTING,
	RESOLVED,
	those("f.handoffs > 0"),
	...["handoffs", "visitor_messages", "bot_messages", "agent_messages", "asked", "fallbacks"].map(
		(column) => `coalesce(sum(f.${column}), 0)`,
	),
	"coalesce(sum(f.thumbs_up), 0)",
	"coalesce(sum(f.thumbs_down), 0)",
	...Object.values(RATES),
	...Object.values(TIMES).map((time) => `avg(${time})::float8`),
].join(", ")})`;

export const total = (range: string): string =>
	`select 'total' as key, ${SERIES} as numbers from conversation_facts f where ${range}`;

/** The days by their place in the range, those without conversations too. */
export function seriesByDay(range: string): string {
	const [, from = "", zone = ""] = /timestamp '([\d-]+)' at time zone '([\w/]+)'/u.exec(range) ?? [];
	const [, to = ""] = /\(timestamp '([\d-]+)'/u.exec(range) ?? [];
	return `select (d.day::date - date '${from}')::text as key, ${SERIES} as numbers
		from generate_series(timestamp '${from}', timestamp '${to}', interval '1 day') d(day)
		left join conversation_facts f on ${range} and (f.started_at at time zone '${zone}')::date = d.day::date
		group by d.day order by d.day`;
}

/** The cells of a row of the file, but for its key, as the table of the series shows them. */
export function asShownInSeries(cells: Numbers): Numbers {
	const at = (place: number): number | null => cells[place] ?? null;
	return [...cells.slice(0, 16), ...[21, 24, 25, 26, 27, 28, 30, 31, 32, 33].map(at)];
}

/** The six on top, of a row of `total`. */
export function keyFigures(row: Numbers): Numbers {
	return [0, 16, 17, 19, 18, 20].map((place) => row[place] ?? null);
}

const timeNumbers = (time: string): string[] => [
	`percentile_disc(0.5) within group (order by ${time})`,
	`percentile_disc(0.9) within group (order by ${time})`,
	`avg(${time})::float8`,
];

export const times = (range: string): string =>
	Object.entries(TIMES)
		.map(
			([name, time]) =>
				`select '${name}' as key, json_build_array(${[...timeNumbers(time), `count(${time})`].join(", ")}) as numbers
					from conversation_facts f where ${range}`,
		)
		.join(" union all ");

export const breakdown = (range: string, by: "channel" | "language"): string =>
	`select f.${by} as key, json_build_array(${[
		ALL,
		RATES.containment,
		RATES.lasting,
		RATES.fallback,
		RATES.handoff,
		RATES.satisfied,
		RATES.mean,
		those(CONTAINED),
		those(CONFIRMED),
		those(ASSUMED),
		those(RETURNED),
		LASTING,
		RESOLVED,
		"sum(f.handoffs)",
		"sum(f.visitor_messages)",
		"sum(f.fallbacks)",
		...Object.values(TIMES).flatMap(timeNumbers),
	].join(", ")}) as numbers from conversation_facts f where ${range} group by f.${by}`;

const facets = (range: string, kind: string): string =>
	`conversation_facts f join conversation_facets t on t.conversation_id = f.conversation_id and t.kind = '${kind}' where ${range}`;

export const intents = (range: string): string =>
	`select t.name as key, json_build_array(sum(t.n), count(*), sum(t.n)::float8 / sum(sum(t.n)) over ()) as numbers
		from ${facets(range, "intent")} group by t.name`;

/** Conversations, messages, resolved, replies, their mean, ratings, satisfied. */
export const agents = (range: string): string =>
	`select u.name as key, json_build_array(a.n, a.m,
			(select count(*) from conversation_facts f where ${range} and f.resolved_by = a.id and f.resolved_at is not null),
			p.n, p.mean, a.rated, a.satisfied) as numbers
		from (select t.name as id, count(*) as n, sum(t.n) as m, count(f.rating) as rated, ${RATES.satisfied} as satisfied
			from ${facets(range, "agent")} group by t.name) a
		join users u on u.id::text = a.id
		left join (select t.name as id, sum(t.n) as n, sum(t.m)::float8 / sum(t.n) as mean from ${facets(range, "reply")} group by t.name) p
			on p.id = a.id`;

export const busyHours = (range: string, zone: string): string =>
	`select to_char(f.started_at at time zone '${zone}', 'FMDay, HH24:00') as key,
			json_build_array(count(*), sum(f.visitor_messages), ${those("f.handoffs > 0")}) as numbers
		from conversation_facts f where ${range} group by 1`;

export const forms = (range: string): string =>
	`select t.name as key, json_build_array(sum(t.n), sum(t.m), sum(t.n) - sum(t.m), ${share("sum(t.m)", "sum(t.n)")}) as numbers
		from ${facets(range, "form")} group by t.name having sum(t.n) > 0`;

/** The whole weeks of customers who first wrote in the range, and how many of them came again in which seven days. */
export function cohorts(range: string, zone: string): string {
	const from = /f\.started_at >= (timestamp '[\d-]+') at/u.exec(range)?.[1] ?? "";
	const to = /f\.started_at < (\(.*?\) at time zone '[\w/]+')/su.exec(range)?.[1] ?? "";
	return `select to_char(week, 'YYYY-MM-DD') || ' ' || number as key, json_build_array(count(distinct contact_id)) as numbers
		from (select f.contact_id, date_trunc('week', b.at at time zone '${zone}') as week, b.at,
				floor(extract(epoch from f.started_at - b.at) / 604800)::int as number
			from conversation_facts f
			join (select n.contact_id, min(n.started_at) as at from conversation_facts n where not n.is_test group by 1) b
				on b.contact_id = f.contact_id
			where not f.is_test and f.started_at is not null) s
		where s.at >= date_trunc('week', ${from}) at time zone '${zone}' and s.at < ${to}
		group by week, number order by week, number`;
}

/** Sums of fractions differ in their last digits, whoever adds them up. */
export function roundedRow(row: Numbers): Numbers {
	return row.map((number) => (number === null ? null : Number(number.toPrecision(9))));
}
export function rounded(rows: Rows): Rows {
	return Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, roundedRow(row)]));
}

/** Where a number from that place on is as near as a bin is wide, what was counted; else what is shown. */
export function withinBins(shown: Rows, counted: Rows, from = 0): Rows {
	return Object.fromEntries(
		Object.entries(shown).map(([key, row]) => [
			key,
			row.map((number, place) => {
				const exact = counted[key]?.[place] ?? null;
				if (place < from || number === null || exact === null) return number;
				return Math.abs(number - exact) <= exact * 0.016 ? exact : number;
			}),
		]),
	);
}
