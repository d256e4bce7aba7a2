import { copyFile, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { type Fault, formatFault } from "../../project/fault.ts";
import { convertProject, type ConvertedProject } from "../../project/legacy/convert-project.ts";
import type { SourceFile } from "../../project/project-files.ts";
import { messageWithLines, type OldConstruct } from "../../project/legacy/old-construct.ts";
import { type Command, type Output, UsageError } from "../command.ts";
import { listProject, readTexts } from "../project-folder.ts";
import { readProjectSource } from "../project-source.ts";
import { loadProject } from "../train-project.ts";
import { validateProject } from "./validate.ts";

export const convertCommand: Command = {
	name: "convert",
	summary: "makes a project of Rasa 3.1 of one of Rasa 1.x or 2.x",
	usage: `Usage: care convert --project DIR --out DIR [--json]

  --project DIR  folder of the old project; it is only read
  --out DIR      folder for the new one; it must be empty, or not there
  --json         one JSON object on stdout: { files, replaced, converted, byHand, errors, warnings }

Markdown and JSON become YAML; domain, configuration and stories get the form of today; everything else is copied. What
needs a decision is listed with file and line of the old project: what it is, and what to write instead.

Exit code 0: nothing is left to do; 1: something is, and is named; 2: the call was wrong.`,
	options: { project: { type: "string" }, out: { type: "string" }, json: { type: "boolean" } },
	async run(args, output) {
		const project = args.required("project");
		const out = args.required("out");
		await checkFolders(project, out);
		const paths = await listProject(project);
		const texts = paths.filter((path) => TEXT.test(path));
		const sources = await readTexts(project, texts);
		const converted = convertProject(sources);
		await writeProject({ project, out, paths, converted });
		const faults = await faultsOf(out);
		const errors = faults.filter(({ severity }) => severity === "error");
		const byHand = [
			...unreadable(texts, sources),
			...converted.constructs.filter((construct) => construct.byHand),
		];
		const done = converted.constructs.filter((construct) => !construct.byHand);
		if (args.flag("json")) {
			const warnings = faults.filter(({ severity }) => severity === "warning");
			const { replaced } = converted;
			const files = converted.files.map(({ path }) => path);
			output.out(JSON.stringify({ files, replaced, converted: done, byHand, errors, warnings }));
		} else report({ out, done, byHand, errors, converted }, output);
		return byHand.length === 0 && errors.length === 0 ? 0 : 1;
	},
};

const TEXT = /\.(?:ya?ml|md|json|py|txt|csv)$/;

/** Files that nobody could look into. */
function unreadable(paths: readonly string[], sources: readonly SourceFile[]): OldConstruct[] {
	const read = new Set(sources.map(({ path }) => path));
	return paths
		.filter((path) => !read.has(path))
		.map((file) => ({
			code: "not_utf8",
			file,
			line: null,
			alsoAt: [],
			message: "This file is not UTF-8 and was copied as it is. Save it as UTF-8 and convert again.",
			byHand: true,
		}));
}

/** @throws UsageError when there is no project, or no empty folder to write to */
async function checkFolders(project: string, out: string): Promise<void> {
	const isFolder = await stat(project).then(
		(found) => found.isDirectory(),
		() => false,
	);
	if (!isFolder) throw new UsageError(`There is no folder ${project}.`);
	const inside = relative(resolve(project), resolve(out));
	if (!/^\.\.(?:[\\/]|$)/.test(inside))
		throw new UsageError(`--out ${out} is inside the project: choose a folder beside it.`);
	const there = await readdir(out).catch((error: unknown) => {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
		throw new UsageError(`--out ${out} is no folder.`);
	});
	if (there.length > 0) throw new UsageError(`--out ${out} is not empty: nothing is written over.`);
}

interface Writing {
	readonly project: string;
	readonly out: string;
	readonly paths: readonly string[];
	readonly converted: ConvertedProject;
}

async function writeProject({ project, out, paths, converted }: Writing): Promise<void> {
	const isOurs = new Set([...converted.replaced, ...converted.files.map(({ path }) => path)]);
	const place = async (path: string): Promise<string> => {
		const target = join(out, path);
		await mkdir(dirname(target), { recursive: true });
		return target;
	};
	await mkdir(out, { recursive: true });
	for (const path of paths)
		// a file at a time: a project may have thousands
		if (!isOurs.has(path)) await copyFile(join(project, path), await place(path));
	for (const { path, text } of converted.files) await writeFile(await place(path), text);
}

/** What is wrong with the result, as `care validate` says. */
async function faultsOf(out: string): Promise<readonly Fault[]> {
	const project = await readProjectSource(out).then(loadProject);
	await validateProject(project, out);
	return project.faults.sorted();
}

interface Report {
	readonly out: string;
	readonly done: readonly OldConstruct[];
	readonly byHand: readonly OldConstruct[];
	readonly errors: readonly Fault[];
	readonly converted: ConvertedProject;
}

function report({ out, done, byHand, errors, converted }: Report, output: Output): void {
	const list = (title: string, lines: readonly string[]): void => {
		if (lines.length > 0)
			for (const line of [title, ...lines.map((text) => `  ${text}`), ""]) output.out(line);
	};
	list("Converted:", done.map(constructLine));
	list("By hand, in the old project's lines:", byHand.map(constructLine));
	list("What care validate finds wrong with the result:", errors.map(formatFault));
	const changed = converted.files.length;
	const left = byHand.length + errors.length;
	output.out(
		changed === 0
			? `Nothing was to convert: ${out} is a copy.`
			: `${out}: ${changed} ${changed === 1 ? "file is" : "files are"} new or changed, ${left} ${left === 1 ? "thing is" : "things are"} left to you.`,
	);
	output.out(`Next: npm run care -- validate --project ${out}`);
}

function constructLine(construct: OldConstruct): string {
	const place = construct.line === null ? construct.file : `${construct.file}:${construct.line}`;
	return `${place}: ${messageWithLines(construct)}`;
}
