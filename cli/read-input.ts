import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { decodeModelFile, ModelFileError, type ModelFile } from "../nlu/model-file.ts";
import type { SourceFile } from "../project/project-files.ts";
import { MODEL_FILE } from "./build-product.ts";
import { JSON_NLU_KEY } from "../project/legacy/json-nlu.ts";
import { listProject, readTexts } from "./project-folder.ts";
import { readYamlFiles } from "./project-source.ts";

/** Reads a file that somebody named. @throws Error that says in words what is wrong with it */
export function readInput(path: string): Buffer {
	const found = statSync(path, { throwIfNoEntry: false });
	if (found === undefined) throw new Error(`There is no file ${path}.`);
	if (found.isDirectory()) throw new Error(`${path} is a folder; a file is wanted.`);
	return readFileSync(path);
}

/** The model that a command means: a named one, else the assistant's. @throws Error naming the file */
export function readModel(path: string | undefined): ModelFile {
	const file = path ?? MODEL_FILE;
	if (path === undefined && statSync(file, { throwIfNoEntry: false }) === undefined) {
		throw new Error(`There is no ${file} yet: npm run care -- train. Or name a model with --model FILE.`);
	}
	try {
		return decodeModelFile(readInput(file));
	} catch (error) {
		if (!(error instanceof ModelFileError)) throw error;
		throw new Error(`${file}: ${error.message}`, { cause: error });
	}
}

/** A YAML file, or all of a folder's. @throws Error when there is neither */
export async function readYaml(path: string): Promise<readonly SourceFile[]> {
	const found = statSync(path, { throwIfNoEntry: false });
	if (found === undefined) throw new Error(`There is no file or folder ${path}.`);
	if (found.isDirectory()) return readYamlFiles(path);
	return [{ path: basename(path), text: readInput(path).toString("utf8") }];
}

/** The JSON files of a folder that are NLU data of Rasa's; of a file none, for it is named itself. */
export async function readJsonNluFiles(path: string): Promise<readonly SourceFile[]> {
	if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
	const names = (await listProject(path)).filter((name) => name.endsWith(".json"));
	const files = await readTexts(path, names);
	return files.filter(({ text }) => text.includes(`"${JSON_NLU_KEY}"`));
}
