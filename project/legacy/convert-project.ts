/** A project of Rasa 1.x or 2.x in the form 3.1, with a list of all that changes (SPEC OP1–OP12). */
import { parseProjectFiles, type SourceFile } from "../project-files.ts";
import { convertConfig } from "./convert-config.ts";
import { convertData } from "./convert-data.ts";
import { convertDomain, entityNames, isDomainFile } from "./convert-domain.ts";
import { convertEndpoints } from "./convert-endpoints.ts";
import { convertJsonNlu, JSON_NLU_KEY } from "./json-nlu.ts";
import { convertMarkdownNlu, isMarkdownNlu } from "./markdown-nlu.ts";
import { convertMarkdownResponses, isMarkdownResponses } from "./markdown-responses.ts";
import { convertMarkdownStories, isMarkdownStories, isMarkdownTest } from "./markdown-stories.ts";
import { NewPaths } from "./new-paths.ts";
import { OldConstructs, type OldConstruct } from "./old-construct.ts";
import { findOldSdk, readPythonForms } from "./python-forms.ts";
import { convertVersion } from "./version.ts";
import { storiesYaml, type WrittenStory } from "./write-training-data.ts";
import { itemsOf, keyOf, pairOf, pairsOf, textOf, YamlFile } from "./yaml-file.ts";

export interface ConvertedProject {
	/** Files that are new or changed. Every other file of the project stays as it is. */
	readonly files: readonly SourceFile[];
	/** Files whose content stands in others now. */
	readonly replaced: readonly string[];
	readonly constructs: readonly OldConstruct[];
}

/**
 * Converts what can be converted and names everything that has to change.
 *
 * @param sources - the project's YAML, Markdown, JSON and Python files, and the texts that lookup tables name
 */
export function convertProject(sources: readonly SourceFile[]): ConvertedProject {
	const found = new OldConstructs();
	const python = ofType(sources, /\.py$/u);
	const yaml = ofType(sources, /\.ya?ml$/u).map((source) => ({ source, file: new YamlFile(source) }));
	const paths = new NewPaths(sources.map(({ path }) => path));
	const old = convertOldFiles(sources, found, paths);
	const pythonForms = python.flatMap((source) => readPythonForms(source, found));
	const files = yaml.map(({ file }) => file);
	const rules = convertDomain(files, {
		found,
		pythonForms,
		entities: entityNames(files),
		isFirst: isFirstRasa(files, old.hasMarkdown),
	});
	for (const file of files) {
		convertData(file, found);
		if (isRootFile(file.path, "endpoints")) convertEndpoints(file, found);
	}
	const configs = files.filter((file) =>
		["pipeline", "policies", "recipe"].some((key) => pairOf(file.root, key) !== null),
	);
	const hasForms = files.some((file) => pairsOf(pairOf(file.root, "forms")?.value).length > 0);
	const needsRules = (rules.length > 0 || hasForms) && !found.isEmpty;
	for (const config of configs) {
		const replacing = convertConfig(config, needsRules, found);
		// a second configuration is one to try out: its rules would double those of the first
		if (config === (configs.find(({ path }) => isRootFile(path, "config")) ?? configs[0]))
			rules.push(...replacing);
	}
	const whole = joinConfig(configs, found);
	for (const source of python) findOldSdk(source, found);
	const written = [...old.files, ...rulesFile(rules, paths), ...(whole === null ? [] : [whole.file])];
	for (const { source, file } of yaml) {
		if (whole?.parts.includes(source.path) === true) continue;
		const text = convertVersion(file.text(), source.path, found);
		if (text !== source.text) written.push({ path: source.path, text });
	}
	const replaced = [...old.replaced, ...(whole?.parts ?? [])];
	return { files: written, replaced, constructs: found.sorted() };
}

interface ConvertedFiles {
	readonly files: SourceFile[];
	readonly replaced: string[];
	hasMarkdown: boolean;
}

/** Markdown and JSON. */
function convertOldFiles(
	sources: readonly SourceFile[],
	found: OldConstructs,
	paths: NewPaths,
): ConvertedFiles {
	const converted: ConvertedFiles = { files: [], replaced: [], hasMarkdown: false };
	const elements = (from: string) => (name: string) => lookupElements(sources, from, name);
	for (const source of sources) {
		const kind = oldFileKind(source);
		if (kind === null) continue;
		converted.replaced.push(source.path);
		converted.hasMarkdown ||= kind !== "json";
		const path = paths.yamlFor(source.path, kind === "test");
		if (kind === "json") {
			const [file] = parseProjectFiles([source]).files;
			if (file !== undefined)
				converted.files.push({ path, text: convertJsonNlu(file, found, elements(source.path)).yaml });
		} else if (kind === "nlu") {
			const { yaml } = convertMarkdownNlu(source, found, elements(source.path));
			converted.files.push({ path, text: yaml });
		} else if (kind === "responses") {
			converted.files.push({ path, text: convertMarkdownResponses(source, found) });
		} else {
			const { yaml } = convertMarkdownStories(source, found, kind === "test");
			converted.files.push({ path, text: yaml });
		}
	}
	return converted;
}

