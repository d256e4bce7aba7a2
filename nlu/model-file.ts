/**
 * The container of a trained assistant: one file, little-endian.
 *
 * ```
 * 0  8 bytes   magic "CAREMODL"
 * 8  uint32    format version
 * 12 uint32    bytes of the header's JSON
 * 16 2×uint32  checksum of bytes 12–15 and of all from 24 on
 * 24 JSON      { header, arrays: [{ name, type, offset, length }] }, UTF-8
 * …            arrays, each at a multiple of 16; `offset` counts from the beginning of the file
 * ```
 */
import { z } from "zod";
import type { JsonValue } from "../contracts/parse-data.ts";
import { checksum, JSON_BYTES_AT, PREFIX_BYTES } from "./model-checksum.ts";
import { sha256Hex } from "./sha256.ts";
import { decodeUtf8, encodeUtf8 } from "./text/utf8.ts";

/** The version that this code writes, and the only one that it reads. */
export const MODEL_FORMAT_VERSION = 2;

export type JsonObject = { [key: string]: JsonValue };
export type TypedArray =
	| Int8Array
	| Uint8Array
	| Int16Array
	| Uint16Array
	| Int32Array
	| Uint32Array
	| Float32Array;

/** What came from JSON needs no second look at every value in it: the header is large, and opening must be quick. */
export const JsonObjectSchema = z.custom<JsonObject>(
	(value) => typeof value === "object" && value !== null && !Array.isArray(value),
);
const ModelHeaderSchema = z.object({
	formatVersion: z.int(),
	modelId: z.string(),
	assistantId: z.string(),
	language: z.string(),
	nlu: JsonObjectSchema,
	dialogue: JsonObjectSchema,
	counts: z.record(z.string(), z.number()),
});
/** What a model says of itself. `modelId` is the fingerprint of the content: equal data and seed, equal id. */
export type ModelHeader = z.infer<typeof ModelHeaderSchema>;
/** A header before encoding: `modelId` and `formatVersion` are computed, whatever is given. */
export type ModelHeaderDraft = Omit<ModelHeader, "modelId" | "formatVersion">;

/** A decoded model. The arrays are views into the file's bytes, nothing is copied. */
export interface ModelFile {
	readonly header: ModelHeader;
	readonly arrays: ReadonlyMap<string, TypedArray>;
}

/** Thrown by `decodeModelFile`: says why the bytes are refused. */
export class ModelFileError extends Error {
	readonly reason: "damaged" | "too_new" | "too_old";

	constructor(reason: "damaged" | "too_new" | "too_old", message: string) {
		super(message);
		this.name = "ModelFileError";
		this.reason = reason;
	}
}

const MAGIC = Uint8Array.of(0x43, 0x41, 0x52, 0x45, 0x4d, 0x4f, 0x44, 0x4c);
const ALIGNMENT = 16;
const TYPES = {
	int8: Int8Array,
	uint8: Uint8Array,
	int16: Int16Array,
	uint16: Uint16Array,
	int32: Int32Array,
	uint32: Uint32Array,
	float32: Float32Array,
} as const;
const ArrayEntry = z.object({
	name: z.string(),
	type: z.enum(["int8", "uint8", "int16", "uint16", "int32", "uint32", "float32"]),
	offset: z.int().nonnegative(),
	length: z.int().nonnegative(),
});
type ArrayEntry = z.infer<typeof ArrayEntry>;
const Contents = z.object({ header: ModelHeaderSchema, arrays: z.array(ArrayEntry) });

/**
 * Writes a model. Deterministic: equal content gives equal bytes; arrays are laid out by name.
 *
 * @throws Error naming a number of the header that JSON has no way to write: read back it would be null, and the model refused
 */
export function encodeModelFile(model: {
	header: ModelHeaderDraft;
	arrays: ReadonlyMap<string, TypedArray>;
}): Uint8Array<ArrayBuffer> {
	const names = [...model.arrays.keys()].sort();
	const { assistantId, language, nlu, dialogue, counts } = model.header;
	const draft = { assistantId, language, nlu, dialogue, counts };
	const modelId = fingerprint(draft, names, model.arrays);
	const header: ModelHeader = { formatVersion: MODEL_FORMAT_VERSION, modelId, ...draft };
	const { json, entries, totalBytes } = layOut(header, names, model.arrays);
	const bytes = new Uint8Array(totalBytes);
	bytes.set(MAGIC);
	const view = new DataView(bytes.buffer);
	view.setUint32(8, MODEL_FORMAT_VERSION, true);
	view.setUint32(JSON_BYTES_AT, json.length, true);
	bytes.set(json, PREFIX_BYTES);
	for (const entry of entries) {
		const array = model.arrays.get(entry.name);
		if (array !== undefined) bytes.set(bytesOf(array), entry.offset);
	}
	const [low, high] = checksum(bytes);
	view.setUint32(16, low, true);
	view.setUint32(20, high, true);
	return bytes;
}

