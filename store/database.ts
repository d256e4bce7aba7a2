/** The one way to Postgres: Neon's protocol over HTTP, against Neon itself or against gateway/. */
import { neon, neonConfig } from "@neondatabase/serverless";
import type { SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/neon-http";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { z } from "zod";
import { postgresFailure } from "./failures.ts";

/** drizzle on any driver: neon-http in the Worker, PGlite in unit tests. One statement is one transaction. */
export type Database = PgDatabase<PgQueryResultHKT>;

export interface DatabaseAddress {
	/** `postgresql://user:password@host/name` */
	readonly url: string;
	/** The gateway's `/sql`; without it the host's own address at Neon. */
	readonly fetchEndpoint?: string | undefined;
	/** How long one statement may take, network included. */
	readonly timeoutMs?: number;
}

/** Longer than the gateway's own limit: who waits until then hears what the gateway has to say. */
const DEFAULT_TIMEOUT_MS = 12_000;

/** The driver's setting is global; several databases at once are told apart by host and port. */
const fetchEndpoints = new Map<string, string>();
const addressAtNeon = neonConfig.fetchEndpoint;
neonConfig.fetchEndpoint = (host, port, options) => {
	const own = fetchEndpoints.get(`${host}:${port}`);
	if (own !== undefined) return own;
	return typeof addressAtNeon === "string" ? addressAtNeon : addressAtNeon(host, port, options);
};

/** Connects lazily: nothing is sent before the first query. @throws TypeError when the address is not a URL */
export function connectDatabase(address: DatabaseAddress): Database {
	const { hostname, port } = parseAddress(address.url);
	const key = `${hostname}:${port}`;
	if (address.fetchEndpoint === undefined) fetchEndpoints.delete(key);
	else fetchEndpoints.set(key, address.fetchEndpoint);
	const timeoutMs = address.timeoutMs ?? DEFAULT_TIMEOUT_MS;
	const client = neon(address.url, {
		fetchOptions: {
			// a getter: the driver spreads these options into each call, so each call gets a fresh clock
			get signal() {
				return AbortSignal.timeout(timeoutMs);
			},
		},
	});
	return drizzle({ client });
}

/**
 * Runs a statement whose rows each carry one column named `row` of type json, and parses them. The shape of a JSON
 * column is the same over every driver; those of numbers and instants are not.
 *
 * @throws StoreUnavailable or StoreFault, neither of which says a parameter
 */
export async function queryRows<Row>(
	db: Database,
	shape: z.ZodType<Row>,
	statement: SQL,
): Promise<readonly Row[]> {
	const result: unknown = await answered(db.execute(statement));
	return z
		.object({ rows: z.array(z.object({ row: shape })) })
		.parse(result)
		.rows.map(({ row }) => row);
}

/** Waits for a query and gives its failure the store's own words. */
export async function answered<Result>(query: PromiseLike<Result>): Promise<Result> {
	try {
		return await query;
	} catch (error) {
		throw postgresFailure(error);
	}
}

/** @throws StoreUnavailable after the address's time-out when Postgres does not answer */
export async function pingDatabase(db: Database): Promise<void> {
	await answered(db.execute("select 1"));
}

function parseAddress(url: string): URL {
	if (!URL.canParse(url))
		throw new TypeError("DATABASE_URL is not a URL: postgresql://user:password@host/name");
	return new URL(url);
}
