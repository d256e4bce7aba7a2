import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { answered, type Database } from "../database.ts";
import {
	activateModel,
	deleteModel,
	findActiveModel,
	findModel,
	listModels,
	type NewModel,
	readModelFile,
	saveModel,
} from "../models.ts";
import { countRows } from "./count-rows.ts";

const AT_MS = Date.UTC(2026, 10, 25, 12);
const idOf = (n: number): string => n.toString(16).padStart(64, "0");

/** All values of a byte, over three pieces, the last of them short. */
function modelOf(n: number, more: Partial<NewModel> = {}): NewModel {
	const file = Uint8Array.from({ length: 600_001 }, (_, i) => (i * 7 + n) % 256);
	const [modelId, fileName] = [`print-${n}`, `bot-${n}.caremodel`];
	return { id: idOf(n), modelId, fileName, assistantId: "bot", file, ...more };
}

const save = (db: Database, model: NewModel, atMs = AT_MS, keep = 10): Promise<void> =>
	saveModel(db, model, { nowMs: atMs, keep });

/** Published models, on one kind of Postgres. */
export function modelContract(name: string, open: () => Promise<Database>): void {
	describe(`models on ${name}`, () => {
		let db: Database;
		beforeAll(async () => {
			db = await open();
		});

		test("[MO1] a file comes back byte for byte, found by its name, its id and its fingerprint", async () => {
			const model = modelOf(1);
			await save(db, model);
			const found = await findModel(db, "bot-1.caremodel");
			expect(found).toEqual({
				id: idOf(1),
				modelId: "print-1",
				fileName: "bot-1.caremodel",
				assistantId: "bot",
				bytes: 600_001,
				pieces: 3,
			});
			expect([await findModel(db, idOf(1)), await findModel(db, "print-1")]).toEqual([found, found]);
			expect(await findModel(db, "bot-2.caremodel")).toBeNull();
			if (found === null) throw new Error("nothing was found");
			expect(Buffer.compare((await readModelFile(db, found)) ?? Buffer.of(), model.file)).toBe(0);
		});

		test("[MO2] what is not there as a whole is not there", async () => {
			const model = modelOf(2);
			await save(db, model);
			const found = await findModel(db, "print-2");
			if (found === null) throw new Error("nothing was found");
			await answered(db.execute(sql`delete from model_pieces where model = ${found.id} and ordinal = 1`));
			expect(await readModelFile(db, found)).toBeNull();
			await save(db, model, AT_MS + 1);
			expect(Buffer.compare((await readModelFile(db, found)) ?? Buffer.of(), model.file)).toBe(0);
			expect(await countRows(db, "model_pieces")).toBe(6);
		});

		test("[MO3] one model is active, or none; a name that nobody has changes nothing", async () => {
			expect(await findActiveModel(db)).toBeNull();
			expect(await activateModel(db, idOf(1), AT_MS)).toBe(true);
			expect(await findActiveModel(db)).toMatchObject({ id: idOf(1) });
			expect(await activateModel(db, idOf(9), AT_MS)).toBe(false);
			expect(await findActiveModel(db)).toMatchObject({ id: idOf(1) });
			expect(await activateModel(db, idOf(2), AT_MS)).toBe(true);
			expect(await findActiveModel(db)).toMatchObject({ id: idOf(2) });
			expect(
				(await listModels(db)).map(({ id, createdAtMs, isActive }) => [id, createdAtMs, isActive]),
			).toEqual([
				[idOf(2), AT_MS + 1, true],
				[idOf(1), AT_MS, false],
			]);
			expect(await activateModel(db, null, AT_MS)).toBe(true);
			expect(await findActiveModel(db)).toBeNull();
		});

		keepingContract(() => db);
	});
}

function keepingContract(open: () => Database): void {
	test("[MO4] the newest stay, and the active one; pieces of no model go after a day", async () => {
		const db = open();
		await activateModel(db, idOf(1), AT_MS);
		await save(db, modelOf(3), AT_MS + 1_000, 2);
		await save(db, modelOf(4), AT_MS + 2_000, 2);
		await save(db, modelOf(5), AT_MS + 3_000, 2);
		const kept = await Promise.all([1, 2, 3, 4, 5].map(async (n) => (await findModel(db, idOf(n))) !== null));
		expect(kept).toEqual([true, false, false, true, true]);
		expect(await countRows(db, "model_pieces")).toBe(15);
		await save(db, modelOf(5), AT_MS + 86_500_000, 2);
		expect(await countRows(db, "model_pieces")).toBe(9);
	});

	test("[MO5] a model that is not active can go, with its pieces; the active one stays", async () => {
		const db = open();
		expect(await deleteModel(db, idOf(1))).toBe("active");
		expect(await deleteModel(db, idOf(9))).toBe("missing");
		expect(await deleteModel(db, idOf(5))).toBe("deleted");
		expect(await deleteModel(db, idOf(5))).toBe("missing");
		expect(await findModel(db, idOf(5))).toBeNull();
		expect(await countRows(db, "model_pieces")).toBe(6);
		expect(await findActiveModel(db)).toMatchObject({ id: idOf(1) });
	});
}
