import { test } from "vitest";
import { FaultList } from "../project/fault.ts";
import { readData } from "./test-project.ts";
import { validateNlu } from "./validate.ts";

function faultsOf(yaml: string): unknown[][] {
	const faults = new FaultList();
	const data = readData(yaml, faults);
	validateNlu(data, faults);
	return faults.sorted().map(({ severity, code, line }) => [severity, code, line]);
}

test("[VA1] [VA2] names equal and nearly equal sentences and thin intents, with their places", ({
	expect,
}) => {
	const yaml = `nlu:
- intent: cancel_order
  examples: |
    - please cancel the order that i placed on your website yesterday evening
    - cancel it
    - stop the delivery at once
    - i do not want it any more
    - call everything off
    - Cancel it!
- intent: return_order
  examples: |
    - please cancel the orders that i placed on your website yesterday evening
    - cancel it
`;
	expect(faultsOf(yaml)).toEqual([
		["warning", "duplicate_example", 9],
		["warning", "few_examples", 12],
		["warning", "similar_examples_two_intents", 12],
		["warning", "same_example_two_intents", 13],
	]);
	const faults = new FaultList();
	validateNlu(readData(yaml), faults);
	const messages = faults.sorted().map((fault) => fault.message);
	expect(messages[0]).toContain("data/nlu.yml:5");
	expect(messages[2]).toContain("data/nlu.yml:4");
	expect(messages[3]).toContain("`cancel_order` (data/nlu.yml:5) and of `return_order`");
});

test("[VA3] names values that were annotated elsewhere and forgotten here", ({ expect }) => {
	const yaml = `nlu:
- intent: move
  examples: |
    - to [Bonn](city) please
    - i live in [Bonn](city)
    - from [bonn](city) on monday
    - send it to Bonn today
    - a van to [Ulm](city)
    - the Bonner van
`;
	expect(faultsOf(yaml)).toEqual([["warning", "annotation_missing", 7]]);
	const pizza = (last: string): string => `nlu:
- intent: order
  examples: ["with [olives](topping)", "more [olives](topping) please", "olives and corn", ${last}]
- intent: chat
  examples: [do olives grow here, what is for lunch, who are you, one more, and another]
`;
	const named = (yaml2: string): unknown[] =>
		faultsOf(yaml2).filter(([, code]) => code === "annotation_missing");
	expect(named(pizza('"some olives", "a big one"'))).toEqual([
		["warning", "annotation_missing", 3],
		["warning", "annotation_missing", 3],
	]);
	// a word that is mostly bare, or annotated once, or of an intent without the entity, is a word like others
	expect(named(pizza('"some olives", "no olives"'))).toEqual([]);
	expect(named(pizza("a big one").replace("more [olives](topping)", "more [corn](topping)"))).toEqual([]);
});

test("[VA3] a value is looked for wherever it stands, behind a capital that has two letters in lower case too", ({
	expect,
}) => {
	const named = (last: string): unknown[] =>
		faultsOf(`nlu:
- intent: move
  examples:
  - to [Ankara](city) please
  - i live in [ankara](city)
  - to a [town](city) of my own
  - nothing to move
  - ${last}
`).filter(([, code]) => code === "annotation_missing");
	const forgotten = [["warning", "annotation_missing", 8]];
	expect(named("from [Ankara](city) to Ankara again")).toEqual(forgotten);
	expect(named("the Ankaraway and Ankara")).toEqual(forgotten);
	expect(named("İzmir'den Ankara'ya")).toEqual(forgotten);
	expect(named("İİİİİİİİ [Ankara](city)")).toEqual([]);
	expect(named("the Ankaraway alone")).toEqual([]);
});

test("[VA1] [VA3] [VA7] each language is judged by itself: its words mean other things and weigh otherwise", ({
	expect,
}) => {
	const yaml = (language: string): string => `nlu:
- intent: buy
  examples: |
    - une [table](product) ronde
    - la [table](product) en bois
    - cette [table](product) svp
    - je voudrais commander une lampe blanche
    - une chaise
- intent: dine
  metadata:
    language: ${language}
  examples: |
    - book us a table
    - je voudrais commander une lampe blanche oui
    - what is for lunch
    - a [menu](product)
    - dinner for two
`;
	const codes = (text: string): unknown[] => faultsOf(text).map(([, code]) => code);
	expect(codes(yaml("fr"))).toEqual([]);
	expect(codes(yaml("").replace("  metadata:\n    language: \n", ""))).toEqual([
		"alike_intents",
		"annotation_missing",
		"similar_examples_two_intents",
	]);
});

