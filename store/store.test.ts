import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import { Client } from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import { startGateway } from "../gateway/gateway.ts";
import { postgresMissing, startPostgres } from "../gateway/testing/start-postgres.ts";
import { type Database, answered, connectDatabase } from "./database.ts";
import type { Migration } from "./migrate.ts";
import { analyticsCohortsContract } from "./testing/analytics-cohorts-contract.ts";
import { analyticsContract } from "./testing/analytics-contract.ts";
import { analyticsHistoryContract } from "./testing/analytics-history-contract.ts";
import { analyticsLabelsContract } from "./testing/analytics-labels-contract.ts";
import { analyticsRanksContract } from "./testing/analytics-ranks-contract.ts";
import { analyticsPackRaceContract, analyticsPacksContract } from "./testing/analytics-packs-contract.ts";
import { analyticsBehindContract, analyticsSumsContract } from "./testing/analytics-sums-contract.ts";
import { administratorsContract, administratorsRaceContract } from "./testing/administrators-contract.ts";
import { accountsContract } from "./testing/accounts-contract.ts";
import { type Backend, type Hold, type OpenBackend, seededDatabase } from "./testing/backend.ts";
import { auditContract } from "./testing/audit-contract.ts";
import { conversationListContract } from "./testing/conversation-list-contract.ts";
import { conversationLogContract } from "./testing/conversation-log-contract.ts";
import { feedbackContract } from "./testing/feedback-contract.ts";
import { erasureContract } from "./testing/erasure-contract.ts";
import { modelContract } from "./testing/model-contract.ts";
import { migrationContract } from "./testing/migration-contract.ts";
import { orderContract } from "./testing/order-contract.ts";
import { productContract } from "./testing/product-contract.ts";
import { raceContract } from "./testing/race-contract.ts";
import { feedbackRetentionContract } from "./testing/feedback-retention-contract.ts";
import { retentionContract } from "./testing/retention-contract.ts";
import { seedContract } from "./testing/seed-contract.ts";
import { ticketContract } from "./testing/ticket-contract.ts";
import { webhookContract } from "./testing/webhook-contract.ts";
import { returnContract } from "./testing/return-contract.ts";

const directory = join(import.meta.dirname, "..", "migrations");
const migrations: readonly Migration[] = readdirSync(directory)
	.filter((file) => file.endsWith(".sql"))
	.map((file) => ({ name: file.slice(0, -".sql".length), sql: readFileSync(join(directory, file), "utf8") }));

/** One PGlite; a database of its own is a schema that was emptied, for a second PGlite costs seconds. */
const pglite: Backend = {
	name: "PGlite",
	absence: null,
	async open(): Promise<OpenBackend> {
		const client = await PGlite.create();
		const db = drizzle({ client });
		return {
			async emptyDatabase() {
				await client.exec("drop schema public cascade; create schema public");
				return db;
			},
			hold: null,
			close: () => client.close(),
		};
	},
};

const TOKEN = "a-token-of-the-test-0123456789abcdef";

/** What the Worker has: Neon's driver, and the gateway in Neon's place. */
async function openThroughGateway(databaseUrl: string | null): Promise<OpenBackend> {
	const dataDir = mkdtempSync(join(tmpdir(), "care-store-"));
	const gateway = await startGateway({
		dataDir,
		token: TOKEN,
		...(databaseUrl === null ? {} : { databaseUrl }),
	});
	const db = connectDatabase({
		url: `postgresql://care:${TOKEN}@127.0.0.1:${gateway.port}/care`,
		fetchEndpoint: `${gateway.url}/sql`,
	});
	return {
		async emptyDatabase() {
			await answered(db.execute(sql`drop schema public cascade`));
			await answered(db.execute(sql`create schema public`));
			return db;
		},
		hold: databaseUrl === null ? null : holdIn(databaseUrl),
		async close() {
			await gateway.close();
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
}

function holdIn(databaseUrl: string): Hold {
	return async (lock, waiters, work) => {
		const client = new Client({ connectionString: databaseUrl });
		await client.connect();
		try {
			await client.query("begin");
			await client.query(lock);
			// the work may have failed before the answer to the commit is here
			const [done] = await Promise.all([work(), commitBefore(client, waiters)]);
			return done;
		} finally {
			await client.end();
		}
	};
}

/** Commits what holds the locks, as soon as so many statements wait for them. */
async function commitBefore(client: Client, waiters: number): Promise<void> {
	const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
	for (let look = 0; (await client.query(waiting)).rows.length < waiters; look += 1) {
		if (look > 500) throw new Error(`Fewer than ${waiters} statements wait for the locks`);
		// within a transaction the view stands still until it is cleared
		await client.query("select pg_sleep(0.01), pg_stat_clear_snapshot()");
	}
	await client.query("commit");
}

const gatewayOverPglite: Backend = {
	name: "gateway over PGlite",
	absence: null,
	open: () => openThroughGateway(null),
};

const gatewayOverPostgres: Backend = {
	name: "gateway over PostgreSQL",
	absence: postgresMissing(),
	async open() {
		const server = await startPostgres();
		const gateway = await openThroughGateway(server.url);
		return {
			...gateway,
			async close() {
				await gateway.close();
				await server.stop();
			},
		};
	},
};

for (const backend of [pglite, gatewayOverPglite, gatewayOverPostgres]) {
	if (backend.absence !== null) console.warn(`Skipped: store on ${backend.name}. ${backend.absence}`);
	describe.skipIf(backend.absence !== null)(`store on ${backend.name}`, () => {
		let open: OpenBackend;
		let shared: Database;
		beforeAll(async () => {
			open = await backend.open();
		});
		afterAll(() => open.close());

		migrationContract(backend.name, () => open.emptyDatabase(), migrations);
		const seeded = () => seededDatabase(open, migrations);
		seedContract(backend.name, seeded);
		orderContract(backend.name, seeded);
		returnContract(backend.name, seeded);
		productContract(backend.name, seeded);
		ticketContract(backend.name, seeded);
		modelContract(backend.name, seeded);
		if (backend === gatewayOverPostgres) {
			const holding = async () => {
				const db = await seeded();
				if (open.hold === null) throw new Error(`Nothing can be held on ${backend.name}.`);
				return { db, hold: open.hold };
			};
			raceContract(backend.name, holding);
			administratorsRaceContract(backend.name, holding);
			analyticsPackRaceContract(backend.name, holding);
		}
		describe("conversations", () => {
			beforeAll(async () => {
				shared = await seeded();
			});
			conversationLogContract(backend.name, () => shared);
			conversationListContract(backend.name, () => shared);
			feedbackContract(backend.name, () => shared);
			accountsContract(backend.name, () => shared);
			analyticsRanksContract(backend.name, () => shared);
		});
		administratorsContract(backend.name, async () => ({ db: await seeded(), hold: open.hold }));
		auditContract(backend.name, seeded);
		webhookContract(backend.name, seeded);
		analyticsContract(backend.name, seeded);
		analyticsSumsContract(backend.name, seeded);
		analyticsBehindContract(backend.name, seeded);
		analyticsCohortsContract(backend.name, seeded);
		analyticsLabelsContract(backend.name, seeded);
		analyticsPacksContract(backend.name, seeded);
		analyticsHistoryContract(backend.name, seeded);
		erasureContract(backend.name, seeded);
		retentionContract(backend.name, seeded);
		feedbackRetentionContract(backend.name, seeded);
	});
}
