import { JsonValue } from "../../contracts/parse-data.ts";
import type { FaultList, SourcePosition } from "../../project/fault.ts";
import type { YamlEntry, YamlNode } from "../../project/yaml-node.ts";

/** A part of the domain as it stands in a file. Later files add names; a name's first definition stays. */
export interface DomainPart {
	readonly name: string;
	readonly position: SourcePosition;
	/** What stands behind the name; null for a bare name in a list. */
	readonly node: YamlNode | null;
}

/** The domain's parts of all files, by key, each name once, in order of appearance. */
export interface DomainParts {
	readonly intents: Map<string, DomainPart>;
	readonly entities: Map<string, DomainPart>;
	readonly actions: Map<string, DomainPart>;
	readonly endToEndActions: Map<string, DomainPart>;
	readonly slots: Map<string, DomainPart>;
	readonly responses: Map<string, DomainPart>;
	readonly forms: Map<string, DomainPart>;
	/** Responses by language, as the `translations` of the files write them. */
	readonly translations: Map<string, Map<string, DomainPart>>;
}

/** Top-level keys that make a file part of the domain. */
export const DOMAIN_KEYS: readonly string[] = [
	"slots",
	"forms",
	"actions",
	"entities",
	"intents",
	"responses",
	"e2e_actions",
	"session_config",
	"translations",
];

export function emptyParts(): DomainParts {
	return {
		intents: new Map(),
		entities: new Map(),
		actions: new Map(),
		endToEndActions: new Map(),
		slots: new Map(),
		responses: new Map(),
		forms: new Map(),
		translations: new Map(),
	};
}

/** Adds one file's domain keys (SPEC DO2, DO3). */
export function addDomainFile(parts: DomainParts, entries: readonly YamlEntry[], faults: FaultList): void {
	const formsBefore = new Set(parts.forms.keys());
	for (const { key, value } of entries) {
		if (key === "intents") addAll(parts.intents, listParts(value, key, faults), { what: key, faults });
		else if (key === "entities") addAll(parts.entities, listParts(value, key, faults), { what: key, faults });
		else if (key === "e2e_actions")
			addAll(parts.endToEndActions, listParts(value, key, faults), { what: key, faults });
		else if (key === "slots") addAll(parts.slots, mapParts(value, key, faults), { what: key, faults });
		else if (key === "responses")
			addAll(parts.responses, mapParts(value, key, faults), { what: key, faults });
		else if (key === "translations") addTranslations(parts, mapParts(value, key, faults), faults);
		else if (key === "forms") addAll(parts.forms, mapParts(value, key, faults), { what: key, faults });
		else if (key === "actions") {
			const listed = listParts(value, key, faults).filter((part) => !formsBefore.has(part.name));
			addAll(parts.actions, listed, { what: key, faults });
		}
	}
}

/** `translations: { de: { utter_greet: [...] } }`: one map of responses a language. */
function addTranslations(parts: DomainParts, languages: readonly DomainPart[], faults: FaultList): void {
	for (const { name: language, node } of languages) {
		if (node === null) continue;
		const known = parts.translations.get(language) ?? new Map<string, DomainPart>();
		parts.translations.set(language, known);
		const what = `translations.${language}`;
		addAll(known, mapParts(node, what, faults), { what, faults });
	}
}

function addAll(
	into: Map<string, DomainPart>,
	parts: readonly DomainPart[],
	{ what, faults }: { what: string; faults: FaultList },
): void {
	for (const part of parts) {
		const known = into.get(part.name);
		if (known === undefined) {
			into.set(part.name, part);
			continue;
		}
		const place = `${known.position.file}:${known.position.line ?? 1}`;
		const message = `${what}: ${part.name} is defined twice; the definition at ${place} counts. Remove one.`;
		if (what === "intents" && known.position.file === part.position.file)
			faults.error("duplicate_intent", part.position, message);
		else faults.warning("duplicate_in_domain", part.position, message);
	}
}

/** A list of names, or of maps from one name to its settings. */
function listParts(list: YamlNode, key: string, faults: FaultList): DomainPart[] {
	if (list.kind === "null") return [];
	const items = list.items();
	if (items === null) {
		faults.error(
			"domain_shape",
			list.position,
			`${key}: expected a list, found a ${list.kind}. Write one "- name" a line.`,
		);
		return [];
	}
	return items.flatMap((item): DomainPart[] => {
		const name = item.string();
		if (name !== null) return [{ name, position: item.position, node: null }];
		const entries = item.entries();
		const [entry] = entries ?? [];
		if (entries !== null && entry !== undefined) {
			if (entries.length > 1 && key !== "actions")
				faults.warning(
					"domain_shape",
					item.position,
					`${key}: ${entry.key} has settings beside it that are not indented under it. Indent them.`,
				);
			return entries
				.slice(0, key === "actions" ? undefined : 1)
				.map((one) => ({ name: one.key, position: one.keyPosition, node: one.value }));
		}
		faults.error(
			"domain_shape",
			item.position,
			`${key}: expected a name, found a ${item.kind}. Put it in quotes if it is a name.`,
		);
		return [];
	});
}

function mapParts(map: YamlNode, key: string, faults: FaultList): DomainPart[] {
	if (map.kind === "null") return [];
	const entries = map.entries();
	if (entries === null) {
		const hint =
			key === "forms" && map.kind === "list"
				? " Forms of Rasa 1.x are written as a list: make each a key with required_slots below it."
				: "";
		faults.error("domain_shape", map.position, `${key}: expected a mapping, found a ${map.kind}.${hint}`);
		return [];
	}
	return entries.map((entry) => ({ name: entry.key, position: entry.keyPosition, node: entry.value }));
}

/** A node's plain value; null for what JSON can't carry. */
export function jsonOf(node: YamlNode | null): JsonValue {
	if (node === null) return null;
	const parsed = JsonValue.safeParse(node.toJson());
	return parsed.success ? parsed.data : null;
}

/** A text or a list of texts as a list; numbers and booleans as YAML writes them. */
export function textList(node: YamlNode | null): string[] {
	if (node === null) return [];
	const items = node.items() ?? [node];
	return items.flatMap((item) => {
		const value = item.scalar();
		return value === null ? [] : [String(value)];
	});
}
