import { readFileSync } from "node:fs";
import { test } from "vitest";
import { FaultList } from "../../project/fault.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import { readLanguages } from "../../project/project-languages.ts";
import { RecordingShop } from "../testing/recording-shop.ts";
import { responseNames, runAction, slotsOf } from "../testing/run-action.ts";
import { NOW_MS } from "../testing/test-day.ts";
import { wordingIn } from "../testing/words.ts";
import { daysFromNow, orderOf } from "../testing/order-of.ts";
import { LANGUAGES, languageNamed } from "./change-language.ts";
import { dateInWords, dayInWords } from "./dates-in-words.ts";
import { amountInWords, itemsInWords } from "./order-wording.ts";

const shop = new RecordingShop({ email: "a@b.example", orders: [] });

test("[SA19] a language is known by its name in each of the shop's languages", ({ expect }) => {
	const wishes: [string, string][] = [
		["can we speak german", "de"],
		["Deutsch bitte", "de"],
		["on peut parler en allemand ?", "de"],
		["¿hablas alemán?", "de"],
		["aleman por favor", "de"],
		["Almanca konuşabilir miyiz", "de"],
		["هل يمكن بالألمانية", "de"],
		["parlez-vous francais", "fr"],
		["en español", "es"],
		["TÜRKÇE", "tr"],
		["turkce", "tr"],
		["İspanyolca", "es"],
		["عربي من فضلك", "ar"],
		["do you know arabic", "ar"],
	];
	expect(wishes.map(([text]) => [text, languageNamed(text, "en")])).toEqual(wishes);
	expect(languageNamed("not German any more, English please", "de")).toBe("en");
	expect(languageNamed("english only?", "en")).toBe("en");
	expect(languageNamed("please write in polish", "en")).toBeNull();
});

test("[SA19] the shop's languages are those of its configuration", ({ expect }) => {
	const text = readFileSync(new URL("../config.yml", import.meta.url), "utf8");
	const [config] = parseProjectFiles([{ path: "config.yml", text }]).files;
	const { fallback, additional } = readLanguages(config ?? null, new FaultList());
	expect(LANGUAGES).toEqual([fallback, ...additional]);
});

test("[SA19] a wish sets the language, a button does, and what is not spoken gets a choice", async ({
	expect,
}) => {
	const wish = await runAction("action_change_language", { text: "can we speak German?" }, shop);
	expect(slotsOf(wish)).toEqual({ language: "de" });
	expect(responseNames(wish)).toEqual(["utter_language_changed"]);
	const inForm = { text: "auf Deutsch bitte", activeLoop: "return_form" };
	expect(responseNames(await runAction("action_change_language", inForm, shop))).toEqual([
		"utter_language_changed_in_form",
	]);
	const entities = [{ entity: "language", value: "ar" }];
	const button = await runAction("action_change_language", { text: "/change_language", entities }, shop);
	expect(slotsOf(button)).toEqual({ language: "ar" });
	const polish = await runAction("action_change_language", { text: "po polsku?" }, shop);
	expect(slotsOf(polish)).toEqual({});
	expect(responseNames(polish)).toEqual(["utter_change_language"]);
});

test("[SA20] days, amounts and lists are worded as the language writes them", ({ expect }) => {
	const german = wordingIn("de");
	expect(dayInWords(NOW_MS, german)).toBe("heute");
	expect(dayInWords(daysFromNow(1), wordingIn("fr"))).toBe("demain");
	expect(dayInWords(daysFromNow(-1), wordingIn("es"))).toBe("ayer");
	expect(dayInWords(daysFromNow(1), wordingIn("tr"))).toBe("yarın");
	expect(dateInWords(daysFromNow(-5), german)).toBe("18. November");
	expect(dateInWords(daysFromNow(-5), wordingIn("tr"))).toBe("18 Kasım");
	expect(amountInWords(104_990, "EUR", german)).toBe("1.049,90\u00a0€");
	expect(amountInWords(104_990, "EUR", wordingIn("ar"))).toContain("1,049.90");
	expect(itemsInWords(orderOf({}).lines, german)).toBe("Arco Floor Lamp und 2 × Terra Vase");
	expect(itemsInWords(orderOf({}).lines, wordingIn("ar"))).toBe(
		"\u2068Arco Floor Lamp\u2069 و\u20682 × Terra Vase\u2069",
	);
});
