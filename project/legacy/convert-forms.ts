import { isMap, isSeq, type Pair } from "yaml";
import type { DomainConversion } from "./convert-domain.ts";
import type { PlainValue } from "./write-training-data.ts";
import { itemsOf, keyOf, pairOf, pairsOf, removeKey, textOf, type YamlFile } from "./yaml-file.ts";

/** A mapping that stood inside a form, without its conditions. */
export interface FormMapping {
	readonly form: string;
	readonly mapping: { readonly [key: string]: PlainValue };
}

/** By slot, in the order of the forms. */
export type FormMappings = Map<string, FormMapping[]>;

/** Forms become maps with `required_slots`; their mappings go to `mappings`. */
export function convertForms(file: YamlFile, mappings: FormMappings, conversion: DomainConversion): void {
	const forms = pairOf(file.root, "forms");
	if (forms === null) return;
	if (isSeq(forms.value)) convertFormList(file, forms, mappings, conversion);
	else for (const form of pairsOf(forms.value)) convertForm(file, form, mappings, conversion);
}

/** Rasa 1.x: a list of names; what the forms need stands in Python. */
function convertFormList(
	file: YamlFile,
	forms: Pair,
	mappings: FormMappings,
	conversion: DomainConversion,
): void {
	const entries: [string, PlainValue][] = [];
	for (const item of itemsOf(forms.value)) {
		const [pair] = pairsOf(item);
		const name = pair === undefined ? textOf(item) : keyOf(pair);
		if (name === null) continue;
		conversion.found.done(
			"rasa_1_form_list",
			file.at(forms),
			"forms is a list of names, as in Rasa 1.x. Make each a key with required_slots below it.",
		);
		entries.push([name, { required_slots: slotsFromCode(name, file.at(item), mappings, conversion) }]);
	}
	forms.value = file.node(Object.fromEntries(entries));
	file.touch();
}

/** What the form's class in Python says; told where it says nothing that can be read. */
function slotsFromCode(
	name: string,
	at: { readonly file: string; readonly line: number | null },
	mappings: FormMappings,
	{ found, pythonForms }: DomainConversion,
): readonly string[] {
	const form = pythonForms.find((known) => known.name === name);
	if (form === undefined) {
		found.byHand(
			"rasa_1_form_slots",
			at,
			`Form ${name}: which slots it asks for stood in Python code that is not here. List them under required_slots.`,
		);
		return [];
	}
	const where = `class ${form.className} in ${form.file}:${form.line}`;
	// which of them it asks for when, only the code knows: better all than none
	const slots = form.requiredSlots ?? [...form.mappings.keys()];
	if (form.requiredSlots === null)
		found.byHand(
			"rasa_1_form_slots",
			at,
			`Form ${name}: ${where} works out its slots. ${slots.length === 0 ? "List them" : "Those that its slot_mappings names are to be listed"} under required_slots; what changes them belongs into required_slots of a FormValidationAction.`,
		);
	else
		found.done(
			"rasa_1_form_slots",
			at,
			`Form ${name}: its slots stand in ${where}. List them under required_slots.`,
		);
	for (const slot of slots)
		for (const mapping of form.mappings.get(slot) ?? [{ type: "from_entity", entity: slot }])
			addMapping(mappings, slot, { form: name, mapping });
	return slots;
}

/** Rasa 2.x: `form: {slot: [mappings]}`, or the same below `required_slots`. */
function convertForm(file: YamlFile, form: Pair, mappings: FormMappings, conversion: DomainConversion): void {
	const name = keyOf(form);
	const { found } = conversion;
	const required = pairOf(form.value, "required_slots");
	if (required !== null && !isMap(required.value)) return; // as today
	if (required === null && pairsOf(form.value).length === 0) {
		if (!conversion.pythonForms.some((known) => known.name === name)) return;
		form.value = file.node({ required_slots: slotsFromCode(name, file.at(form), mappings, conversion) });
		file.touch();
		return;
	}
	const ignored = pairOf(form.value, "ignored_intents");
	const slots = pairsOf(required === null ? form.value : required.value).filter((pair) => pair !== ignored);
	found.done(
		"rasa_2_form_mappings",
		file.at(form),
		`Form ${name}: slot mappings inside a form belong to Rasa 2.x. List the slots' names under required_slots, and write each mapping at its slot, with "conditions: [{active_loop: ${name}}]".`,
	);
	for (const slot of slots)
		for (const item of itemsOf(slot.value)) {
			const mapping = plainMap(item);
			if (mapping === null)
				found.byHand(
					"rasa_2_form_mappings",
					file.at(item),
					`Form ${name}: this mapping of ${keyOf(slot)} can't be read. Write it at the slot.`,
				);
			else addMapping(mappings, keyOf(slot), { form: name, mapping });
		}
	const names = slots.map(keyOf);
	if (required !== null) {
		required.value = file.node(names);
		for (const pair of pairsOf(form.value)) {
			if (pair === required || pair === ignored) continue;
			found.byHand(
				"rasa_2_form_mappings",
				file.at(pair),
				`Form ${name}: ${keyOf(pair)} stands beside required_slots, where Rasa passes over it. It is left out; list it under required_slots if the form shall ask for it.`,
			);
			removeKey(form.value, keyOf(pair));
		}
	} else {
		for (const slot of names) removeKey(form.value, slot);
		if (isMap(form.value)) form.value.items.unshift(file.pair("required_slots", names));
	}
	file.touch();
}

function addMapping(mappings: FormMappings, slot: string, mapping: FormMapping): void {
	const known = mappings.get(slot) ?? [];
	mappings.set(slot, known);
	known.push(mapping);
}

/** A mapping as plain values: texts, numbers and lists of them. */
function plainMap(node: unknown): FormMapping["mapping"] | null {
	if (!isMap(node)) return null;
	const value: unknown = node.toJSON();
	return isPlainMap(value) ? value : null;
}

function isPlainMap(value: unknown): value is FormMapping["mapping"] {
	// YAML's core schema gives nothing but JSON's values
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
