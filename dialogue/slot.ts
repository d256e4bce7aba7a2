import type { JsonValue } from "../contracts/parse-data.ts";
import type { SlotSpec } from "./domain.ts";
import { SHOULD_NOT_BE_SET } from "./names.ts";
import { assertNever } from "./assert-never.ts";
import { pythonText } from "./python-text.ts";
import { pythonFloatOf } from "./python-values.ts";

/** What a slot contributes to the dialogue state: numbers, or the mark of a rule that it must not be set. */
export type SlotFeature = readonly number[] | typeof SHOULD_NOT_BE_SET;

/** The value that a slot takes when it is set: a list slot wraps a single value (SPEC SL2). */
export function coerceSlotValue(slot: SlotSpec, value: JsonValue): JsonValue {
	if (slot.type !== "list" || Array.isArray(value)) return value;
	return isTruthy(value) ? [value] : value;
}

/**
 * The feature of a slot's value, or null where the slot adds nothing to the state: unset, or not influencing the
 * conversation (SPEC SL3–SL8).
 */
export function slotFeature(slot: SlotSpec, value: JsonValue): SlotFeature | null {
	if (!slot.influencesConversation || slot.type === "any") return null;
	if (slot.type === "categorical" && slot.values.length === 0) return null;
	if (value === SHOULD_NOT_BE_SET) return SHOULD_NOT_BE_SET;
	const feature = featureOf(slot, value);
	return feature.some((part) => part !== 0) ? feature : null;
}

/** Whether a slot of this kind ever adds to the state. */
export function hasFeatures(slot: SlotSpec): boolean {
	if (!slot.influencesConversation || slot.type === "any") return false;
	return slot.type !== "categorical" || slot.values.length > 0;
}

function featureOf(slot: SlotSpec, value: JsonValue): number[] {
	switch (slot.type) {
		case "text":
			return [value === null ? 0 : 1];
		case "bool": {
			const flag = booleanOf(value);
			return flag === null ? [0, 0] : [1, flag ? 1 : 0];
		}
		case "float":
			return floatFeature(slot, value);
		case "list":
			return [(Array.isArray(value) || typeof value === "string") && value.length > 0 ? 1 : 0];
		case "categorical":
			return categoricalFeature(slot, value);
		case "any":
			return [];
		default:
			return assertNever(slot.type);
	}
}

/** What a bool slot makes of a value; null for what is neither. */
export function booleanOf(value: JsonValue): boolean | null {
	if (typeof value === "boolean") return value;
	if (typeof value === "number") return value === 1;
	if (typeof value !== "string") return null;
	if (/^\d+$/.test(value)) return Number(value) === 1;
	const word = value.trim().toLowerCase();
	if (word === "true") return true;
	return word === "false" ? false : null;
}

function floatFeature(slot: SlotSpec, value: JsonValue): number[] {
	const number = numberOf(value);
	if (number === null) return [0, 0];
	// Python's min() and max() keep their first argument where the other is no number
	const capped = Number.isNaN(number)
		? slot.maxValue
		: Math.max(slot.minValue, Math.min(slot.maxValue, number));
	const range = Math.abs(slot.maxValue - slot.minValue) || 1;
	return [1, (capped - slot.minValue) / range];
}

/** What a float slot makes of a value; null for what is no number. */
export function numberOf(value: JsonValue): number | null {
	if (typeof value === "boolean") return value ? 1 : 0;
	if (typeof value === "string") return pythonFloatOf(value);
	return typeof value === "number" ? value : null;
}

function categoricalFeature(slot: SlotSpec, value: JsonValue): number[] {
	if (value === null) return slot.values.map(() => 0);
	const word = pythonText(value).toLowerCase();
	const wanted = slot.values.includes(word) ? word : "__other__";
	const index = slot.values.indexOf(wanted);
	return slot.values.map((_, position) => (position === index ? 1 : 0));
}

/** Truth as Python sees it: null, false, 0, "", empty lists and maps are false. */
export function isTruthy(value: JsonValue): boolean {
	if (Array.isArray(value)) return value.length > 0;
	if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
	return Boolean(value);
}