const PROSE =
	/(?:^|\/)(?:readme|changelog|changes|contributing|license|licence|code_of_conduct|security|authors|todo)[^/]*\.md$|(?:^|\/)(?:docs?|\.github)\//iu;

/** What a file of Rasa 1.x or 2.x holds that is no YAML; null for any other file. */
export function oldFileKind({
	path,
	text,
}: SourceFile): "json" | "nlu" | "responses" | "stories" | "test" | null {
	if (path.endsWith(".json")) return text.includes(`"${JSON_NLU_KEY}"`) ? "json" : null;
	if (!path.endsWith(".md") || PROSE.test(path)) return null;
	if (isMarkdownNlu(text)) return "nlu";
	if (isMarkdownResponses(text)) return "responses";
	if (!isMarkdownStories(text)) return null;
	return isMarkdownTest(path, text) ? "test" : "stories";
}

/** Lookup tables name their file from the project's folder, or from beside their own file. */
function lookupElements(
	sources: readonly SourceFile[],
	from: string,
	name: string,
): readonly string[] | null {
	const folder = from.slice(0, from.lastIndexOf("/") + 1);
	const wanted = name.replace(/^\.\//u, "");
	const file = sources.find(({ path }) => path === wanted || path === folder + wanted);
	if (file === undefined) return null;
	return file.text.split(/\r?\n/u).flatMap((line) => line.trim() || []);
}

function rulesFile(rules: readonly WrittenStory[], paths: NewPaths): SourceFile[] {
	if (rules.length === 0) return [];
	const comment = "Rules that take the place of policies and triggers of Rasa 1.x and 2.x.";
	const [first, ...rest] = rules;
	if (first === undefined) return [];
	return [{ path: paths.newFile("rules"), text: storiesYaml([{ ...first, comments: [comment] }, ...rest]) }];
}

/** Signs of Rasa 1.x, where nothing says that the files are of 2.x. */
function isFirstRasa(files: readonly YamlFile[], hasMarkdown: boolean): boolean {
	if (files.some((file) => /^[23]/u.test(textOf(pairOf(file.root, "version")?.value) ?? ""))) return false;
	return hasMarkdown || files.some((file) => isDomainFile(file) && hasFirstDomain(file));
}

function hasFirstDomain(file: YamlFile): boolean {
	if (pairOf(file.root, "templates") !== null) return true;
	if (itemsOf(pairOf(file.root, "forms")?.value).length > 0) return true;
	const slots = pairsOf(pairOf(file.root, "slots")?.value);
	return slots.some(({ value }) => textOf(pairOf(value, "type")?.value) === "unfeaturized");
}

/** Rasa 0.x kept pipeline and policies in two files: they become one config.yml; null where there is one, or no way. */
function joinConfig(
	configs: readonly YamlFile[],
	found: OldConstructs,
): { readonly file: SourceFile; readonly parts: readonly string[] } | null {
	const roots = configs.filter(({ path }) => !path.includes("/"));
	if (configs.some(({ path }) => isRootFile(path, "config")) || roots.length === 0) return null;
	const keys = roots.flatMap(({ root }) => pairsOf(root).map(keyOf));
	const isJoinable = new Set(keys).size === keys.length;
	for (const { path } of roots) {
		const message =
			"This configuration is not read under its name. Put pipeline and policies into config.yml.";
		if (isJoinable) found.done("rasa_1_config_file", { file: path, line: null }, message);
		else found.byHand("rasa_1_config_file", { file: path, line: null }, message);
	}
	if (!isJoinable) return null;
	const text = roots
		.map((file) =>
			file
				.text()
				.replace(/^---\s*\n/u, "")
				.trimEnd(),
		)
		.join("\n\n");
	return { file: { path: "config.yml", text: `${text}\n` }, parts: roots.map(({ path }) => path) };
}

function isRootFile(path: string, name: string): boolean {
	return new RegExp(`^${name}\\.ya?ml$`, "u").test(path);
}

function ofType(sources: readonly SourceFile[], type: RegExp): SourceFile[] {
	return sources.filter(({ path }) => type.test(path));
}
