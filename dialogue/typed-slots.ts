import type { JsonValue } from "../contracts/parse-data.ts";
import type { Domain, SlotSpec } from "./domain.ts";
import { pythonText } from "./python-text.ts";
import { booleanOf, numberOf } from "./slot.ts";

/**
 * Slots by their declared types, as the types of `care types` promise them (SPEC AC12). Rasa takes any value into any
 * slot; what can't be brought into form is null here, and stands in the events as it was set.
 */
export function typedSlots(
	domain: Domain,
	slots: Readonly<Record<string, JsonValue>>,
): Readonly<Record<string, JsonValue>> {
	return Object.fromEntries(
		Object.entries(slots).map(([name, value]) => {
			const slot = domain.slots.get(name);
			return [name, slot === undefined || value === null ? value : typed(slot, value, domain)];
		}),
	);
}

function typed(slot: SlotSpec, value: NonNullable<JsonValue>, domain: Domain): JsonValue {
	if (slot.type === "any") return value;
	if (slot.type === "list") return Array.isArray(value) ? value : [value];
	if (typeof value === "object") return null;
	if (slot.type === "bool") return booleanOf(value);
	if (slot.type === "float") return numberOf(value);
	if (slot.type === "text") return String(value);
	const wanted = pythonText(value).toLowerCase();
	return declaredValues(domain, slot.name).find((one) => pythonText(one).toLowerCase() === wanted) ?? null;
}

/** The values of a categorical slot as the domain writes them. */
export function declaredValues(domain: Domain, slot: string): readonly JsonValue[] {
	const { slots } = domain.spec.source;
	const written = isRecord(slots) && Object.hasOwn(slots, slot) ? slots[slot] : null;
	const values = isRecord(written) ? written["values"] : null;
	return Array.isArray(values) ? values : [];
}

function isRecord(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
