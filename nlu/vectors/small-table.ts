import { decodeModelFile, encodeModelFile, type TypedArray } from "../model-file.ts";
import { packWordVectors, readWordVectorTable, type VectorTable } from "./word-vectors.ts";

/** A table of a few words for tests, made and read as those that ship. */
export function smallTable(
	words: readonly { readonly word: string; readonly vector: readonly number[] }[],
	language = "en",
): VectorTable {
	const dimensions = words[0]?.vector.length ?? 2;
	const packed = packWordVectors(words, dimensions);
	const header = {
		assistantId: "small-table",
		language,
		nlu: {},
		dialogue: {},
		counts: { words: words.length, dimensions },
	};
	const arrays = new Map<string, TypedArray>(Object.entries(packed));
	const table = readWordVectorTable(decodeModelFile(encodeModelFile({ header, arrays })), noKernel);
	if (!("vectors" in table)) throw new Error("A table of vectors was read as one without.");
	return table;
}

/** For tables that read no context. */
export function noKernel(): never {
	throw new Error("A table without a reader of texts needs no kernel.");
}
