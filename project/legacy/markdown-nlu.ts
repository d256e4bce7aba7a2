import type { SourceFile } from "../project-files.ts";
import { renewAnnotations } from "./annotations.ts";
import { splitComments } from "./markdown-lines.ts";
import type { OldConstructs } from "./old-construct.ts";
import { nluYaml, type NluItem } from "./write-training-data.ts";

const KINDS = ["intent", "synonym", "regex", "lookup"] as const;
const HEADER = /^##\s*(?<kind>\S.*?):(?<name>.+)$/s;
const ITEM = /^[-*+]\s*(?<text>\S.*)$/s;

/** Whether a Markdown file holds NLU data (Rasa looks for the same marks). */
export function isMarkdownNlu(text: string): boolean {
	return KINDS.some((kind) => text.includes(`## ${kind}:`));
}

/**
 * NLU data of Rasa 1.x in the form 3.1. Comments stay above the block that they stood in.
 *
 * @param readElements - the elements of a lookup table's file, by its path; null when there is no such file
 */
export function convertMarkdownNlu(
	{ path, text }: SourceFile,
	found: OldConstructs,
	readElements: (path: string) => readonly string[] | null,
): { readonly yaml: string; readonly items: readonly NluItem[] } {
	const items: NluItem[] = [];
	let current: NluItem | null = null;
	let waiting: string[] = [];
	for (const { line, content, comments } of splitComments(text)) {
		(current?.comments ?? waiting).push(...comments);
		if (content === "") continue;
		const at = { file: path, line };
		const header = HEADER.exec(content)?.groups;
		if (header !== undefined) {
			const kind = KINDS.find((known) => known === header["kind"]);
			current = null;
			if (kind === undefined)
				found.byHand(
					"rasa_1_markdown_section",
					at,
					`"${content}" is no section that Rasa knows: what stands below it is left out.`,
				);
			else {
				found.done(
					"rasa_1_markdown_nlu",
					at,
					`A block "## ${kind}:" of Markdown. Write "- ${kind}: name" with "examples: |" below "nlu:".`,
				);
				current = { kind, name: (header["name"] ?? "").trim(), examples: [], comments: waiting };
				items.push(current);
				waiting = [];
			}
		} else if (current !== null) addLine(current, content, { at, found, readElements });
	}
	const filled = items.filter((item) => item.examples.length > 0);
	return { yaml: nluYaml(filled, waiting), items: filled };
}

interface LineContext {
	readonly at: { readonly file: string; readonly line: number };
	readonly found: OldConstructs;
	readonly readElements: (path: string) => readonly string[] | null;
}

function addLine(item: NluItem, content: string, { at, found, readElements }: LineContext): void {
	const text = ITEM.exec(content)?.groups?.["text"]?.trim();
	if (text !== undefined) {
		const example = unescaped(text);
		item.examples.push(item.kind === "intent" ? renewAnnotations(example) : example);
	} else if (item.kind === "lookup") {
		const elements = readElements(content);
		if (elements === null)
			found.byHand(
				"rasa_1_lookup_file",
				at,
				`The lookup table ${item.name} names the file ${content}, which is not there. List its elements below "examples: |".`,
			);
		else {
			found.done(
				"rasa_1_lookup_file",
				at,
				`The lookup table ${item.name} names the file ${content}. List its elements below "examples: |".`,
			);
			item.examples.push(...elements);
		}
	} else if (!content.startsWith("#"))
		found.byHand(
			"rasa_1_markdown_line",
			at,
			`"${content}" begins with no "- ": Rasa passes over it, and it is left out.`,
		);
}

const ESCAPES: Readonly<Record<string, string>> = {
	"\\n": "\n",
	"\\t": "\t",
	"\\r": "\r",
	"\\b": "\b",
	"\\f": "\f",
};

/** Markdown wrote line breaks as `\n`. */
function unescaped(text: string): string {
	return text.replaceAll(/\\[ntrbf]/g, (escape) => ESCAPES[escape] ?? escape);
}
