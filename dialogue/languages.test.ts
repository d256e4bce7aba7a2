import { test } from "vitest";
import type { Interpreter } from "../nlu/interpreter.ts";
import { FaultList } from "../project/fault.ts";
import { assistantOf, buildProject, faultCodes, TestConversation, type TestAction } from "./testing/bot.ts";
import { slotValue } from "./tracker.ts";
import { validateDialogue } from "./validate.ts";

const CONFIG = "language: en\nadditional_languages: [de, fr]\npolicies: [{name: RulePolicy}]";
const DOMAIN = `
	intents: [greet, ask]
	slots:
	  language: {type: text, influence_conversation: false, mappings: [{type: custom}]}
	responses:
	  utter_hi:
	  - text: "Hello {name}"
	    buttons: [{title: Help, payload: /ask}]
	    translation: {fr: "Bonjour {name}"}
	  utter_help: [{text: I help}]
	  utter_bye:
	  - text: Bye
	    buttons: [{title: More, payload: /ask, translation: {de: {title: Mehr}, fr: Encore}}]
	actions: [choose]
	translations:
	  de:
	    utter_hi:
	    - text: "Hallo {name}"
	      buttons: [{title: Hilfe, payload: /ask}]
	    utter_help:
	    - {text: Ich helfe per Telefon, channel: phone}`;
const RULES = `
	rules:
	- {rule: greet, steps: [{intent: greet}, {action: utter_hi}, {action: utter_help}]}
	- {rule: ask, steps: [{intent: ask}, {action: choose}, {action: utter_bye}]}`;
const FILES = { "config.yml": CONFIG, "domain.yml": DOMAIN, "data.yml": RULES };

/** Texts as `language confidence intent`. */
const scripted: Interpreter = {
	parse(text) {
		const [code = "", confidence = "", name = ""] = text.split(" ");
		const intent = { name, confidence: 1 };
		const language = { code, confidence: Number(confidence) };
		return { text, intent, entities: [], intent_ranking: [intent], language };
	},
};
const talk = (actions: Record<string, TestAction> = {}, files = FILES): TestConversation =>
	new TestConversation(assistantOf(files), actions, scripted);
const texts = async (conversation: TestConversation, said: string): Promise<(string | null)[]> =>
	(await conversation.say(said)).flatMap((event) => (event.event === "bot" ? [event.text] : []));

test("[LG1] translations come from `translations`, then from beside the text, by file and language", ({
	expect,
}) => {
	const { domain } = buildProject(FILES).project;
	const plain = Object.fromEntries(
		[...domain.translations].map(([language, own]) => [
			language,
			Object.fromEntries([...own].map(([name, all]) => [name, all.map(({ content }) => content)])),
		]),
	);
	expect(plain).toEqual({
		de: {
			utter_hi: [{ text: "Hallo {name}", buttons: [{ title: "Hilfe", payload: "/ask" }] }],
			utter_help: [{ text: "Ich helfe per Telefon", channel: "phone" }],
			utter_bye: [{ text: "Bye", buttons: [{ title: "Mehr", payload: "/ask" }] }],
		},
		fr: {
			utter_hi: [{ text: "Bonjour {name}", buttons: [{ title: "Help", payload: "/ask" }] }],
			utter_bye: [{ text: "Bye", buttons: [{ title: "Encore", payload: "/ask" }] }],
		},
	});
	expect(domain.responses.get("utter_bye")?.[0]?.content).toEqual({
		text: "Bye",
		buttons: [{ title: "More", payload: "/ask" }],
	});
});

