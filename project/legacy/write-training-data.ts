/** Writes training data of the form 3.1 as YAML text. */
import { stringify } from "yaml";

/** One item of `nlu`, with what stood as comment before and in it. */
export interface NluItem {
	readonly kind: "intent" | "synonym" | "regex" | "lookup";
	readonly name: string;
	readonly examples: string[];
	readonly comments: string[];
}

export type PlainValue =
	| string
	| number
	| boolean
	| null
	| readonly PlainValue[]
	| { readonly [key: string]: PlainValue };

/** A step of a story, with the comments before it. */
export interface WrittenStep {
	readonly value: PlainValue;
	readonly comments: readonly string[];
}

export interface WrittenStory {
	readonly title: "story" | "rule";
	readonly name: string;
	readonly comments: readonly string[];
	/** Of a rule; empty for a story. */
	readonly condition: readonly WrittenStep[];
	readonly steps: readonly WrittenStep[];
	/** `conversation_start`, `wait_for_user_input`. */
	readonly flags: Readonly<Record<string, boolean>>;
}

const VERSION = `version: "3.1"\n`;

export function nluYaml(items: readonly NluItem[], trailing: readonly string[] = []): string {
	return `${VERSION}\nnlu:\n${items.map(itemText).join("\n")}${commentLines(trailing, "")}`;
}

function itemText({ kind, name, examples, comments }: NluItem): string {
	const head = `${commentLines(comments, "")}- ${kind}: ${scalar(name)}\n`;
	// a block of lines can't hold an example of several lines
	if (examples.some((example) => /[\p{Cc}\u2028\u2029]/u.test(example.replaceAll("\t", " "))))
		return `${head}  examples:\n${examples.map((example) => `  - ${kind === "intent" ? `text: ${JSON.stringify(example)}` : JSON.stringify(example)}\n`).join("")}`;
	return `${head}  examples: |\n${examples.map((example) => `    - ${example}\n`).join("")}`;
}

export function storiesYaml(stories: readonly WrittenStory[], trailing: readonly string[] = []): string {
	const section = (title: WrittenStory["title"], key: string): string => {
		const own = stories.filter((story) => story.title === title);
		return own.length === 0 ? "" : `\n${key}:\n${own.map(storyText).join("\n")}`;
	};
	return `${VERSION}${section("story", "stories")}${section("rule", "rules")}${commentLines(trailing, "")}`;
}

function storyText({ title, name, comments, condition, steps, flags }: WrittenStory): string {
	const flagLines = Object.entries(flags).map(([key, value]) => `  ${key}: ${value}\n`);
	return [
		commentLines(comments, ""),
		`- ${title}: ${scalar(name)}\n`,
		...flagLines,
		...(condition.length === 0 ? [] : ["  condition:\n", ...condition.map(stepText)]),
		"  steps:\n",
		...steps.map(stepText),
	].join("");
}

function stepText({ value, comments }: WrittenStep): string {
	const lines = yamlText([value]).trimEnd().split("\n");
	return `${commentLines(comments, "  ")}${lines.map((line) => (line === "" ? "\n" : `  ${line}\n`)).join("")}`;
}

/** Responses of retrieval intents: `utter_faq/ask_name` with its texts. */
export function responsesYaml(responses: ReadonlyMap<string, readonly string[]>): string {
	const values = Object.fromEntries(
		[...responses].map(([name, texts]) => [name, texts.map((text) => ({ text }))]),
	);
	return `${VERSION}\n${yamlText({ responses: values })}`;
}

/** YAML as Rasa's reader takes it too: what YAML 1.1 would read as yes, no or a number is in quotes. */
export function yamlText(value: PlainValue): string {
	return stringify(value, { lineWidth: 0, indentSeq: false, compat: "yaml-1.1" });
}

function scalar(text: string): string {
	return yamlText(text).trimEnd();
}

function commentLines(comments: readonly string[], indent: string): string {
	return comments
		.flatMap((comment) => comment.split("\n"))
		.map((line) => `${indent}${`# ${line.trim()}`.trimEnd()}\n`)
		.join("");
}
