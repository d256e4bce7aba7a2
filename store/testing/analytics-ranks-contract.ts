import { sql } from "drizzle-orm";
import { test } from "vitest";
import { z } from "zod";
import { type Database, queryRows } from "../database.ts";
import { type SeededRandom, seededRandom } from "../seed/random.ts";

const POWERS = 11;
const CASES = 60;

/** Times of conversations in strings of bits, some of which are left out, and of others one by one. */
interface Times {
	/** Of each string: the bin of each conversation, null for one that has no time. */
	readonly strings: readonly (readonly (number | null)[])[];
	readonly counted: readonly { readonly bin: number; readonly n: number }[];
}

function someTimes(random: SeededRandom): Times {
	const most = random.pick([2, 40, 2 ** POWERS]);
	const list = <T>(length: number, of: () => T): T[] => Array.from({ length }, of);
	return {
		strings: list(random.int(4), () =>
			list(1 + random.int(40), () => (random.int(3) === 0 ? null : random.int(most))),
		),
		counted: list(random.int(3), () => ({ bin: random.int(most), n: 1 + random.int(4) })),
	};
}

/** All of them, the lowest first. */
const sorted = ({ strings, counted }: Times): number[] =>
	[
		...strings.flat().filter((bin) => bin !== null),
		...counted.flatMap(({ bin, n }) => Array.from({ length: n }, () => bin)),
	].toSorted((a, b) => a - b);

async function rankedBins(db: Database, { strings, counted }: Times, ranks: readonly number[]) {
	// as what has no rows comes from an outer join
	const array = (members: readonly (string | number)[]): string | null =>
		members.length === 0 ? null : `{${members.join(",")}}`;
	const bits = (isSet: (bin: number | null) => boolean): string[] =>
		strings.map((bins) => bins.map((bin) => (isSet(bin) ? "1" : "0")).join(""));
	// who has no time has any bits there
	const slices = Array.from({ length: POWERS }, (_, power) =>
		bits((bin) => bin === null || ((bin >> power) & 1) === 1),
	).flat();
	const rows = await queryRows(
		db,
		z.array(z.number()),
		sql`select to_json(analytics_ranked_bins(${array(bits((bin) => bin !== null))}::varbit[], ${array(slices)}::varbit[],
			${array(counted.map(({ bin }) => bin))}::int[], ${array(counted.map(({ n }) => n))}::bigint[], ${array(ranks)}::bigint[])) as row`,
	);
	return rows[0];
}

/** Ranks among times. @param database - with the schema */
export function analyticsRanksContract(name: string, database: () => Database): void {
	test(`[AN14] ${name}: times of two ranks lie in the bins in which they lie when all are sorted`, async ({
		expect,
	}) => {
		const db = database();
		const random = seededRandom(14);
		for (let round = 0; round < CASES; round++) {
			const times = someTimes(random);
			const all = sorted(times);
			if (all.length === 0) continue;
			const ranks = [1 + random.int(all.length), 1 + random.int(all.length)].toSorted((a, b) => a - b);
			const said = await rankedBins(db, times, ranks);
			expect(said, JSON.stringify({ times, ranks })).toEqual(ranks.map((rank) => all[rank - 1]));
		}
	});
}
