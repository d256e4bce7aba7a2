/** Questions about models that were published at run time. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { answered, type Database, queryRows } from "./database.ts";

const StoredModel = z.object({
	/** SHA-256 of the file, in hexadecimal. */
	id: z.string(),
	/** What the model calls itself: the fingerprint of what it learned. */
	modelId: z.string(),
	fileName: z.string(),
	assistantId: z.string(),
	bytes: z.int().positive(),
	pieces: z.int().positive(),
});
/** A model file that is stored as a whole. */
export type StoredModel = z.infer<typeof StoredModel>;

/** A model file on its way in. */
export interface NewModel extends Pick<StoredModel, "id" | "modelId" | "fileName" | "assistantId"> {
	readonly file: Uint8Array;
}

/** Bytes of one statement's piece: well below what a gateway, Neon and a Worker take at once. */
const PIECE_BYTES = 256 * 1024;
/** Pieces that are asked for at once: a Worker has six connections, and others need some. */
const AT_ONCE = 3;
/** Pieces that no model's row followed within a day are left from an upload that was cut off. */
const STRAY_MS = 86_400_000;

const MODEL = sql`json_build_object('id', m.id, 'modelId', m.model_id, 'fileName', m.file_name,
	'assistantId', m.assistant_id, 'bytes', m.bytes, 'pieces', m.pieces) as row`;

function at(ms: number): SQL {
	return sql`${new Date(ms).toISOString()}::timestamptz`;
}

/**
 * Stores a model file; the same file again changes its name only. It is there as a whole or not at all.
 *
 * @param keep - so many models stay, the newest, and the active one with them
 */
export async function saveModel(
	db: Database,
	model: NewModel,
	{ nowMs, keep }: { readonly nowMs: number; readonly keep: number },
): Promise<void> {
	const { file } = model;
	const pieces = Math.ceil(file.length / PIECE_BYTES);
	for (let ordinal = 0; ordinal < pieces; ordinal++) {
		const data = base64(file.subarray(ordinal * PIECE_BYTES, (ordinal + 1) * PIECE_BYTES));
		// one piece in memory and on the way at a time
		await answered(
			db.execute(sql`insert into model_pieces (model, ordinal, data, created_at)
				values (${model.id}, ${ordinal}, decode(${data}, 'base64'), ${at(nowMs)})
				on conflict (model, ordinal) do update set data = excluded.data, created_at = excluded.created_at`),
		);
	}
	await answered(
		db.execute(sql`insert into models (id, model_id, file_name, assistant_id, bytes, pieces, created_at)
			values (${model.id}, ${model.modelId}, ${model.fileName}, ${model.assistantId}, ${file.length}, ${pieces}, ${at(nowMs)})
			on conflict (id) do update set file_name = excluded.file_name, created_at = excluded.created_at`),
	);
	await dropOld(db, keep, nowMs);
}

async function dropOld(db: Database, keep: number, nowMs: number): Promise<void> {
	await answered(
		db.execute(sql`delete from models where id not in (select id from models order by created_at desc, id limit ${keep})
			and id not in (select model from active_model where model is not null)`),
	);
	await answered(
		db.execute(sql`delete from model_pieces p where p.created_at < ${at(nowMs - STRAY_MS)}
			and not exists (select from models m where m.id = p.model)`),
	);
}

/** The newest model of this file name, or of this id or fingerprint; null when there is none. */
export async function findModel(db: Database, name: string): Promise<StoredModel | null> {
	const [found] = await queryRows(
		db,
		StoredModel,
		sql`select ${MODEL} from models m where m.file_name = ${name} or m.id = ${name} or m.model_id = ${name}
			order by m.created_at desc, m.id limit 1`,
	);
	return found ?? null;
}

/** A kept model as people see it. */
export type ListedModel = StoredModel & { readonly createdAtMs: number; readonly isActive: boolean };