test("[LG2] what is wrong with translations is named with its line", ({ expect }) => {
	expect(
		faultCodes({
			"config.yml": "policies: []",
			"t.yml": "translations:\n  de:\n    utter_hi: hi\n    utter_x: [{text: x}]\n  fr: [a]",
		}),
	).toEqual([
		"response_shape t.yml:3",
		"translation_without_response t.yml:3",
		"translation_without_response t.yml:4",
		"domain_shape t.yml:5",
	]);
	const config = "additional_languages: de\npolicies: []";
	expect(faultCodes({ "config.yml": config })).toContain("languages_shape config.yml:1");
	const tags = "additional_languages: [en, de, de, 7, Deutsch]\npolicies: []";
	expect(faultCodes({ "config.yml": tags }).filter((code) => code.startsWith("language"))).toEqual([
		"language_tag config.yml:1",
		"language_tag config.yml:1",
	]);
	const unknown = "language: zz-klingon\nadditional_languages: [xx, de, pt-BR]\npolicies: []";
	expect(faultCodes({ "config.yml": unknown })).toEqual([
		"unknown_language_tag config.yml:1",
		"unknown_language_tag config.yml:2",
	]);
	expect(buildProject({ "config.yml": tags }).project.languages).toEqual({
		fallback: "en",
		additional: ["de"],
	});
});

test("[LG3] [LG4] the bot answers in the language of the message, and in its own where a translation is missing or does not fit", async ({
	expect,
}) => {
	const conversation = talk();
	expect(await texts(conversation, "de 0.99 greet")).toEqual(["Hallo {name}", "I help"]);
	expect(slotValue(conversation.tracker, "language")).toBe("de");
	expect(await texts(conversation, "fr 0.9 greet")).toEqual(["Bonjour {name}", "I help"]);
	expect(await texts(conversation, "fr-CA 0.9 greet")).toEqual(["Bonjour {name}", "I help"]);
	expect(await texts(conversation, "tr 0.9 greet")).toEqual(["Hello {name}", "I help"]);
});

test("[LG5] a message that may be of any language leaves the conversation's as it is", async ({ expect }) => {
	const conversation = talk();
	await conversation.say("de 0.99 greet");
	expect(await texts(conversation, "en 0.5 greet")).toEqual(["Hallo {name}", "I help"]);
	expect((await conversation.say("de 0.99 greet")).filter((event) => event.event === "slot")).toEqual([]);
	expect(await texts(conversation, "en 0.99 greet")).toEqual(["Hello {name}", "I help"]);
});

test("[LG5] a word or two that nobody has understood make no language", async ({ expect }) => {
	const stray: Interpreter = {
		parse(text) {
			const name = /banana|bana|Straße/u.test(text) ? "out_of_scope" : "greet";
			const code = text.startsWith("Wie") ? "de" : "fr";
			const intent = { name, confidence: 1 };
			return { text, intent, entities: [], intent_ranking: [intent], language: { code, confidence: 0.99 } };
		},
	};
	const conversation = new TestConversation(assistantOf(FILES), {}, stray);
	const slotsOf = async (said: string) =>
		(await conversation.say(said)).flatMap((event) => (event.event === "slot" ? [event.value] : []));
	expect(await slotsOf("banana")).toEqual([]);
	expect(await slotsOf("bana banana")).toEqual([]);
	expect(await slotsOf("merci")).toEqual(["fr"]);
	expect(await slotsOf("Wie heißt die Straße?")).toEqual(["de"]);
});

test("[LG6] a language that an action set stays until an action sets it anew, over sessions too", async ({
	expect,
}) => {
	let wish: string | null = "de";
	const conversation = talk({
		choose: () => ({ events: [{ event: "slot", name: "language", value: wish }], responses: [] }),
	});
	await conversation.say("en 1 ask");
	expect(await texts(conversation, "fr 1 greet")).toEqual(["Hallo {name}", "I help"]);
	conversation.nowSeconds += 7_200;
	expect(await texts(conversation, "en 1 greet")).toEqual(["Hallo {name}", "I help"]);
	wish = null;
	await conversation.say("en 1 ask");
	expect(await texts(conversation, "fr 1 greet")).toEqual(["Bonjour {name}", "I help"]);
});

