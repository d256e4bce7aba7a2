import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { TaughtEncoder } from "../nlu/encoder/sentence-encoder.ts";
import { decodeModelFile, encodeModelFile } from "../nlu/model-file.ts";
import { programFolder } from "./parts-cache.ts";

/** Those of the training that asked last come first; the oldest go. With 384 numbers each, 18 MB. */
const MOST_SENTENCES = 12_000;
const KEY_CHARS = 32;

const Stored = z.object({ keys: z.array(z.string().length(KEY_CHARS)) });

/** An encoder that need not read again what an earlier training had read: a vector is what it was, to the last bit. */
export interface RememberingEncoder {
	readonly encoder: TaughtEncoder;
	/** Writes down what was asked for. Where that can't be done the next training reads again. */
	keep(): void;
}

/** @param directory - of the parts that are kept between trainings; the file is in the folder of this very program, and named for the encoder */
export function rememberSentences(directory: string, encoder: TaughtEncoder): RememberingEncoder {
	const path = join(programFolder(directory), `sentences-${encoder.id.slice(0, KEY_CHARS)}`);
	const known = readVectors(path, encoder);
	const asked = new Map<string, Float32Array>();
	let isNew = false;
	return {
		encoder: {
			...encoder,
			foresee: (texts) => encoder.foresee?.(texts.filter((text) => !known.has(keyOf(text)))),
			encode(text) {
				const key = keyOf(text);
				const remembered = asked.get(key) ?? known.get(key);
				const vector = remembered ?? encoder.encode(text);
				isNew ||= remembered === undefined;
				asked.set(key, vector);
				return vector.slice();
			},
		},
		keep() {
			if (isNew) writeVectors(path, encoder, [...new Map([...asked, ...known])].slice(0, MOST_SENTENCES));
		},
	};
}

function keyOf(text: string): string {
	return createHash("sha256").update(text, "utf16le").digest("hex").slice(0, KEY_CHARS);
}

function readVectors(path: string, { dimensions }: TaughtEncoder): Map<string, Float32Array> {
	try {
		const { header, arrays } = decodeModelFile(readFileSync(path));
		const { keys } = Stored.parse(header.nlu);
		const vectors = arrays.get("vectors");
		if (!(vectors instanceof Float32Array)) return new Map();
		return new Map(keys.map((key, row) => [key, vectors.subarray(row * dimensions, (row + 1) * dimensions)]));
	} catch {
		return new Map(); // not there, or damaged: all is read again
	}
}

function writeVectors(
	path: string,
	{ dimensions }: TaughtEncoder,
	entries: readonly (readonly [string, Float32Array])[],
): void {
	const vectors = new Float32Array(entries.length * dimensions);
	entries.forEach(([, vector], row) => vectors.set(vector, row * dimensions));
	const nlu = { keys: entries.map(([key]) => key) };
	const header = { assistantId: "", language: "", nlu, dialogue: {}, counts: {} };
	try {
		mkdirSync(join(path, ".."), { recursive: true });
		writeFileSync(
			`${path}.${process.pid}`,
			encodeModelFile({ header, arrays: new Map([["vectors", vectors]]) }),
		);
		renameSync(`${path}.${process.pid}`, path);
	} catch {
		// a full or read-only disk costs the next training its time, and this one nothing
	}
}
