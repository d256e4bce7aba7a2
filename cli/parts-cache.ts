import {
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { PartsCache } from "../nlu/learn-parts.ts";
import { decodeModelFile, encodeModelFile, type TypedArray } from "../nlu/model-file.ts";
import type { KindedPart } from "../nlu/train-component.ts";
import { fingerprint } from "./fingerprint.ts";

/** Where `care` keeps them: what is built can be built again. */
export const PARTS_CACHE = "dist/parts";
/** A few versions of a few projects; the oldest go first. */
const MOST_FILES = 24;
/** Whatever decides what is learned from the same data: the code with its tables, and the packages. */
const PROGRAM = ["nlu", "project", "contracts", "package-lock.json"];

const Stored = z.object({
	parts: z.array(
		z.object({
			// SAFETY of both: this program wrote the file, and its folder is named for the very code that did
			kind: z.custom<KindedPart["kind"]>((value) => typeof value === "string"),
			config: z.custom<KindedPart["part"]["config"]>((value) => typeof value === "object" && value !== null),
			arrays: z.array(z.string()),
		}),
	),
});

/**
 * Learned parts as files, in a folder that is named for the program: another version of it finds nothing. A cache that
 * can't be written is no cache, and a file that is not whole is none.
 */
export function openPartsCache(directory: string): PartsCache {
	const folder = programFolder(directory);
	return {
		read(key) {
			const path = join(folder, key);
			try {
				const parts = readParts(readFileSync(path));
				utimesSync(path, new Date(), new Date());
				return parts;
			} catch {
				return null; // not there, or damaged: it is learned again
			}
		},
		write(key, parts) {
			try {
				mkdirSync(folder, { recursive: true });
				const path = join(folder, key);
				writeFileSync(`${path}.${process.pid}`, writeParts(parts));
				renameSync(`${path}.${process.pid}`, path);
				prune(directory, folder);
			} catch {
				// a full or read-only disk costs the next training its time, and this one nothing
			}
		},
	};
}

/** Where this version of the program keeps what it learned. */
export function programFolder(directory: string): string {
	return join(directory, fingerprint(PROGRAM).slice(0, 16));
}

function writeParts(parts: readonly KindedPart[]): Uint8Array {
	const arrays = new Map<string, TypedArray>();
	const stored = parts.map(({ kind, part }, i) => {
		for (const [name, array] of part.arrays) arrays.set(`${i}/${name}`, array);
		return { kind, config: part.config, arrays: [...part.arrays.keys()] };
	});
	const header = { assistantId: "", language: "", nlu: { parts: stored }, dialogue: {}, counts: {} };
	return encodeModelFile({ header, arrays });
}

function readParts(bytes: Uint8Array): KindedPart[] {
	const model = decodeModelFile(bytes);
	return Stored.parse(model.header.nlu).parts.map(({ kind, config, arrays }, i) => ({
		kind,
		part: {
			config,
			arrays: new Map(
				arrays.flatMap((name) => {
					const array = model.arrays.get(`${i}/${name}`);
					return array === undefined ? [] : [[name, array] as const];
				}),
			),
		},
	}));
}

/** Other versions' folders go, and the files that were not used for longest. */
function prune(directory: string, folder: string): void {
	for (const name of readdirSync(directory)) {
		const path = join(directory, name);
		if (path !== folder && /^[0-9a-f]{16}$/.test(name)) rmSync(path, { recursive: true, force: true });
	}
	const files = readdirSync(folder).map((name) => join(folder, name));
	const usedAt = new Map(files.map((path) => [path, statSync(path).mtimeMs]));
	const oldestLast = files.toSorted((a, b) => (usedAt.get(b) ?? 0) - (usedAt.get(a) ?? 0));
	for (const path of oldestLast.slice(MOST_FILES)) rmSync(path, { force: true });
}
