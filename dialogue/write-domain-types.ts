import type { JsonValue } from "../contracts/parse-data.ts";
import type { Domain, SlotSpec } from "./domain.ts";
import { REQUESTED_SLOT } from "./names.ts";
import { compareText } from "./python-text.ts";
import { declaredValues } from "./typed-slots.ts";

/** First line of such a module: it names everything and uses nothing. */
export const DOMAIN_TYPES_HEAD =
	"/** Slots, names and forms of the domain as types. Made by `care types`: change the domain, then run it again. */";

/** Longest line before a union is written with one member a line. */
const MAX_LINE_CHARS = 110;

/**
 * The domain as a TypeScript module with one type, `ProjectDomain`, for `defineAction` and `defineFormValidation`. The
 * same domain gives the same text: names in order, values as the domain has them.
 */
export function writeDomainTypes(domain: Domain): string {
	const { spec } = domain;
	const slots = spec.slots.toSorted((a, b) => compareText(a.name, b.name));
	const needsJson = slots.some(({ type }) => type === "any" || type === "list");
	const forms = spec.forms.toSorted((a, b) => compareText(a.name, b.name));
	return [
		DOMAIN_TYPES_HEAD,
		...(needsJson ? [JSON_TYPE] : []),
		"export interface ProjectDomain {",
		"\t/** What a slot holds; null where it is not set. */",
		"\treadonly slots: {",
		...slots.map((slot) => member("\t\t", slot.name, slotMembers(slot, domain))),
		"\t};",
		member("\t", "intents", names(domain.intents.keys())),
		member("\t", "entities", names(domain.entities)),
		member("\t", "actions", names(customActions(domain))),
		member("\t", "responses", names(domain.responses.keys())),
		"\t/** By form: the slots that it requires. */",
		forms.length === 0 ? "\treadonly forms: {};" : "\treadonly forms: {",
		...forms.map((form) => member("\t\t", form.name, form.requiredSlots.map(literal))),
		...(forms.length === 0 ? [] : ["\t};"]),
		"}",
		"",
	].join("\n");
}

const JSON_TYPE = `type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
`;

/** What the domain lists under `actions` and says nothing by itself. */
function customActions({ spec, responses }: Domain): string[] {
	return spec.userActions.filter((name) => !responses.has(name) && !isRetrieval(spec, name));
}

function isRetrieval({ intents }: Domain["spec"], action: string): boolean {
	return intents.some(({ name, isRetrieval: is }) => is && action === `utter_${name}`);
}

function slotMembers(slot: SlotSpec, domain: Domain): string[] {
	if (slot.name === REQUESTED_SLOT) return [`keyof ProjectDomain["slots"]`, "null"];
	switch (slot.type) {
		case "text":
			return ["string", "null"];
		case "float":
			return ["number", "null"];
		case "bool":
			return ["boolean", "null"];
		case "list":
			return ["Json[]", "null"];
		case "any":
			return ["Json"];
		default:
			return [...declaredValues(domain, slot.name).filter(isLiteral).map(literal), "null"];
	}
}

function isLiteral(value: JsonValue): value is string | number | boolean {
	return ["string", "number", "boolean"].includes(typeof value);
}

function literal(value: string | number | boolean): string {
	return JSON.stringify(value);
}

function names(all: Iterable<string>): string[] {
	return [...new Set(all)].toSorted(compareText).map(literal);
}

function member(indent: string, name: string, members: readonly string[]): string {
	const key = /^[A-Za-z_$][\w$]*$/u.test(name) ? name : JSON.stringify(name);
	const line = `${indent}readonly ${key}: ${members.length === 0 ? "never" : members.join(" | ")};`;
	if (line.replaceAll("\t", "  ").length <= MAX_LINE_CHARS) return line;
	return `${indent}readonly ${key}:\n${members.map((one) => `${indent}\t| ${one}`).join("\n")};`;
}
