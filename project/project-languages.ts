import type { FaultList, SourcePosition } from "./fault.ts";
import { languageFault } from "./known-language.ts";
import type { ProjectFile } from "./project-files.ts";

/** The languages of a bot, BCP 47. `fallback` is the one in which everything exists. */
export interface ProjectLanguages {
	readonly fallback: string;
	/** Without `fallback`, in the order of the file; empty for a bot of one language. */
	readonly additional: readonly string[];
}

/** Reads `language` and Rasa Pro's `additional_languages` of config.yml (Rasa 3.6 ignores the second). */
export function readLanguages(config: ProjectFile | null, faults?: FaultList): ProjectLanguages {
	const given = config?.root.get("language") ?? null;
	const fallback = given?.string() ?? "en";
	if (given !== null && given.kind !== "null") warnOfUnknown(fallback, "language", given.position, faults);
	const node = config?.root.get("additional_languages") ?? null;
	if (node === null || node.kind === "null") return { fallback, additional: [] };
	const items = node.items();
	if (items === null) {
		faults?.error(
			"languages_shape",
			node.position,
			`additional_languages: expected a list such as [de, fr], found a ${node.kind}.`,
		);
		return { fallback, additional: [] };
	}
	const additional = new Set<string>();
	for (const item of items) {
		const code = item.string();
		if (code !== null && isLanguageTag(code)) {
			additional.add(code);
			warnOfUnknown(code, "additional_languages", item.position, faults);
		} else
			faults?.error(
				"language_tag",
				item.position,
				`additional_languages: expected a language such as de or pt-BR, found ${code ?? `a ${item.kind}`}. Put \`no\` in quotes.`,
			);
	}
	additional.delete(fallback);
	return { fallback, additional: [...additional] };
}

/** Such a text is read all the same, by its letters: only tables of words are missing. */
function warnOfUnknown(
	code: string,
	key: string,
	position: SourcePosition,
	faults: FaultList | undefined,
): void {
	const fault = languageFault(code);
	if (fault === null) return;
	faults?.warning(
		"unknown_language_tag",
		position,
		`${key}: ${fault}. Write one of ISO 639, such as en, de or pt-BR; texts are read without any language's tables until then.`,
	);
}

/** `de`, `pt-BR`, `zh-Hant`: the shape only. */
function isLanguageTag(code: string): boolean {
	return /^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/.test(code);
}
