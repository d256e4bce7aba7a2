import type { SourceFile } from "../project-files.ts";
import { splitComments } from "./markdown-lines.ts";
import type { OldConstructs } from "./old-construct.ts";
import { responsesYaml } from "./write-training-data.ts";

/**
 * Whether a Markdown file holds the responses of retrieval intents: `* faq/ask_name`, and below it a text. A story would
 * have the name of an action there.
 */
export function isMarkdownResponses(text: string): boolean {
	const answers = [...text.matchAll(/^[ \t]*\*[^:\n/]*\/[^\n]*\n[ \t]*-[ \t]*(?<said>[^\n]*)/gmu)];
	return answers.some(({ groups }) => !/^[\w.]+(?:\{.*\})?\s*$/u.test(groups?.["said"] ?? ""));
}

/** Responses of retrieval intents in the form 3.1. */
export function convertMarkdownResponses({ path, text }: SourceFile, found: OldConstructs): string {
	const responses = new Map<string, string[]>();
	let current: string[] | null = null;
	for (const { line, content } of splitComments(text)) {
		const at = { file: path, line };
		if (content.startsWith("*")) {
			const key = `utter_${content.slice(1).trim()}`;
			found.done(
				"rasa_1_markdown_responses",
				at,
				`A response "* intent/key" of Markdown. Write "utter_intent/key:" with its texts below "responses:".`,
			);
			current = responses.get(key) ?? [];
			responses.set(key, current);
		} else if (content.startsWith("-") && current !== null)
			current.push(
				content
					.slice(1)
					.trim()
					.replaceAll(String.raw`\n`, "\n"),
			);
		else if (content !== "" && !content.startsWith("#"))
			found.byHand(
				"rasa_1_markdown_line",
				at,
				`"${content}" is neither "* intent/key" nor "- text": it is left out.`,
			);
	}
	return responsesYaml(responses);
}