test("[LG8] [LG9] an action words its answer in the conversation's language, and in the one that it changes to", async ({
	expect,
}) => {
	let language: string | null = null;
	const heard: string[] = [];
	const conversation = talk({
		choose(call) {
			const name = { name: "Ann" };
			heard.push(`${call.language} ${call.phrase("utter_hi", name)} ${call.phrase("utter_nothing")}`);
			const events = language === null ? [] : [{ event: "slot" as const, name: "language", value: language }];
			return { events, responses: [{ response: "utter_hi", values: name }] };
		},
	});
	expect(await texts(conversation, "en 0.3 ask")).toEqual(["Hello Ann", "Bye"]);
	expect(await texts(conversation, "de 1 ask")).toEqual(["Hallo Ann", "Bye"]);
	language = "fr";
	expect(await texts(conversation, "de 1 ask")).toEqual(["Bonjour Ann", "Bye"]);
	expect(heard).toEqual([
		"en Hello Ann utter_nothing",
		"de Hallo Ann utter_nothing",
		"de Hallo Ann utter_nothing",
	]);
});

test("[LG10] the page's language counts where the words tell none: at first, and after it was switched", async ({
	expect,
}) => {
	const conversation = talk();
	const hear = async (said: string, language: string) =>
		(await conversation.say(said, { language })).flatMap((event) =>
			event.event === "bot" ? [event.text] : [],
		);
	expect(await hear("en 0.5 greet", "de")).toEqual(["Hallo {name}", "I help"]);
	expect(await hear("fr 0.99 greet", "de")).toEqual(["Bonjour {name}", "I help"]);
	expect(await hear("en 0.5 greet", "de")).toEqual(["Bonjour {name}", "I help"]);
	expect(await hear("en 0.5 greet", "en")).toEqual(["Hello {name}", "I help"]);
	expect(await hear("en 0.5 greet", "de-AT")).toEqual(["Hallo {name}", "I help"]);
	expect(await hear("en 0.5 greet", "'; drop")).toEqual(["Hallo {name}", "I help"]);
	const chosen = talk({
		choose: () => ({ events: [{ event: "slot", name: "language", value: "fr" }], responses: [] }),
	});
	await chosen.say("en 0.99 ask", { language: "en" });
	await chosen.say("en 0.5 greet", { language: "de" });
	expect(slotValue(chosen.tracker, "language")).toBe("fr");
});

test("[LG7] without the slot nothing is noted", async ({ expect }) => {
	const without = DOMAIN.replace("language: {", "tongue: {");
	const conversation = talk({}, { ...FILES, "domain.yml": without });
	const events = await conversation.say("de 1 greet");
	expect(events.filter((event) => event.event === "slot")).toEqual([]);
	expect(events.flatMap((event) => (event.event === "bot" ? [event.text] : []))).toEqual([
		"Hello {name}",
		"I help",
	]);
});

test("[VA8] missing translations, other braces and other payloads are named", ({ expect }) => {
	const { project } = buildProject({
		"config.yml": CONFIG,
		"domain.yml": `
			responses:
			  utter_a: [{text: "A {x}", buttons: [{title: A, payload: /a}]}]
			  utter_b: [{text: B}]
			  utter_c: [{text: C}]
			translations:
			  de:
			    utter_a: [{text: "A {y}", buttons: [{title: A, payload: /aa}]}]
			    utter_b: [{text: B}]
			  fr: {utter_b: [{text: B}]}
			  it: {utter_b: [{text: B}]}`,
	});
	const faults = new FaultList();
	validateDialogue(project, { examples: [] }, faults, (name) => name.startsWith("utter_"));
	const named = faults.sorted().map(({ code, line, message }) => `${line} ${code}: ${message.split(".")[0]}`);
	expect(named).toEqual([
		"2 missing_translation: utter_a is not translated into fr",
		"2 unknown_intent: Response utter_a: a button says /a, and intent a is not in the domain",
		"4 missing_translation: utter_c is not translated into de, fr",
		"7 translation_braces: utter_a in de uses {y}, which the response itself does not have",
		"7 translation_payloads: utter_a in de has other payloads than the response itself (/aa)",
		"10 unknown_language: There are translations into it, which config",
	]);
});
