import type { JsonValue } from "../../contracts/parse-data.ts";
import type { FaultList } from "../../project/fault.ts";
import type { ProjectFile } from "../../project/project-files.ts";
import type { YamlNode } from "../../project/yaml-node.ts";
import type { DomainSpec, FormSpec, IntentSpec, SlotSpec } from "../domain.ts";
import {
	ACTION_QUERY_KNOWLEDGE_BASE,
	DEFAULT_INTENTS,
	KNOWLEDGE_BASE_SLOTS,
	REQUESTED_SLOT,
	SESSION_METADATA_SLOT,
	UTTER_PREFIX,
} from "../names.ts";
import { compareText } from "../python-text.ts";
import {
	DOMAIN_KEYS,
	addDomainFile,
	emptyParts,
	jsonOf,
	textList,
	type DomainPart,
	type DomainParts,
} from "./domain-parts.ts";
import { readResponse } from "./read-responses.ts";
import { ownSlot, readSlot } from "./read-slots.ts";
import { readTranslations } from "./read-translations.ts";

/** What other files add to the domain: retrieval intents of the NLU data, bot texts of stories. */
export interface DomainAdditions {
	readonly retrievalIntents: readonly string[];
	readonly actionTexts: readonly string[];
	/** Of config.yml. */
	readonly language: string;
}

export interface ReadDomain {
	readonly spec: DomainSpec;
	readonly parts: DomainParts;
}

/** Reads and merges the domain of all files (SPEC DO1–DO8). */
export function readDomain(
	files: readonly ProjectFile[],
	additions: DomainAdditions,
	faults: FaultList,
): ReadDomain {
	const parts = emptyParts();
	const session: SessionConfig = { minutes: 60, carryOver: true, isDefault: true };
	let storeEntitiesAsSlots = true;
	for (const file of files) {
		if (!file.keys.some((key) => DOMAIN_KEYS.includes(key))) continue;
		addDomainFile(parts, file.root.entries() ?? [], faults);
		readSessionConfig(file.root.get("session_config"), session);
		if (file.root.get("config")?.get("store_entities_as_slots")?.scalar() === false)
			storeEntitiesAsSlots = false;
	}
	const entities = readEntities(parts);
	const slots = [...parts.slots.values()].flatMap((part) => readSlot(part, faults) ?? []);
	const forms = [...parts.forms.values()].flatMap((part) => readForm(part, faults) ?? []);
	const written = [...parts.responses.values()].map((part) => readResponse(part, faults));
	const { responses, translations } = readTranslations(parts, written, faults);
	const listed = [
		...new Set([
			...parts.actions.keys(),
			...additions.retrievalIntents.map((name) => `${UTTER_PREFIX}${name}`),
		]),
	];
	const utterances = responses
		.map((response) => response.name)
		.filter((name) => !parts.actions.has(name) && !listed.includes(name));
	const userActions = [...listed, ...utterances.toSorted(compareText)];
	return {
		parts,
		spec: {
			intents: readIntents(parts, entities, additions.retrievalIntents, faults),
			entities: [...parts.entities.keys()].toSorted(compareText),
			slots: [...slots, ...addedSlots(slots, forms, userActions)],
			responses,
			language: additions.language,
			translations,
			userActions,
			actionsWithDomain: actionsWithDomain(parts),
			forms,
			actionTexts: [...new Set([...parts.endToEndActions.keys(), ...additions.actionTexts])],
			sessionExpirationMinutes: session.minutes,
			carryOverSlots: session.carryOver,
			storeEntitiesAsSlots,
			source: domainSource(parts, session, additions),
		},
	};
}

interface SessionConfig {
	minutes: number;
	carryOver: boolean;
	isDefault: boolean;
}

/** The first file that says something other than the default wins. */
function readSessionConfig(node: YamlNode | null, session: SessionConfig): void {
	if (node === null || !session.isDefault) return;
	const minutes = node.get("session_expiration_time")?.scalar();
	const carryOver = node.get("carry_over_slots_to_new_session")?.scalar();
	session.minutes = typeof minutes === "number" ? minutes : 60;
	session.carryOver = carryOver !== false;
	session.isDefault = session.minutes === 60 && session.carryOver;
}

interface EntityLabels {
	readonly names: readonly string[];
	readonly labels: ReadonlyMap<string, readonly string[]>;
	/** Entities that by default stay out of the dialogue state. */
	readonly ignored: ReadonlySet<string>;
}

function readEntities(parts: DomainParts): EntityLabels {
	const labels = new Map<string, string[]>();
	const ignored = new Set<string>();
	for (const { name, node } of parts.entities.values()) {
		const subLabels = [...textList(node?.get("roles") ?? null), ...textList(node?.get("groups") ?? null)];
		labels.set(
			name,
			subLabels.map((label) => `${name}#${label}`),
		);
		if (node?.get("influence_conversation")?.scalar() === false) ignored.add(name);
	}
	return { names: [...parts.entities.keys()], labels, ignored };
}

