import { z } from "zod";
import { sql } from "drizzle-orm";
import { queryRows } from "../../store/database.ts";
import { type Answer, forEachOf } from "../http-client.ts";
import { type StringPlace, stringPlaces } from "../operations.ts";
import type { Row } from "../row.ts";
import type { Target } from "../targets.ts";
import { runSqlmap } from "../tools/sqlmap.ts";
import { type Walkers, walkersOf } from "../walkers.ts";

/** How long a payload would have the database sleep, and how much of that an honest answer may take. */
const SLEEP_SECONDS = 5;

const NUL = "\u0000";
const BREAKING = [
	"'",
	'"',
	"\\",
	NUL,
	"%",
	"$1",
	"')",
	"';",
	"' --",
	"'/*",
	"' or '1'='1' --",
	"x' or 1=1 limit 1 --",
	"'; drop table users; --",
	"'; update users set name = 'owned'; --",
	"' union select null, version() --",
	"' union select email from users --",
	"' and 1=cast((select version()) as int) --",
	"' and extractvalue(1, concat(0x7e, version())) --",
	"1; select pg_sleep(0)",
	"${7*7}{{7*7}}",
	"a & | ! ( ) <-> :*",
	"\ufffd\u202e",
	'{"$gt": ""}',
	"2147483648",
	"-9007199254740991",
];
const SLEEPING = [
	`' || pg_sleep(${SLEEP_SECONDS}) || '`,
	`'; select pg_sleep(${SLEEP_SECONDS}); --`,
	`1 and 1=(select 1 from pg_sleep(${SLEEP_SECONDS}))`,
	`' and 1=(select 1 from pg_sleep(${SLEEP_SECONDS})) --`,
];
/**
 * The same question, once made true for every row and once for none: the answers must not tell them apart. In words that nobody
 * wrote anywhere: a search may take `or` for what it says.
 */
const TWINS: readonly (readonly [isTrue: string, isFalse: string])[] = [
	["zqx' or 'qzv'='qzv", "zqx' or 'qzv'='qzw"],
	["zqx' or 7301=7301 --", "zqx' or 7301=7302 --"],
	["zqx%' or '%'='", "zqx%' or '%'='qzw"],
	["zqx') or ('qzv'='qzv", "zqx') or ('qzv'='qzw"],
];
/** What a driver or a database says of itself. */
const DRIVER_WORDS =
	/syntax error at|SQLSTATE|unterminated quoted|pg_catalog|PostgreSQL \d|drizzle|Failed query/i;

export const injection: Row = {
	id: "S6",
	cases: "injections into strings",
	atLeast: { quick: 800, full: 5_000 },
	async run(targets, size) {
		const target = await targets.open();
		const walkers = await walkersOf(target);
		const before = await tablesOf(target);
		const places = [...target.routes.flatMap(stringPlaces).entries()];
		const faults: string[] = [];
		let cases = 0;
		const attackAll = async (among: typeof places, attack: Attack): Promise<void> =>
			forEachOf(among, 12, async ([index, place]) => {
				const asker = new Asker(target, place, walkers);
				await attack(asker, place, size === "full" ? null : index);
				cases += asker.cases;
				faults.push(...asker.faults);
			});
		await attackAll(places, breakAndSleep);
		// by themselves: what others change meanwhile would tell any two answers apart
		await attackAll(
			places.filter(([, { route }]) => route.method === "GET"),
			tellApart,
		);
		faults.push(...(await walkers.faults()));
		const after = await tablesOf(target);
		if (after !== before) faults.push(`tables were ${before} and are ${after}`);
		const sqlmap =
			size === "full" ? await runSqlmap(target, await walkers.admin.auth()) : { faults: [], notes: [] };
		return { cases, faults: [...faults, ...sqlmap.faults], notes: sqlmap.notes };
	},
};

/** @param seed - tries a few of the payloads, other ones for each place; all of them when null */
type Attack = (asker: Asker, place: StringPlace, seed: number | null) => Promise<void>;

/** Asks with a text in one place, and notes what an answer must never be. */
class Asker {
	readonly faults: string[] = [];
	cases = 0;
	readonly #target: Target;
	readonly #place: StringPlace;
	readonly #walkers: Walkers;

	constructor(target: Target, place: StringPlace, walkers: Walkers) {
		this.#target = target;
		this.#place = place;
		this.#walkers = walkers;
	}

	async ask(text: string): Promise<Answer> {
		this.cases += 1;
		const { route, name, fill } = this.#place;
		const { path, body, headers: filled } = fill(text);
		const answer = await this.#target.client.askPatiently(path, {
			method: route.method,
			headers: { ...(await this.#walkers.authOf(route)), ...filled },
			...(body === undefined ? {} : { body }),
		});
		const what = `${route.name} ${name} ${JSON.stringify(text)}`;
		if (answer.status >= 500) this.faults.push(`${what}: ${answer.status} ${answer.text.slice(0, 120)}`);
		if (DRIVER_WORDS.test(withoutEcho(answer.text, text))) this.faults.push(`${what}: tells of the database`);
		return answer;
	}
}

const breakAndSleep: Attack = async (asker, place, seed) => {
	// the one that PostgreSQL takes nowhere is sent everywhere, in CI too
	for (const text of new Set([NUL, ...some(BREAKING, 3, seed)])) await asker.ask(text);
	for (const text of some(SLEEPING, 1, seed)) {
		const { durationMs } = await asker.ask(text);
		if (durationMs >= SLEEP_SECONDS * 1_000)
			asker.faults.push(`${place.route.name} ${place.name}: slept by ${text}`);
	}
};

const tellApart: Attack = async (asker, place, seed) => {
	for (const [isTrue, isFalse] of some(TWINS, 1, seed)) {
		if (await areToldApart(async (text) => asker.ask(text), isTrue, isFalse))
			asker.faults.push(`${place.route.name} ${place.name}: ${isTrue} and ${isFalse} are told apart`);
	}
};

function some<Item>(list: readonly Item[], count: number, seed: number | null): readonly Item[] {
	return list.filter(
		(_item, at) => seed === null || (at + list.length - ((seed * count) % list.length)) % list.length < count,
	);
}

/** Whether the two are answered differently each time; what others change meanwhile differs once. */
async function areToldApart(
	ask: (text: string) => Promise<Answer>,
	isTrue: string,
	isFalse: string,
): Promise<boolean> {
	for (let round = 0; round < 3; round += 1) {
		const [one, other] = [await ask(isTrue), await ask(isFalse)];
		if (withoutEcho(one.text, isTrue) === withoutEcho(other.text, isFalse)) return false;
	}
	return true;
}

/** The answer without the caller's own words and what differs from answer to answer. */
function withoutEcho(text: string, said: string): string {
	return text
		.replaceAll(/"requestId":"[^"]*"|"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, "")
		.replaceAll(JSON.stringify(said).slice(1, -1), "")
		.replaceAll(encodeURIComponent(said), "");
}

/** Names of all tables, and whether anybody was renamed. */
async function tablesOf({ product }: Target): Promise<string> {
	const rows = await queryRows(
		product.database(),
		z.string(),
		sql`select to_json(string_agg(tablename, ',' order by tablename) || (select ' ' || count(*) from users where name = 'owned')) as row
		from pg_tables where schemaname = 'public'`,
	);
	return rows.join();
}
