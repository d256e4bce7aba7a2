import { isUtf8 } from "node:buffer";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import type { SourceFile } from "../project/project-files.ts";
import { listProject, readTexts } from "./project-folder.ts";

/** The files of a Rasa project, as text, in path order. Paths are relative to the project's folder. */
export interface ProjectSource {
	readonly directory: string;
	/** What training reads: config, domain, data. */
	readonly training: readonly SourceFile[];
	/** Files named `test_*` with test stories. */
	readonly tests: readonly SourceFile[];
	/** Files of `domain/` that are not read, for there is a `domain.yml`. */
	readonly unread: readonly string[];
	/** Markdown, JSON, Python and lookup tables beside them: training data and forms of Rasa 1.x and 2.x were written so. */
	readonly beside: readonly SourceFile[];
}

const IGNORED_FOLDERS = new Set(["node_modules", "models", "results", "actions", "__pycache__"]);
/** What stands below these is the project's, whatever its folders are called. */
const OWN_FOLDERS = /^(?:data|domain|tests)$/;
const ROOT_FILES = /^(config|domain|endpoints|credentials)\.ya?ml$/;

/**
 * Reads a project. With a `data/` folder the training files are `config.yml`, `domain.yml`, or `domain/` where there is
 * none, and all of `data/`; without one, every YAML file of the folder but tests (dialogue/SPEC LO8, LO9).
 *
 * @throws Error when the folder does not exist or holds no `config.yml` or domain
 */
export async function readProjectSource(directory: string): Promise<ProjectSource> {
	const isFolder = await stat(directory).then(
		(found) => found.isDirectory(),
		() => false,
	);
	if (!isFolder)
		throw new Error(`There is no folder ${directory}. Give the folder of a Rasa project (--project DIR).`);
	const paths = (await listYaml(directory)).map((path) => relative(directory, path).split(sep).join("/"));
	const hasData = paths.some((path) => path.startsWith("data/"));
	const hasDomain = paths.some((path) => /^domain\.ya?ml$/.test(path));
	const isTest = (path: string): boolean => /^test_.*\.ya?ml$/.test(basename(path));
	const isUnread = (path: string): boolean => hasData && hasDomain && path.startsWith("domain/");
	const isTraining = (path: string): boolean => {
		if (!hasData) return !isTest(path) && !path.startsWith("tests/");
		return ROOT_FILES.test(path) || path.startsWith("data/") || (path.startsWith("domain/") && !hasDomain);
	};
	const training = (await readAll(directory, paths.filter(isTraining))).map(withVariables);
	if (training.length === 0) {
		throw new Error(`${directory} holds no YAML files. A Rasa project has config.yml, domain.yml and data/.`);
	}
	const beside = (await listProject(directory)).filter((path) => /\.(?:md|json|py|txt)$/.test(path));
	return {
		directory,
		training,
		tests: await readAll(directory, paths.filter(isTest)),
		unread: paths.filter(isUnread),
		beside: await readTexts(directory, beside),
	};
}

const VARIABLE = /\$\{(\w+)\}/g;

/**
 * `url: ${DUCKLING_URL}` of config.yml is the environment's, as in Rasa; the model keeps what it was. In responses and
 * sentences a `${` is text.
 *
 * @throws Error naming the variables that are not set, by line
 */
function withVariables({ path, text }: SourceFile): SourceFile {
	if (!/^config\.ya?ml$/.test(path)) return { path, text };
	const missing: string[] = [];
	const lines = text.split("\n").map((line, index) => {
		const comment = /(?:^|\s)#/.exec(line)?.index ?? line.length;
		const filled = line.slice(0, comment).replaceAll(VARIABLE, (written, name: string) => {
			const value = process.env[name];
			if (value === undefined)
				missing.push(
					`${path}:${index + 1} names ${written}, which the environment does not set. Set it, or write the value.`,
				);
			return value ?? written;
		});
		return filled + line.slice(comment);
	});
	if (missing.length > 0) throw new Error(missing.join("\n"));
	return { path, text: lines.join("\n") };
}

/** Every YAML file below a folder, in path order. */
export async function readYamlFiles(directory: string): Promise<SourceFile[]> {
	const paths = await listYaml(directory);
	return readAll(
		directory,
		paths.map((path) => relative(directory, path).split(sep).join("/")),
	);
}

async function listYaml(directory: string, isWhole = false): Promise<string[]> {
	const found: string[] = [];
	for (const entry of await readdir(directory, { withFileTypes: true })) {
		const path = join(directory, entry.name);
		if (entry.isDirectory()) {
			const isIgnored = entry.name.startsWith(".") || IGNORED_FOLDERS.has(entry.name);
			const isOwn = isWhole || OWN_FOLDERS.test(entry.name);
			// a folder at a time
			if (isOwn || !isIgnored) found.push(...(await listYaml(path, isOwn)));
		} else if (/\.ya?ml$/.test(entry.name)) {
			found.push(path);
		}
	}
	return found.toSorted();
}

/** @throws Error naming every file that is not UTF-8: the YAML parser would only see odd characters */
async function readAll(directory: string, paths: readonly string[]): Promise<SourceFile[]> {
	const read = await Promise.all(
		paths.map(async (path) => ({ path, bytes: await readFile(join(directory, path)) })),
	);
	const foreign = read.flatMap(({ path, bytes }) => {
		const line = isUtf8(bytes) ? null : firstForeignLine(bytes);
		return line === null ? [] : [`${path}:${line} is not UTF-8. Save the file as UTF-8.`];
	});
	if (foreign.length > 0) throw new Error(foreign.join("\n"));
	const decoder = new TextDecoder();
	return read.map(({ path, bytes }) => ({ path, text: decoder.decode(bytes) }));
}

function firstForeignLine(bytes: Buffer): number {
	const LINE_FEED = 10;
	let line = 1;
	for (let start = 0; start < bytes.length; line += 1) {
		const feed = bytes.indexOf(LINE_FEED, start);
		const end = feed === -1 ? bytes.length : feed;
		if (!isUtf8(bytes.subarray(start, end))) return line;
		start = end + 1;
	}
	return line;
}