/** All that are kept, newest first: they are few. */
export async function listModels(db: Database): Promise<readonly ListedModel[]> {
	return queryRows(
		db,
		StoredModel.extend({ createdAtMs: z.number(), isActive: z.boolean() }),
		sql`select json_build_object('id', m.id, 'modelId', m.model_id, 'fileName', m.file_name,
			'assistantId', m.assistant_id, 'bytes', m.bytes, 'pieces', m.pieces,
			'createdAtMs', (extract(epoch from m.created_at) * 1000)::bigint, 'isActive', a.id is not null) as row
			from models m left join active_model a on a.model = m.id order by m.created_at desc, m.id`,
	);
}

/** The model that new conversations begin with; null where that is the one of the release. */
export async function findActiveModel(db: Database): Promise<StoredModel | null> {
	const [found] = await queryRows(
		db,
		StoredModel,
		sql`select ${MODEL} from active_model a join models m on m.id = a.model where a.id = 1`,
	);
	return found ?? null;
}

/** Lets new conversations begin with a stored model, or with that of the release. @returns false when there is none of this id */
export async function activateModel(db: Database, id: string | null, nowMs: number): Promise<boolean> {
	const changed = await queryRows(
		db,
		z.object({ isSet: z.boolean() }),
		sql`insert into active_model (id, model, changed_at)
			select 1, chosen.model, ${at(nowMs)} from (select ${id}::text as model) chosen
			where chosen.model is null or exists (select from models m where m.id = chosen.model)
			on conflict (id) do update set model = excluded.model, changed_at = excluded.changed_at
			returning json_build_object('isSet', true) as row`,
	);
	return changed.length > 0;
}

/** Lets go of a model that is not active. @returns what became of it */
export async function deleteModel(db: Database, id: string): Promise<"deleted" | "active" | "missing"> {
	const gone = await queryRows(
		db,
		z.boolean(),
		sql`delete from models m where m.id = ${id} and not exists (select from active_model a where a.model = m.id)
			returning to_json(true) as row`,
	);
	if (gone.length === 0) return (await findActiveModel(db))?.id === id ? "active" : "missing";
	await answered(
		db.execute(sql`delete from model_pieces p where p.model = ${id}
			and not exists (select from models m where m.id = p.model)`),
	);
	return "deleted";
}

/** The file of a stored model; null when it, or a piece of it, is gone. */
export async function readModelFile(
	db: Database,
	{ id, bytes, pieces }: Pick<StoredModel, "id" | "bytes" | "pieces">,
): Promise<Uint8Array<ArrayBuffer> | null> {
	const file = new Uint8Array(bytes);
	for (let first = 0; first < pieces; first += AT_ONCE) {
		const ordinals = Array.from({ length: Math.min(AT_ONCE, pieces - first) }, (_, i) => first + i);
		// a few at a time
		const parts = await Promise.all(ordinals.map((ordinal) => readPiece(db, id, ordinal)));
		for (const [i, part] of parts.entries()) {
			const offset = (first + i) * PIECE_BYTES;
			if (part === null || offset + part.length > bytes) return null;
			file.set(part, offset);
		}
	}
	return file;
}

async function readPiece(db: Database, id: string, ordinal: number): Promise<Uint8Array | null> {
	const [piece] = await queryRows(
		db,
		z.string(),
		sql`select to_json(encode(data, 'base64')) as row from model_pieces where model = ${id} and ordinal = ${ordinal}`,
	);
	return piece === undefined ? null : bytesOf(piece);
}

/** Characters of a string that `String.fromCharCode` takes at once. */
const SPREAD = 0x80_00;

function base64(bytes: Uint8Array): string {
	let text = "";
	for (let i = 0; i < bytes.length; i += SPREAD)
		text += String.fromCharCode(...bytes.subarray(i, i + SPREAD));
	return btoa(text);
}

/** Postgres breaks the lines of base64. */
function bytesOf(text: string): Uint8Array {
	const plain = atob(text.replaceAll("\n", ""));
	return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
