import type { JsonValue } from "../../contracts/parse-data.ts";
import type { FaultList } from "../../project/fault.ts";
import { UNFEATURIZED } from "../../project/legacy/old-names.ts";
import type { YamlNode } from "../../project/yaml-node.ts";
import { SlotType, type SlotMapping, type SlotSpec } from "../domain.ts";
import { pythonJson, pythonText } from "../python-text.ts";
import { jsonOf, textList, type DomainPart } from "./domain-parts.ts";

const LEGACY_TYPES: ReadonlyMap<string, SlotType> = new Map([
	["rasa.shared.core.slots.TextSlot", "text"],
	["rasa.shared.core.slots.BooleanSlot", "bool"],
	["rasa.shared.core.slots.CategoricalSlot", "categorical"],
	["rasa.shared.core.slots.FloatSlot", "float"],
	["rasa.shared.core.slots.ListSlot", "list"],
	["rasa.shared.core.slots.AnySlot", "any"],
	["rasa.core.slots.TextSlot", "text"],
	["rasa.core.slots.BooleanSlot", "bool"],
	["rasa.core.slots.CategoricalSlot", "categorical"],
	["rasa.core.slots.FloatSlot", "float"],
	["rasa.core.slots.ListSlot", "list"],
]);
const MAPPING_TYPES = ["from_entity", "from_intent", "from_trigger_intent", "from_text", "custom"] as const;
const SLOT_KEYS = new Set([
	"type",
	"mappings",
	"initial_value",
	"influence_conversation",
	"values",
	"min_value",
	"max_value",
	"value_reset_delay",
]);

/** Reads one slot of the domain (SPEC SL1, LO3). Null when it can't be used; the fault says why. */
export function readSlot(part: DomainPart, faults: FaultList): SlotSpec | null {
	const { name, node, position } = part;
	const entries = node?.entries() ?? null;
	if (node === null || entries === null) {
		faults.error("slot_shape", position, `Slot ${name}: expected a mapping with type and mappings.`);
		return null;
	}
	const type = readType(part, node, faults);
	for (const entry of entries) {
		if (entry.key === "auto_fill")
			faults.error(
				"rasa_2_slot_auto_fill",
				entry.keyPosition,
				`Slot ${name}: auto_fill belongs to Rasa 2.x. Remove it and write "mappings: [{type: from_entity, entity: ${name}}]".`,
			);
		else if (!SLOT_KEYS.has(entry.key))
			faults.warning(
				"unknown_slot_key",
				entry.keyPosition,
				`Slot ${name}: ${entry.key} is not known and has no effect.`,
			);
	}
	const mappings = readMappings(part, node, faults);
	if (type === null || mappings === null) return null;
	const influence = node.get("influence_conversation")?.scalar();
	if (type === "any" && influence === true)
		faults.error(
			"any_slot_influences",
			position,
			`Slot ${name}: a slot of type any can't influence the conversation. Set influence_conversation: false or choose another type.`,
		);
	const minValue = numberAt(node, "min_value", 0);
	const maxValue = numberAt(node, "max_value", 1);
	if (type === "float" && minValue >= maxValue)
		faults.error(
			"float_slot_range",
			position,
			`Slot ${name}: min_value ${minValue} is not below max_value ${maxValue}.`,
		);
	return {
		name,
		type,
		initialValue: jsonOf(node.get("initial_value")),
		influencesConversation: type !== "any" && influence !== false,
		values: type === "categorical" ? readValues(node) : [],
		minValue,
		maxValue,
		mappings,
	};
}

function readType({ name, position }: DomainPart, node: YamlNode, faults: FaultList): SlotType | null {
	const written = node.get("type");
	const text = written?.string() ?? null;
	if (text !== null && UNFEATURIZED.test(text)) {
		faults.error(
			"rasa_1_slot_type",
			written?.position ?? position,
			`Slot ${name}: type ${text} belongs to Rasa 1.x. Write "type: any" and "influence_conversation: false".`,
		);
		return null;
	}
	const type = text === null ? null : (LEGACY_TYPES.get(text) ?? SlotType.safeParse(text).data ?? null);
	if (type === null)
		faults.error(
			"unknown_slot_type",
			written?.position ?? position,
			`Slot ${name}: type ${text ?? "(none)"} is not known. Use text, bool, categorical, float, list or any.`,
		);
	return type;
}

function readValues(node: YamlNode): string[] {
	const values = (node.get("values")?.items() ?? []).flatMap((item) => {
		const value = item.scalar();
		return value === null ? [] : [pythonText(value).toLowerCase()];
	});
	return values.includes("__other__") ? values : [...values, "__other__"];
}

function numberAt(node: YamlNode, key: string, fallback: number): number {
	const value = node.get(key)?.scalar();
	return typeof value === "number" ? value : fallback;
}

function readMappings(
	{ name, position }: DomainPart,
	node: YamlNode,
	faults: FaultList,
): SlotMapping[] | null {
	const written = node.get("mappings");
	const items = written?.items() ?? null;
	if (written === null || items === null) {
		faults.error(
			"rasa_2_slot_without_mappings",
			position,
			`Slot ${name} has no mappings: slots of Rasa 2.x were filled by entities of their name. Write "mappings: [{type: from_entity, entity: ${name}}]", or "mappings: [{type: custom}]" where actions set it.`,
		);
		return null;
	}
	return items.flatMap((item) => {
		const mapping = readMapping(name, item, faults);
		return mapping === null ? [] : [mapping];
	});
}

function readMapping(slot: string, node: YamlNode, faults: FaultList): SlotMapping | null {
	const written = node.get("type")?.string() ?? null;
	const type = MAPPING_TYPES.find((known) => known === written);
	if (type === undefined) {
		faults.error(
			"unknown_mapping",
			node.position,
			`Slot ${slot}: mapping type ${written ?? "(none)"} is not known. Use ${MAPPING_TYPES.join(", ")}.`,
		);
		return null;
	}
	const needed =
		type === "from_entity"
			? "entity"
			: type === "from_intent" || type === "from_trigger_intent"
				? "value"
				: null;
	if (needed !== null && (node.get(needed)?.kind ?? "null") === "null") {
		faults.error(
			"incomplete_mapping",
			node.position,
			`Slot ${slot}: a ${type} mapping needs the key ${needed}.`,
		);
		return null;
	}
	const json: JsonValue = jsonOf(node);
	return {
		type,
		entity: node.get("entity")?.string() ?? null,
		role: node.get("role")?.string() ?? null,
		group: node.get("group")?.string() ?? null,
		intents: textList(node.get("intent")),
		notIntents: textList(node.get("not_intent")),
		value: jsonOf(node.get("value")),
		action: node.get("action")?.string() ?? null,
		conditions: (node.get("conditions")?.items() ?? []).map((condition) => ({
			activeLoop: condition.get("active_loop")?.string() ?? null,
			requestedSlot: condition.get("requested_slot")?.string() ?? null,
		})),
		fingerprint: pythonJson(json),
	};
}

/** A slot that the engine adds by itself. */
export function ownSlot(name: string, type: SlotType): SlotSpec {
	return {
		name,
		type,
		initialValue: null,
		influencesConversation: false,
		values: [],
		minValue: 0,
		maxValue: 1,
		mappings: [],
	};
}
