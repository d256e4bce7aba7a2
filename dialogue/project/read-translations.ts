import type { JsonValue } from "../../contracts/parse-data.ts";
import type { FaultList } from "../../project/fault.ts";
import type { DomainSpec, ResponseVariation } from "../domain.ts";
import type { DomainPart, DomainParts } from "./domain-parts.ts";
import { readResponse } from "./read-responses.ts";

type Responses = DomainSpec["responses"];
type Content = { readonly [key: string]: JsonValue };

/** Rasa Pro's key beside a text or a button's title: a map from language to the translated text. */
const TRANSLATION = "translation";

/**
 * The responses in other languages: those of `translations`, then those written beside the text (`translation`). Of
 * one response and language the former count (SPEC LG1, LG2).
 */
export function readTranslations(
	parts: DomainParts,
	responses: Responses,
	faults: FaultList,
): { responses: Responses; translations: DomainSpec["translations"] } {
	const byLanguage = new Map<string, Map<string, Responses[number]>>();
	for (const [language, own] of parts.translations) {
		checkNames(own, parts, faults);
		byLanguage.set(
			language,
			new Map([...own.values()].map((part) => [part.name, readResponse(part, faults)])),
		);
	}
	for (const { name, variations } of responses) {
		for (const language of inlineLanguages(variations)) {
			const known = byLanguage.get(language) ?? new Map<string, Responses[number]>();
			byLanguage.set(language, known);
			if (!known.has(name)) known.set(name, { name, variations: inlineVariations(variations, language) });
		}
	}
	return {
		responses: responses.map(({ name, variations }) => ({ name, variations: variations.map(withoutInline) })),
		translations: [...byLanguage].map(([language, own]) => ({ language, responses: [...own.values()] })),
	};
}

function checkNames(own: ReadonlyMap<string, DomainPart>, parts: DomainParts, faults: FaultList): void {
	for (const { name, position } of own.values())
		if (!parts.responses.has(name))
			faults.warning(
				"translation_without_response",
				position,
				`${name} is translated and is no response of the domain: it is never said. Add it to responses, or mend the name.`,
			);
}

/** The languages that a response's own variations are translated into. */
function inlineLanguages(variations: readonly ResponseVariation[]): Set<string> {
	return new Set(
		variations.flatMap(({ content }) => [
			...Object.keys(recordOf(content[TRANSLATION])),
			...buttonsOf(content).flatMap((button) => Object.keys(recordOf(button[TRANSLATION]))),
		]),
	);
}

/** The variations that have words of this language; what is not translated stays as it is. */
function inlineVariations(variations: readonly ResponseVariation[], language: string): ResponseVariation[] {
	return variations
		.filter((variation) => inlineLanguages([variation]).has(language))
		.map((variation) => {
			const { [TRANSLATION]: texts, ...content } = variation.content;
			const text = recordOf(texts)[language];
			const buttons = content["buttons"];
			return {
				...variation,
				content: {
					...content,
					...(typeof text === "string" ? { text } : recordOf(text)),
					...(Array.isArray(buttons)
						? { buttons: buttons.map((button) => translateButton(button, language)) }
						: {}),
				},
			};
		});
}

/** `translation: { de: Ja }`, or `translation: { de: { title: Ja, payload: /affirm } }`. */
function translateButton(button: JsonValue, language: string): JsonValue {
	const { [TRANSLATION]: titles, ...rest } = recordOf(button);
	const title = recordOf(titles)[language];
	return typeof title === "string" ? { ...rest, title } : { ...rest, ...recordOf(title) };
}

function withoutInline(variation: ResponseVariation): ResponseVariation {
	if (inlineLanguages([variation]).size === 0) return variation;
	const { [TRANSLATION]: _texts, ...content } = variation.content;
	const buttons = content["buttons"];
	if (!Array.isArray(buttons)) return { ...variation, content };
	const plain = buttons.map((button): JsonValue => {
		const { [TRANSLATION]: _titles, ...rest } = recordOf(button);
		return rest;
	});
	return { ...variation, content: { ...content, buttons: plain } };
}

function buttonsOf(content: Content): Content[] {
	const buttons = content["buttons"];
	return Array.isArray(buttons) ? buttons.map(recordOf) : [];
}

function recordOf(value: JsonValue | undefined): Content {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
