import { isMap, isScalar, isSeq, type YAMLMap } from "yaml";
import type { DomainConversion } from "./convert-domain.ts";
import type { FormMapping, FormMappings } from "./convert-forms.ts";
import { UNFEATURIZED } from "./old-names.ts";
import type { PlainValue } from "./write-training-data.ts";
import { itemsOf, keyOf, pairOf, pairsOf, removeKey, textOf, type YamlFile } from "./yaml-file.ts";

type Mapping = { readonly [key: string]: PlainValue };

/** Every slot gets its mappings: those of forms, then that of the entity of its name, else `custom` (as `rasa data migrate`). */
export function convertSlots(
	domain: readonly YamlFile[],
	mappings: FormMappings,
	conversion: DomainConversion,
): void {
	const named = new Set<string>();
	for (const file of domain)
		for (const slot of pairsOf(pairOf(file.root, "slots")?.value)) {
			named.add(keyOf(slot));
			if (slot.value === null || (isScalar(slot.value) && slot.value.value === null))
				slot.value = file.node({ type: "any" });
			if (!isMap(slot.value)) continue;
			convertType(file, keyOf(slot), slot.value, conversion);
			writeMappings(
				{ file, at: file.at(slot), name: keyOf(slot), slot: slot.value },
				mappings.get(keyOf(slot)) ?? [],
				conversion,
			);
		}
	for (const [slot, ofForms] of mappings) if (!named.has(slot)) addSlot(domain, slot, ofForms, conversion);
}

function convertType(file: YamlFile, name: string, slot: YAMLMap, { found }: DomainConversion): void {
	const type = pairOf(slot, "type");
	const written = textOf(type?.value);
	if (type === null || written === null || !UNFEATURIZED.test(written) || !isScalar(type.value)) return;
	found.done(
		"rasa_1_slot_type",
		file.at(type),
		`Slot ${name}: the type ${written} belongs to Rasa 1.x. Write "type: any" and "influence_conversation: false".`,
	);
	type.value.value = "any";
	slot.set("influence_conversation", false);
	file.touch();
}

interface OwnSlot {
	readonly file: YamlFile;
	readonly at: ReturnType<YamlFile["at"]>;
	readonly name: string;
	readonly slot: YAMLMap;
}

function writeMappings(
	{ file, at, name, slot }: OwnSlot,
	ofForms: readonly FormMapping[],
	{ found, entities }: DomainConversion,
): void {
	const written = pairOf(slot, "mappings");
	const autoFill = pairOf(slot, "auto_fill");
	const isFilled = textOf(autoFill?.value) !== "false";
	if (autoFill !== null) {
		found.done(
			"rasa_2_slot_auto_fill",
			file.at(autoFill),
			`auto_fill belongs to Rasa 2.x. Take it out: the mappings of a slot say what fills it.`,
		);
		removeKey(slot, "auto_fill");
		file.touch();
	}
	// a slot with mappings and nothing of Rasa 2.x about it is one of today
	if (written !== null && autoFill === null && ofForms.length === 0) return;
	const own = itemsOf(written?.value).map((item) => plain(item));
	const added: Mapping[] = withConditions(name, ofForms);
	const fromEntity: Mapping = { type: "from_entity", entity: name };
	if (isFilled && entities.has(name) && ![...own, ...added].some((mapping) => same(mapping, fromEntity)))
		added.push(fromEntity);
	const isCustom = own.length + added.length === 0;
	if (isCustom) added.push({ type: "custom" });
	if (written === null || added.length > 0)
		found.done(
			"rasa_2_slot_without_mappings",
			at,
			`Slot ${name} ${written === null ? "has no mappings" : "lacks mappings of its forms"}. Write ${added.map(mappingText).join(", ")}${isCustom ? ", if custom actions set it" : ""}.`,
		);
	if (written !== null && isSeq(written.value))
		written.value.items.push(...added.map((mapping) => file.node(mapping)));
	else slot.set("mappings", file.node(added));
	file.touch();
}

/** The same mapping in several forms is one with several conditions. */
function withConditions(slot: string, ofForms: readonly FormMapping[]): Mapping[] {
	const merged: { readonly mapping: Mapping; readonly conditions: PlainValue[] }[] = [];
	for (const { form, mapping } of ofForms) {
		const isAsked = mapping["type"] !== "from_entity" && mapping["type"] !== "from_trigger_intent";
		const condition = { active_loop: form, ...(isAsked ? { requested_slot: slot } : {}) };
		const known = merged.find((one) => same(one.mapping, mapping));
		if (known === undefined) merged.push({ mapping, conditions: [condition] });
		else known.conditions.push(condition);
	}
	return merged.map(({ mapping, conditions }) => ({ ...mapping, conditions }));
}

function addSlot(
	domain: readonly YamlFile[],
	slot: string,
	ofForms: readonly FormMapping[],
	{ found }: DomainConversion,
): void {
	const file = domain.find((one) => isMap(pairOf(one.root, "slots")?.value)) ?? domain[0];
	if (file === undefined) return;
	found.done(
		"rasa_2_form_slot_missing",
		file.at(pairOf(file.root, "forms")),
		`A form asks for slot ${slot}, which is not among slots. Add it, with a type that fits.`,
	);
	const value = { type: "any", influence_conversation: false, mappings: withConditions(slot, ofForms) };
	const slots = pairOf(file.root, "slots");
	if (isMap(slots?.value)) slots.value.items.push(file.pair(slot, value));
	else if (isMap(file.root)) file.root.set("slots", file.node({ [slot]: value }));
	file.touch();
}

function mappingText(mapping: Mapping): string {
	return `"${JSON.stringify(mapping).replaceAll('"', "").replaceAll(":", ": ").replaceAll(",", ", ")}"`;
}

/** Conditions apart. */
function same(a: unknown, b: unknown): boolean {
	return JSON.stringify(sortedKeys(a)) === JSON.stringify(sortedKeys(b));
}

function sortedKeys(value: unknown): unknown {
	if (typeof value !== "object" || value === null) return value;
	return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function plain(node: unknown): unknown {
	return isMap(node) ? node.toJSON() : null;
}
