import { reset, runInDurableObject } from "cloudflare:test";
import { afterEach, test } from "vitest";
import { migrateObject, OBJECT_SCHEMA_VERSION, objectSchemaVersion } from "./object-schema.ts";
import { newConversation, unknownConversation } from "./testing/test-client.ts";

afterEach(() => reset());

test("[OS1] tables carry their version; an older storage migrates forward and keeps what it has", async ({
	expect,
}) => {
	await runInDurableObject(unknownConversation(), (_object, { storage: { sql } }) => {
		const first = [["CREATE TABLE things (name TEXT)"]];
		migrateObject(sql, first);
		sql.exec("INSERT INTO things (name) VALUES ('kept')");
		migrateObject(sql, first);
		migrateObject(sql, [
			...first,
			["ALTER TABLE things ADD COLUMN size INTEGER", "UPDATE things SET size = 7"],
		]);
		expect(sql.exec("SELECT * FROM things").toArray()).toEqual([{ name: "kept", size: 7 }]);
		expect(objectSchemaVersion(sql)).toBe(2);
	});
});

test("[OS2] a storage that a newer release has written is refused, not guessed at", async ({ expect }) => {
	const stub = await newConversation();
	await runInDurableObject(stub, (_object, { storage: { sql } }) => {
		expect(objectSchemaVersion(sql)).toBe(OBJECT_SCHEMA_VERSION);
		expect(() => migrateObject(sql, [])).toThrow("Deploy the newer release");
		expect(objectSchemaVersion(sql)).toBe(OBJECT_SCHEMA_VERSION);
	});
});

test("[OS3] a write that fails half-way leaves nothing of itself", async ({ expect }) => {
	const stub = await newConversation();
	const done: string[][] = Array.from({ length: OBJECT_SCHEMA_VERSION }, () => []);
	await runInDurableObject(stub, (_object, { storage }) => {
		expect(() =>
			storage.transactionSync(() =>
				migrateObject(storage.sql, [...done, ["CREATE TABLE half (a)", "NOT SQL AT ALL"]]),
			),
		).toThrow();
		expect(objectSchemaVersion(storage.sql)).toBe(OBJECT_SCHEMA_VERSION);
		expect(storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'half'").toArray()).toEqual([]);
	});
});
