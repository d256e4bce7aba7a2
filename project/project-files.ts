import { type Document, LineCounter, type Node, parseDocument, visit } from "yaml";
import { FaultList, type Fault } from "./fault.ts";
import { blockAbove, indentQuotedLines } from "./quoted-lines.ts";
import { YamlNode } from "./yaml-node.ts";

/** A file as the caller read it: this room does no I/O. `path` is relative to the project, with forward slashes. */
export interface SourceFile {
	readonly path: string;
	readonly text: string;
}

/** A parsed YAML file of a project. */
export interface ProjectFile {
	readonly path: string;
	readonly root: YamlNode;
	/** Top-level keys, in order; they, not the file's name, say what it holds (SPEC §0). */
	readonly keys: readonly string[];
}

export interface ParsedFiles {
	readonly files: readonly ProjectFile[];
	readonly faults: readonly Fault[];
}

/** Largest file that is read, in UTF-16 units. */
const MAX_FILE_CHARS = 60_000_000;
/** An alias may be expanded this often in one file: enough for real files, fatal to an alias bomb. */
const MAX_ALIASES = 100;
/** Without one of these nothing in a file is an alias or merged: there is nothing to expand, and large files are spared it. */
const MAY_REPEAT = /\*|<</;
/** Files that a project has one of: a list there is a slip, and not a file of something else beside the data. */
const SINGLE_FILES = /(?:^|\/)(?:config|domain|endpoints|credentials)\.ya?ml$/;
/** A line that begins so makes a file one of a project's for Rasa; other files it never parses. */
const KNOWN_KEY =
	/^(?:[ \t]*(?:nlu|stories|rules|responses)|intents|entities|slots|actions|forms|e2e_actions|session_config|pipeline|policies|recipe|[ \t{]*"rasa_nlu_data"):/m;
/** Steps of stories and rules that one project may have: many times those of any that we know, and a gigabyte to parse. */
const MAX_STEPS = 200_000;
const STEP = /[-{,]\s*(?:intent|user|action|bot|slot_was_set|active_loop|checkpoint|or)\s*:/g;

/**
 * Parses YAML files and keeps the line of every node. A file with a syntax fault is left out of `files` and named in
 * `faults`; an empty file is simply left out.
 */
export function parseProjectFiles(sources: readonly SourceFile[]): ParsedFiles {
	const faults = new FaultList();
	const files: ProjectFile[] = [];
	let steps = 0;
	for (const source of sources) {
		// parsing them, and learning from them, would take minutes and gigabytes: this is told at once
		const own = countSteps(source.text);
		if (steps + own > MAX_STEPS) {
			const message = `With this file there are more than ${MAX_STEPS} steps of stories and rules. Leave stories out that repeat what others teach.`;
			faults.error("too_many_steps", { file: source.path, line: null }, message);
			continue; // the domain may come after it: without it all that the others name would be unknown
		}
		steps += own;
		const file = parseFile(source, faults);
		if (file !== null) files.push(file);
	}
	return { files, faults: faults.sorted() };
}

function countSteps(text: string): number {
	let count = 0;
	for (const _step of text.matchAll(STEP)) count += 1;
	return count;
}

function parseFile(source: SourceFile, faults: FaultList): ProjectFile | null {
	const whole = { file: source.path, line: null };
	if (source.text.length > MAX_FILE_CHARS) {
		faults.error("file_too_large", whole, `The file has more than ${MAX_FILE_CHARS} characters. Split it.`);
		return null;
	}
	const { document, lines } = parseYaml(withPlainEscapes(source.text));
	const isForeign = !SINGLE_FILES.test(source.path) && !KNOWN_KEY.test(source.text);
	if (document.errors.length > 0 && isForeign) {
		const message =
			"This is no YAML, and no line begins with a key of a Rasa project. The file is passed over.";
		faults.warning("yaml_syntax", whole, message);
		return null;
	}
	nameSyntaxFaults(source, document, faults);
	if (document.errors.length > 0 || document.contents === null) return null;
	if (MAY_REPEAT.test(source.text) && !isSafelyRepeated(source.path, { document, lines }, faults))
		return null;
	const root = new YamlNode({ file: source.path, document, lines }, document.contents, {
		file: source.path,
		line: 1,
	});
	const entries = root.entries();
	if (entries === null) {
		// what Rasa passes over in a folder of data
		const isPassedOver = !SINGLE_FILES.test(source.path) && (root.kind === "list" || isForeign);
		faults[isPassedOver ? "warning" : "error"](
			"yaml_shape",
			{ file: source.path, line: 1 },
			`Expected a mapping at the top of the file, found a ${root.kind}.${isPassedOver ? " The file is passed over." : ""}`,
		);
		return null;
	}
	return { path: source.path, root, keys: entries.map((entry) => entry.key) };
}

function nameSyntaxFaults(source: SourceFile, document: Document.Parsed, faults: FaultList): void {
	const outdented = new Set<number>();
	for (const { message, linePos } of document.errors) {
		const line = linePos?.[0].line ?? null;
		const key = line === null ? null : blockAbove(source.text, line);
		if (line !== null && key !== null) {
			// the parser has several words for it, and goes wrong over all that follows
			if (outdented.size === 0)
				faults.error(
					"yaml_syntax",
					{ file: source.path, line },
					`What belongs to \`${key}: |\` must stand further right than \`${key}\`. Indent these lines by two more spaces.`,
				);
			outdented.add(line);
		} else if (outdented.size === 0)
			faults.error(
				"yaml_syntax",
				{ file: source.path, line },
				isStackOverflow(message)
					? "Lists and mappings are nested too deeply here. Write them flatter."
					: `${firstLine(message)} Mend the YAML here.`,
			);
	}
}

/** Whether aliases end, and repeat no more than what is bearable. */
function isSafelyRepeated(path: string, { document, lines }: ParsedYaml, faults: FaultList): boolean {
	const endless = aliasWithinItself(document, lines);
	if (endless !== null) {
		const place = { file: path, line: endless.line };
		const message = `*${endless.name} stands within what it repeats, and would never end. Write it out.`;
		faults.error("yaml_aliases", place, message);
		return false;
	}
	try {
		document.toJS({ maxAliasCount: MAX_ALIASES });
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		const place = { file: path, line: aliasOfAliases(document, lines) };
		faults.error("yaml_aliases", place, `${reason}. Write the repeated part out instead of using aliases.`);
		return false;
	}
	return true;
}

function isStackOverflow(message: string): boolean {
	return message.startsWith("Maximum call stack size exceeded");
}

/** The first alias that is part of its own anchor's node. */
function aliasWithinItself(
	document: Document.Parsed,
	lines: LineCounter,
): { readonly name: string; readonly line: number | null } | null {
	let found: { name: string; line: number | null } | null = null;
	visit(document, {
		Alias(_key, alias, path) {
			const anchored = alias.resolve(document);
			if (anchored === undefined || !path.includes(anchored)) return undefined;
			const offset = alias.range?.[0];
			found = { name: alias.source, line: offset === undefined ? null : lines.linePos(offset).line };
			return visit.BREAK;
		},
	});
	return found;
}

/** The line of the first alias that repeats a part with aliases of its own: that is how a file grows beyond bounds. */
function aliasOfAliases(document: Document.Parsed, lines: LineCounter): number | null {
	let line: number | null = null;
	visit(document, {
		Alias(_key, alias) {
			const anchored = alias.resolve(document);
			const offset = alias.range?.[0];
			if (anchored === undefined || offset === undefined || !hasAlias(anchored)) return undefined;
			line = lines.linePos(offset).line;
			return visit.BREAK;
		},
	});
	return line;
}

function hasAlias(node: Node): boolean {
	let found = false;
	visit(node, {
		Alias() {
			found = true;
			return visit.BREAK;
		},
	});
	return found;
}

interface ParsedYaml {
	readonly document: Document.Parsed;
	readonly lines: LineCounter;
}

const PARSING = { uniqueKeys: true, version: "1.2", merge: true } as const;

/** YAML with the lines of its nodes; the few files whose texts in quotes stand too far left are mended first. */
export function parseYaml(text: string): ParsedYaml {
	const lines = new LineCounter();
	const document = parseDocument(text, { ...PARSING, lineCounter: lines });
	if (!document.errors.some(({ code, message }) => code === "MISSING_CHAR" && message.includes("quote")))
		return { document, lines };
	const mendedLines = new LineCounter();
	const mended = parseDocument(indentQuotedLines(text), { ...PARSING, lineCounter: mendedLines });
	return mended.errors.length < document.errors.length
		? { document: mended, lines: mendedLines }
		: { document, lines };
}

/** In a file of nothing but ASCII, `\\u2764` is that character wherever it stands, quoted or not: as in Rasa. */
function withPlainEscapes(text: string): string {
	if (!/\\[uU]/.test(text) || /[^\0-\u007F]/.test(text)) return text;
	return text.replaceAll(
		/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|[^])/g,
		(written: string, short?: string, long?: string) => {
			const number = Number.parseInt(short ?? long ?? "", 16);
			if (Number.isNaN(number) || number > 0x10_ff_ff) return written;
			return short === undefined ? String.fromCodePoint(number) : String.fromCharCode(number);
		},
	);
}

function firstLine(message: string): string {
	const line = message.split("\n", 1)[0] ?? message;
	return line.endsWith(":") ? `${line.slice(0, -1)}.` : line;
}
