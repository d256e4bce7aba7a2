import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { decodeModelFile } from "../nlu/model-file.ts";
import { readWordVectorTable, type WordVectorTable } from "../nlu/vectors/word-vectors.ts";

const FILES: Readonly<Record<string, string>> = { en: "../nlu/vectors/english.carevectors" };

/**
 * The vectors of a language's words that come with the program.
 *
 * @param language - of config.yml, such as `en` or `en-GB`
 * @returns null for a language that has none
 */
export function readWordVectors(language: string): WordVectorTable | null {
	const name = FILES[language.toLowerCase().split(/[-_]/)[0] ?? ""];
	if (name === undefined) return null;
	return readWordVectorTable(decodeModelFile(readFileSync(fileURLToPath(new URL(name, import.meta.url)))));
}
