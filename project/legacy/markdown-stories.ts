/** Stories of Rasa 1.x (`## name`, `* intent`, `- action`) in the form 3.1. */
import type { SourceFile } from "../project-files.ts";
import { splitComments } from "./markdown-lines.ts";
import type { OldConstructs } from "./old-construct.ts";
import { actionStep, checkpointStep, isEvent, namedValues } from "./markdown-steps.ts";
import { userStep } from "./markdown-messages.ts";
import { storiesYaml, type PlainValue, type WrittenStep, type WrittenStory } from "./write-training-data.ts";

/** What a step of a story may need to know. */
export interface StepContext {
	readonly at: { readonly file: string; readonly line: number };
	readonly found: OldConstructs;
	/** Messages of tests are `* intent: text`. */
	readonly isTest: boolean;
}

/** Whether a Markdown file holds stories: a heading, and a user's line below it. */
export function isMarkdownStories(text: string): boolean {
	const lines = text.split("\n");
	const heading = lines.findIndex((line) => /^[ \t]*(?:##|>>)/u.test(line));
	return heading >= 0 && lines.slice(heading).some((line) => /^[ \t]*\*\s+[^*\s]/u.test(line));
}

/** Whether the messages of a file are written out, as in the tests of Rasa 1.x: `* greet: hello there`. */
export function isMarkdownTest(path: string, text: string): boolean {
	const messages = text.split("\n").filter((line) => /^\s*\*\s+\S/u.test(line));
	const written = messages.filter((line) => /^\s*\*\s+[^{}:\s][^{}:]*(?:\{[^}]*\})?:\s*\S/u.test(line));
	return messages.length > 0 && written.length === messages.length && !/nlu/iu.test(path);
}

interface Draft {
	readonly title: "story" | "rule";
	readonly name: string;
	readonly line: number;
	readonly comments: readonly string[];
	condition: WrittenStep[];
	steps: WrittenStep[];
	readonly flags: Record<string, boolean>;
	/** A rule's "..." was read. */
	isAnywhere: boolean;
}

export function convertMarkdownStories(
	{ path, text }: SourceFile,
	found: OldConstructs,
	isTest: boolean,
): { readonly yaml: string; readonly stories: readonly WrittenStory[] } {
	const drafts: Draft[] = [];
	let comments: string[] = [];
	for (const { line, content, comments: read } of splitComments(text)) {
		comments.push(...read);
		if (content === "" || content === "---") continue;
		const context: StepContext = { at: { file: path, line }, found, isTest };
		const heading = headingOf(content);
		const draft = drafts.at(-1);
		if (heading !== null) {
			// a heading without a story below it is a remark
			const remark = draft !== undefined && draft.steps.length === 0 ? drafts.pop() : undefined;
			const before = remark === undefined ? [] : [...remark.comments, remark.name];
			drafts.push(begin(heading, { line, comments: [...before, ...comments], number: drafts.length + 1 }));
			comments = [];
		} else if (draft === undefined)
			found.byHand(
				"rasa_1_markdown_line",
				context.at,
				`"${content}" stands before the first "## story": it is left out.`,
			);
		else {
			const steps = stepsOf(content, draft, context).map((value, index) => ({
				value,
				comments: index === 0 ? comments : [],
			}));
			if (steps.length > 0) comments = [];
			draft.steps.push(...steps);
		}
	}
	const written = drafts.filter((draft) => draft.steps.length > 0);
	for (const draft of written) reportStory(draft, path, found, isTest);
	const stories = written.map(finished);
	return { yaml: storiesYaml(stories, comments), stories };
}

function headingOf(content: string): { readonly title: Draft["title"]; readonly name: string } | null {
	if (content.startsWith(">>")) return { title: "rule", name: content.replace(/^[>\s]+/u, "") };
	if (content.startsWith("#")) return { title: "story", name: content.replaceAll(/^[#\s]+|[#\s]+$/gu, "") };
	return null;
}

function begin(
	{ title, name }: { readonly title: Draft["title"]; readonly name: string },
	{
		number,
		...rest
	}: { readonly line: number; readonly comments: readonly string[]; readonly number: number },
): Draft {
	const named = name === "" ? `${title} ${number}` : name;
	return { title, name: named, ...rest, condition: [], steps: [], flags: {}, isAnywhere: false };
}

function reportStory({ title, line }: Draft, path: string, found: OldConstructs, isTest: boolean): void {
	const list = title === "rule" ? "rules" : "stories";
	found.done(
		isTest ? "rasa_1_markdown_test" : "rasa_1_markdown_story",
		{ file: path, line },
		`A ${isTest ? "test story" : title} of Markdown. Write "- ${title}: name" with "steps:" below "${list}:"${isTest ? ", in a file whose name begins with test_" : ""}.`,
	);
}

/** Several where one line sets several things. */
function stepsOf(content: string, draft: Draft, context: StepContext): PlainValue[] {
	const { at, found } = context;
	if (content.startsWith(">"))
		return [checkpointStep(content.slice(1).trim(), context)].flatMap((step) => step ?? []);
	// interactive learning marked what happened inside a form; Rasa passes over such lines
	if (/^[*-]\s+form:\s/u.test(content)) {
		found.done("rasa_1_form_prefix", at, `"form: " marks a line that the form makes by itself. Take it out.`);
		return [];
	}
	if (content.startsWith("*"))
		return [userStep(content.slice(1).trim(), context)].flatMap((step) => step ?? []);
	if (!content.startsWith("-")) {
		found.byHand(
			"rasa_1_markdown_line",
			at,
			`"${content}" is neither "* intent" nor "- action": it is left out.`,
		);
		return [];
	}
	const written = content.slice(1).trim();
	if (written === "..." && draft.title === "rule") {
		if (draft.isAnywhere || draft.steps.some(({ value }) => !isEvent(value)))
			draft.flags["wait_for_user_input"] = false;
		else {
			draft.condition = draft.steps;
			draft.steps = [];
			draft.isAnywhere = true;
		}
		return [];
	}
	return actionStep(namedValues(written, context), context);
}

function finished({ isAnywhere, flags, line: _line, ...draft }: Draft): WrittenStory {
	const starts: Record<string, boolean> =
		draft.title === "rule" && !isAnywhere ? { conversation_start: true } : {};
	return { ...draft, flags: { ...starts, ...flags } };
}
