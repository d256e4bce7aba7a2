import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { SourceFile } from "../project/project-files.ts";

const IGNORED_FOLDERS = new Set(["node_modules", "models", "results", "__pycache__", "venv"]);

/** Every file of a project's folder, relative, with forward slashes, in order; hidden folders and what tools made apart. */
export async function listProject(directory: string): Promise<string[]> {
	const found: string[] = [];
	const list = async (folder: string): Promise<void> => {
		for (const entry of await readdir(folder, { withFileTypes: true })) {
			const path = join(folder, entry.name);
			// a folder at a time
			if (entry.isDirectory() && !entry.name.startsWith(".") && !IGNORED_FOLDERS.has(entry.name))
				await list(path);
			else if (entry.isFile()) found.push(relative(directory, path).split(sep).join("/"));
		}
	};
	await list(directory);
	return found.toSorted();
}

/** The texts of files; one that is not UTF-8 has none. */
export async function readTexts(directory: string, paths: readonly string[]): Promise<SourceFile[]> {
	const decoder = new TextDecoder("utf-8", { fatal: true });
	const texts = await Promise.all(
		paths.map(async (path): Promise<SourceFile[]> => {
			const bytes = await readFile(join(directory, path));
			try {
				return [{ path, text: decoder.decode(bytes) }];
			} catch {
				return []; // no text: nothing of Rasa's
			}
		}),
	);
	return texts.flat();
}
