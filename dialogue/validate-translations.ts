import type { FaultList, SourcePosition } from "../project/fault.ts";
import type { ResponseVariation } from "./domain.ts";
import type { DialogueProject } from "./read-project.ts";

/** What a project of several languages forgot to say in one of them, or says differently there (SPEC VA8). */
export function checkTranslations(project: DialogueProject, faults: FaultList): void {
	const { domain, languages, parts } = project;
	for (const [name, variations] of domain.responses) {
		const position = parts.responses.get(name)?.position ?? { file: "domain.yml", line: null };
		const missing = languages.additional.filter((code) => !isTranslated(project, code, name));
		if (missing.length > 0)
			faults.warning(
				"missing_translation",
				position,
				`${name} is not translated into ${missing.join(", ")}. Add it under translations; until then it is said in ${languages.fallback}.`,
			);
		for (const [language, own] of domain.translations) {
			const place = parts.translations.get(language)?.get(name)?.position ?? position;
			compare(`${name} in ${language}`, place, { variations, translated: own.get(name) ?? [], faults });
		}
	}
	checkLanguages(project, faults);
}

function isTranslated({ domain }: DialogueProject, language: string, name: string): boolean {
	const responses =
		domain.translations.get(language) ?? domain.translations.get(language.split(/[-_]/)[0] ?? "");
	return responses?.has(name) === true;
}

function checkLanguages({ domain, languages, parts }: DialogueProject, faults: FaultList): void {
	const known = new Set([languages.fallback, ...languages.additional].map((code) => code.split(/[-_]/)[0]));
	for (const language of domain.translations.keys()) {
		if (known.has(language.split(/[-_]/)[0])) continue;
		const [first] = parts.translations.get(language)?.values() ?? [];
		faults.warning(
			"unknown_language",
			first?.position ?? { file: "domain.yml", line: null },
			`There are translations into ${language}, which config.yml does not have. Add it to additional_languages.`,
		);
	}
}

function compare(
	what: string,
	position: SourcePosition,
	{
		variations,
		translated,
		faults,
	}: {
		variations: readonly ResponseVariation[];
		translated: readonly ResponseVariation[];
		faults: FaultList;
	},
): void {
	const braces = without(bracesOf(translated), bracesOf(variations));
	if (braces.length > 0)
		faults.warning(
			"translation_braces",
			position,
			`${what} uses ${braces.join(", ")}, which the response itself does not have. A name that gets no value leaves the whole text unfilled.`,
		);
	const payloads = without(payloadsOf(translated), payloadsOf(variations));
	if (payloads.length > 0)
		faults.warning(
			"translation_payloads",
			position,
			`${what} has other payloads than the response itself (${payloads.join(", ")}). Translate titles only.`,
		);
}

function bracesOf(variations: readonly ResponseVariation[]): Set<string> {
	// payloads of buttons are JSON with braces of their own
	const texts = variations.flatMap(({ content }) => [
		typeof content["text"] === "string" ? content["text"] : "",
		...buttonsOf(content).map(({ title }) => title),
	]);
	return new Set(texts.flatMap((text) => text.match(/\{[^\n{}]+\}/g) ?? []));
}

/** Intents only: a value may be worded (`/inform{"reason": "zu klein"}`). */
function payloadsOf(variations: readonly ResponseVariation[]): Set<string> {
	const payloads = variations.flatMap(({ content }) => buttonsOf(content).map(({ payload }) => payload));
	return new Set(payloads.map(withoutEntities));
}

/** `/inform` of `/inform{"reason": "zu klein"}`; what is no intent stays as it is. */
function withoutEntities(payload: string): string {
	const brace = payload.indexOf("{");
	return payload.startsWith("/") && brace > 1 ? payload.slice(0, brace) : payload;
}

function buttonsOf(content: ResponseVariation["content"]): { title: string; payload: string }[] {
	const buttons = content["buttons"];
	if (!Array.isArray(buttons)) return [];
	return buttons.flatMap((button) => {
		if (typeof button !== "object" || button === null || Array.isArray(button)) return [];
		const { title, payload } = button;
		return [
			{ title: typeof title === "string" ? title : "", payload: typeof payload === "string" ? payload : "" },
		];
	});
}

function without(all: ReadonlySet<string>, known: ReadonlySet<string>): string[] {
	return [...all].filter((item) => !known.has(item));
}