/**
 * Opens a model without copying its arrays (bytes that don't begin at a multiple of 16 are copied once).
 *
 * @throws ModelFileError when the bytes are damaged, or of a version that this code doesn't know
 */
export function decodeModelFile(bytes: ArrayBuffer | Uint8Array): ModelFile {
	const file = aligned(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes));
	if (file.length < PREFIX_BYTES || MAGIC.some((byte, i) => file[i] !== byte)) {
		throw new ModelFileError("damaged", "This is no model file: it doesn't begin with CAREMODL.");
	}
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	refuseOtherVersions(view.getUint32(8, true));
	const [low, high] = checksum(file);
	if (view.getUint32(16, true) !== low || view.getUint32(20, true) !== high) {
		throw new ModelFileError(
			"damaged",
			"The model file is damaged: its checksum does not fit. Train or copy it again.",
		);
	}
	const json = decodeUtf8(file.subarray(PREFIX_BYTES, PREFIX_BYTES + view.getUint32(JSON_BYTES_AT, true)));
	const contents = Contents.safeParse(parsedOrNull(json));
	if (!contents.success) {
		throw new ModelFileError("damaged", "The model file's header has another shape. Train the model again.");
	}
	const arrays = new Map(contents.data.arrays.map((entry) => [entry.name, viewOf(file, entry)]));
	return { header: contents.data.header, arrays };
}

/** A checksum finds what was damaged on the way; who wrote the file otherwise may have written anything. */
function parsedOrNull(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return null; // which has no header's shape
	}
}

function refuseOtherVersions(version: number): void {
	if (version > MODEL_FORMAT_VERSION) {
		throw new ModelFileError(
			"too_new",
			`The model has format ${version}, this program reads ${MODEL_FORMAT_VERSION}: update the program or train again.`,
		);
	}
	if (version < MODEL_FORMAT_VERSION) {
		throw new ModelFileError(
			"too_old",
			`The model has format ${version}, this program reads ${MODEL_FORMAT_VERSION}: train the model again.`,
		);
	}
}

function layOut(
	header: ModelHeader,
	names: readonly string[],
	arrays: ReadonlyMap<string, TypedArray>,
): { json: Uint8Array; entries: ArrayEntry[]; totalBytes: number } {
	// offsets stand inside the JSON whose length decides them: they are written padded, so the length is known first
	let jsonBytes = 0;
	for (;;) {
		const entries: ArrayEntry[] = [];
		let offset = roundUp(PREFIX_BYTES + jsonBytes);
		for (const name of names) {
			const array = arrays.get(name);
			if (array === undefined) continue;
			entries.push({ name, type: typeOf(array), offset, length: array.length });
			offset = roundUp(offset + array.byteLength);
		}
		const json = encodeUtf8(JSON.stringify({ header, arrays: entries }));
		if (json.length <= jsonBytes) {
			const padded = new Uint8Array(jsonBytes).fill(0x20);
			padded.set(json);
			return { json: padded, entries, totalBytes: offset };
		}
		jsonBytes = json.length + names.length;
	}
}

function fingerprint(
	draft: ModelHeaderDraft,
	names: readonly string[],
	arrays: ReadonlyMap<string, TypedArray>,
): string {
	const digests = names.map((name) => {
		const array = arrays.get(name);
		return [name, array === undefined ? "" : sha256Hex(bytesOf(array))];
	});
	const content = JSON.stringify([MODEL_FORMAT_VERSION, draft, digests], refuseEndless);
	return sha256Hex(encodeUtf8(content)).slice(0, 32);
}

function refuseEndless(key: string, value: unknown): unknown {
	if (typeof value === "number" && !Number.isFinite(value))
		throw new Error(`The model's ${key} is ${value}: a model file holds no such number.`);
	return value;
}

function viewOf(file: Uint8Array<ArrayBuffer>, entry: ArrayEntry): TypedArray {
	const type = TYPES[entry.type];
	const end = entry.offset + entry.length * type.BYTES_PER_ELEMENT;
	if (entry.offset % ALIGNMENT !== 0 || end > file.length) {
		throw new ModelFileError(
			"damaged",
			`The model file is damaged: ${entry.name} begins between two places or reaches beyond its end.`,
		);
	}
	return new type(file.buffer, file.byteOffset + entry.offset, entry.length);
}

function typeOf(array: TypedArray): ArrayEntry["type"] {
	if (array instanceof Int8Array) return "int8";
	if (array instanceof Uint8Array) return "uint8";
	if (array instanceof Int16Array) return "int16";
	if (array instanceof Uint16Array) return "uint16";
	if (array instanceof Int32Array) return "int32";
	return array instanceof Uint32Array ? "uint32" : "float32";
}

function bytesOf(array: TypedArray): Uint8Array {
	return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function aligned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	const { buffer, byteOffset, byteLength } = bytes;
	if (buffer instanceof ArrayBuffer && byteOffset % ALIGNMENT === 0) {
		return new Uint8Array(buffer, byteOffset, byteLength);
	}
	return bytes.slice();
}

function roundUp(offset: number): number {
	return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}