test("[VA4] [VA5] refuses bad patterns and misses responses", ({ expect }) => {
	const yaml = `nlu:
- intent: faq/hours
  examples: |
    - when do you open
    - are you open now
    - opening hours
    - open on sunday
    - closing time
- regex: a
  examples: |
    - (unclosed
    - (a+)+
    - \\d{5}
`;
	expect(faultsOf(yaml)).toEqual([
		["warning", "missing_retrieval_response", 4],
		["error", "bad_regex", 11],
		["error", "dangerous_regex", 12],
	]);
});

test("[VA6] names what a language lacks, and languages that the bot does not have", ({ expect }) => {
	const faults = new FaultList();
	const five = ["one", "two", "three", "four", "five"];
	const block = (intent: string, language: string): string =>
		`- intent: ${intent}\n  metadata: {language: ${language}}\n  examples: |\n${five.map((word) => `    - ${word} ${intent}\n`).join("")}`;
	const yaml = `nlu:\n${block("ask", "en")}${block("ask", "de")}${block("buy", "de")}${block("buy", "it")}`;
	validateNlu(readData(yaml), faults, { fallback: "en", additional: ["de", "fr"] });
	expect(faults.sorted().map(({ code, line, message }) => `${line} ${code}: ${message}`)).toEqual([
		"5 no_examples_in_language: The intent `ask` has no examples in fr: add a block with `metadata: {language: fr}`.",
		"21 no_examples_in_language: The intent `buy` has no examples in en, fr: add a block with `metadata: {language: en}`.",
		"29 unknown_language: `it` is not a language of this bot: add it to `additional_languages` in config.yml, or mend `metadata: {language: it}`.",
	]);
});

test("[VA7] names intents whose examples can't be told apart, and no others", ({ expect }) => {
	const lines = (texts: readonly string[]): string => texts.map((text) => `    - ${text}\n`).join("");
	const yaml = `nlu:
- intent: where_parcel
  examples: |
${lines(["where is my parcel", "has the parcel left yet", "track the parcel please", "is my box on its way", "when will it arrive", "parcel status"])}- intent: parcel_where
  examples: |
${lines(["where is the parcel now", "has my parcel left", "please track my parcel", "is the box on the way", "when does it arrive", "status of parcel"])}- intent: greet
  examples: |
${lines(["hello there", "good morning", "hi", "hey you", "good evening", "greetings"])}`;
	const faults = new FaultList();
	validateNlu(readData(yaml), faults);
	const alike = faults.sorted().filter(({ code }) => code === "alike_intents");
	expect(alike).toHaveLength(1);
	expect(alike[0]?.message).toContain(
		"The intents `parcel_where` and `where_parcel` can hardly be told apart",
	);
});

test("[VA7] single words have nothing in common but chance", ({ expect }) => {
	const intents = {
		affirm: ["yes", "yep", "sure", "ok", "correct", "right"],
		help: ["help", "support", "assist", "menu", "options"],
		stop: ["stop", "quit", "exit", "end", "halt"],
	};
	const yaml = Object.entries(intents)
		.map(
			([name, texts]) =>
				`- intent: ${name}\n  examples: |\n${texts.map((text) => `    - ${text}\n`).join("")}`,
		)
		.join("");
	const faults = new FaultList();
	validateNlu(readData(`nlu:\n${yaml}`), faults);
	expect(faults.sorted()).toEqual([]);
});

test("[VA8] [VA9] names annotations that cut words, and values with two meanings", ({ expect }) => {
	const yaml = `nlu:
- intent: move
  examples: |
    - to [Bon](city)n please
    - to [ Ulm](city) please
    - to [Kiel](city), then
    - two [vans](car:van) and one
    - some more words
- synonym: van
  examples: |
    - Vans
    - lorry
- synonym: truck
  examples: |
    - lorry
    - van
- lookup: city
  examples: |
    - Essen
    - Bonn
- lookup: food
  examples: |
    - essen
- lookup: food
  examples: |
    - essen
`;
	expect(faultsOf(yaml)).toEqual([
		["warning", "misaligned_annotation", 4],
		["warning", "misaligned_annotation", 5],
		["warning", "synonym_chain", 7],
		["warning", "synonym_chain", 12],
		["warning", "synonym_conflict", 15],
		["warning", "lookup_conflict", 23],
		["warning", "lookup_conflict", 26],
	]);
});

test("[VA1] two signs are two sentences", ({ expect }) => {
	const yaml = (sign: string): string => `nlu:
- intent: yes
  examples: ["👍", yes, sure, ok, right]
- intent: no
  examples: ["${sign}", never, nope, nah, wrong]
`;
	expect(faultsOf(yaml("👎"))).toEqual([]);
	expect(faultsOf(yaml("👍"))).toEqual([["warning", "same_example_two_intents", 5]]);
});
