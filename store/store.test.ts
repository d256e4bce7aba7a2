import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { afterAll, beforeAll, describe } from "vitest";
import type { Database } from "./database.ts";
import type { Migration } from "./migrate.ts";
import { type Backend, type OpenBackend, seededDatabase } from "./testing/backend.ts";
import { conversationLogContract } from "./testing/conversation-log-contract.ts";
import { migrationContract } from "./testing/migration-contract.ts";
import { seedContract } from "./testing/seed-contract.ts";
import { shopContract } from "./testing/shop-contract.ts";

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
			close: () => client.close(),
		};
	},
};

for (const backend of [pglite])
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
		shopContract(backend.name, seeded);
		describe("conversations", () => {
			beforeAll(async () => {
				shared = await seeded();
			});
			conversationLogContract(backend.name, () => shared);
		});
	});
