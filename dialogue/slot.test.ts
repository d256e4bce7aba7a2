import { test } from "vitest";
import type { JsonValue } from "../contracts/parse-data.ts";
import type { SlotSpec } from "./domain.ts";
import { ownSlot } from "./project/read-slots.ts";
import { pythonFloat, pythonText } from "./python-text.ts";
import { coerceSlotValue, slotFeature } from "./slot.ts";

function slot(type: SlotSpec["type"], more: Partial<SlotSpec> = {}): SlotSpec {
	return { ...ownSlot("s", type), influencesConversation: true, ...more };
}

test("[SL2] a list slot wraps a single value", ({ expect }) => {
	expect(coerceSlotValue(slot("list"), "a")).toEqual(["a"]);
	expect(coerceSlotValue(slot("list"), ["a"])).toEqual(["a"]);
	expect(coerceSlotValue(slot("list"), null)).toBeNull();
	expect(coerceSlotValue(slot("text"), "a")).toBe("a");
});

test.for<[string, SlotSpec, JsonValue, ReturnType<typeof slotFeature>]>([
	["[SL3] text", slot("text"), "", [1]],
	["[SL3] text unset", slot("text"), null, null],
	["[SL4] bool true", slot("bool"), true, [1, 1]],
	["[SL4] bool false", slot("bool"), false, [1, 0]],
	["[SL4] bool word", slot("bool"), "True", [1, 1]],
	["[SL4] bool number", slot("bool"), "0", [1, 0]],
	["[SL4] bool nonsense", slot("bool"), "perhaps", null],
	["[SL5] categorical", slot("categorical", { values: ["low", "high", "__other__"] }), "HIGH", [0, 1, 0]],
	["[SL5] categorical other", slot("categorical", { values: ["low", "__other__"] }), "x", [0, 1]],
	["[SL6] float", slot("float", { minValue: 0, maxValue: 10 }), 5, [1, 0.5]],
	["[SL6] float clamped", slot("float"), 7, [1, 1]],
	["[SL6] float text", slot("float"), "many", null],
	["[SL6] float as text", slot("float", { minValue: -1, maxValue: 3 }), " 1_0e-1 ", [1, 0.5]],
	["[SL6] float infinite", slot("float"), "-inf", [1, 0]],
	["[SL6] float not a number", slot("float"), "nan", [1, 1]],
	["[SL6] float hexadecimal", slot("float"), "0x10", null],
	["[SL7] list", slot("list"), ["a"], [1]],
	["[SL7] empty list", slot("list"), [], null],
	["[SL8] any", slot("any"), "x", null],
	["[SL8] not influencing", slot("text", { influencesConversation: false }), "x", null],
	["[RP4] mark of a rule", slot("bool"), "should_not_be_set", "should_not_be_set"],
])("%s", ([, spec, value, feature], { expect }) => {
	expect(slotFeature(spec, value)).toEqual(feature);
});

test("[PY1] values are printed as Python prints them", ({ expect }) => {
	expect([null, true, 3, 2.5, "x", ["a", 1, null], { a: "it's" }].map(pythonText)).toEqual([
		"None",
		"True",
		"3",
		"2.5",
		"x",
		"['a', 1, None]",
		`{'a': "it's"}`,
	]);
	expect(pythonText(["a b\u0000\u00a0\u200b\u{e0001}é😀"])).toBe(
		String.raw`['a b\x00\xa0\u200b\U000e0001é😀']`,
	);
});

test("[PY2] floats are written as Python writes them", ({ expect }) => {
	expect([1, 0.1, 0.00001, 1e16, 1.5e300, 123456.75].map(pythonFloat)).toEqual([
		"1.0",
		"0.1",
		"1e-05",
		"1e+16",
		"1.5e+300",
		"123456.75",
	]);
});