function readIntents(
	parts: DomainParts,
	entities: EntityLabels,
	retrieval: readonly string[],
	faults: FaultList,
): IntentSpec[] {
	const names = new Set([...parts.intents.keys(), ...DEFAULT_INTENTS, ...retrieval]);
	return [...names].toSorted(compareText).map((name) => {
		const node = parts.intents.get(name)?.node ?? null;
		if (node?.get("triggers") !== undefined && node?.get("triggers") !== null)
			faults.error(
				"rasa_2_mapping_policy",
				node.position,
				`Intent ${name}: triggers belongs to the MappingPolicy of Rasa 2.x. Write a rule instead: "- rule: …, steps: [intent: ${name}, action: …]".`,
			);
		const isRetrieval = retrieval.includes(name) || node?.get("is_retrieval_intent")?.scalar() === true;
		return { name, usedEntities: usedEntities(node, entities), isRetrieval };
	});
}

/** The entities that enter the state with an intent (SPEC DO6). */
function usedEntities(node: YamlNode | null, entities: EntityLabels): string[] {
	const use = node?.get("use_entities") ?? null;
	const ignore = node?.get("ignore_entities") ?? null;
	const usesAll = use === null || use.scalar() === true;
	const included = usesAll
		? [
				...entities.names.filter((name) => !entities.ignored.has(name)),
				...[...entities.labels.values()].flat(),
			]
		: withLabels(use.items() === null ? [] : textList(use), entities);
	const excluded = new Set(withLabels(ignore === null ? [...entities.ignored] : textList(ignore), entities));
	return [...new Set(included)].filter((name) => !excluded.has(name)).toSorted(compareText);
}

function withLabels(names: readonly string[], entities: EntityLabels): string[] {
	return names.flatMap((name) => [name, ...(entities.labels.get(name) ?? [])]);
}

function readForm({ name, node, position }: DomainPart, faults: FaultList): FormSpec | null {
	if (node === null || node.kind === "null") return { name, requiredSlots: [], ignoredIntents: [] };
	const required = node.get("required_slots");
	if (node.get("ignored_intents") !== null && required === null) {
		faults.error(
			"form_without_required_slots",
			position,
			`Form ${name}: ignored_intents needs required_slots beside it.`,
		);
		return null;
	}
	const slots = required ?? node;
	if (slots.kind === "map" && (slots.entries() ?? []).length > 0) {
		faults.error(
			"rasa_2_form_mappings",
			slots.position,
			`Form ${name}: slot mappings inside a form belong to Rasa 2.x. List only the slots' names under required_slots and move each mapping to the slot's mappings with "conditions: [{active_loop: ${name}, requested_slot: …}]".`,
		);
		return null;
	}
	return {
		name,
		requiredSlots: textList(slots.kind === "map" ? null : slots),
		ignoredIntents: textList(node.get("ignored_intents")),
	};
}

function addedSlots(
	slots: readonly SlotSpec[],
	forms: readonly FormSpec[],
	userActions: readonly string[],
): SlotSpec[] {
	const known = new Set(slots.map((slot) => slot.name));
	const added: SlotSpec[] = [];
	if (forms.length > 0 && !known.has(REQUESTED_SLOT)) added.push(ownSlot(REQUESTED_SLOT, "text"));
	if (userActions.includes(ACTION_QUERY_KNOWLEDGE_BASE))
		added.push(
			...KNOWLEDGE_BASE_SLOTS.filter((name) => !known.has(name)).map((name) => ownSlot(name, "text")),
		);
	if (!known.has(SESSION_METADATA_SLOT)) added.push(ownSlot(SESSION_METADATA_SLOT, "any"));
	return added;
}

function actionsWithDomain(parts: DomainParts): string[] {
	return [...parts.actions.values()].flatMap(({ name, node }) => {
		const wantsDomain =
			node === null ? name.startsWith("validate_") : node.get("send_domain")?.scalar() === true;
		return wantsDomain ? [name] : [];
	});
}

/** What action servers get as `domain`: the merged keys as they were written. */
function domainSource(
	parts: DomainParts,
	session: SessionConfig,
	additions: DomainAdditions,
): { [key: string]: JsonValue } {
	const list = (map: ReadonlyMap<string, DomainPart>): JsonValue[] =>
		[...map.values()].map((part) => (part.node === null ? part.name : { [part.name]: jsonOf(part.node) }));
	const record = (map: ReadonlyMap<string, DomainPart>): JsonValue =>
		Object.fromEntries([...map.values()].map((part) => [part.name, jsonOf(part.node)]));
	return {
		version: "3.1",
		intents: list(parts.intents),
		entities: list(parts.entities),
		slots: record(parts.slots),
		responses: record(parts.responses),
		actions: list(parts.actions),
		forms: record(parts.forms),
		e2e_actions: [...list(parts.endToEndActions), ...additions.actionTexts],
		session_config: {
			session_expiration_time: session.minutes,
			carry_over_slots_to_new_session: session.carryOver,
		},
	};
}
