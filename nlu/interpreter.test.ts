import { test } from "vitest";
import { loadInterpreter } from "./load-interpreter.ts";
import { CONFIG, NLU, trainInterpreter, trainModel } from "./test-project.ts";

const NOW = { nowMs: Date.UTC(2026, 10, 23, 12) };
const interpreter = trainInterpreter(NLU, CONFIG);
const STRANGE = [
	"",
	" \t\n",
	"\u0000\u0007",
	"\ud800",
	"x\udc00y",
	"\u202ehello\u202c",
	"👍👍🏽 👨‍👩‍👧",
	"a".repeat(100_000),
	"where is my parcel ".repeat(2_000),
	"!".repeat(10_000) + "a",
	"1 ".repeat(5_000),
	"注文はどこですか",
	"أين طلبي",
	"/greet",
	"{}[]()\\",
];

test("[BI1] [BI3] answers any text, with spans inside it", ({ expect }) => {
	for (const text of STRANGE) {
		const parse = interpreter.parse(text, NOW);
		expect(parse.text).toBe(text);
		for (const entity of parse.entities) {
			const { start = -1, end = -1 } = entity;
			expect(start).toBeGreaterThanOrEqual(0);
			expect(end).toBeGreaterThan(start);
			expect(end).toBeLessThanOrEqual(text.length);
			if (entity.extractor === "RegexEntityExtractor") expect(text.slice(start, end)).toBe(entity["value"]);
		}
		let before = 0;
		for (const [start, end] of parse.text_tokens ?? []) {
			expect(start).toBeGreaterThanOrEqual(before);
			expect(end).toBeGreaterThan(start);
			before = end;
		}
	}
});

test("[BI2] reads a bounded part of a long text", ({ expect }) => {
	const parse = interpreter.parse("where is my parcel ".repeat(10_000), NOW);
	expect(parse.text_tokens?.at(-1)?.[1]).toBeLessThanOrEqual(4_000);
	expect(parse.intent.name).toBe("order_status");
});

test("[BI4] says the same of the same text, whatever came between", ({ expect }) => {
	const first = interpreter.parse("track the lamp from Bonn to Ulm", NOW);
	for (const text of STRANGE) interpreter.parse(text, NOW);
	expect(interpreter.parse("track the lamp from Bonn to Ulm", NOW)).toEqual(first);
});

test("[LM2] gives confidences that sum to 1 over all intents", ({ expect }) => {
	const all = trainInterpreter(NLU, "pipeline:\n- name: DIETClassifier\n  ranking_length: 0\n");
	for (const text of ["where is it", "cancel", "zzz hello qqq", "open on sundays?"]) {
		const ranking = all.parse(text, NOW).intent_ranking;
		expect(ranking.length).toBe(5);
		expect(ranking.reduce((sum, intent) => sum + intent.confidence, 0)).toBeCloseTo(1, 5);
		expect(ranking.map((intent) => intent.confidence)).toEqual(
			ranking.map((intent) => intent.confidence).toSorted((a, b) => b - a),
		);
		expect(ranking.every(({ confidence }) => confidence >= 0 && confidence <= 1)).toBe(true);
	}
	expect(interpreter.parse("cancel it", NOW).intent_ranking.length).toBe(3);
});

test("[LM3] makes the same bytes of the same data and seed", ({ expect }) => {
	const first = trainModel(NLU, CONFIG, { seed: 7 });
	expect(trainModel(NLU, CONFIG, { seed: 7 }).bytes).toEqual(first.bytes);
	expect(trainModel(NLU, CONFIG, { seed: 8 }).model.header.modelId).not.toBe(first.model.header.modelId);
});

test("[LM4] has no intent for a text without known features", ({ expect }) => {
	const bare = trainInterpreter(NLU, "pipeline:\n- name: DIETClassifier\n");
	expect(bare.parse("", NOW)).toMatchObject({ intent: { name: null, confidence: 0 }, intent_ranking: [] });
	expect(bare.parse(" \n ", NOW)).toMatchObject({ intent: { name: null, confidence: 0 }, entities: [] });
});

test("[LM6] knows an intent by its own name", ({ expect }) => {
	const nlu = `nlu:
- intent: reset_password
  examples: |
    - i can't get in
    - locked out
- intent: opening_hours
  examples: |
    - are you there on sunday
    - when can i come
`;
	const named = trainInterpreter(nlu, "pipeline:\n- name: DIETClassifier\n");
	expect(named.parse("reset my password", NOW).intent.name).toBe("reset_password");
});

test("[FE1] does not mind case, full-width letters or digits", ({ expect }) => {
	const plain = interpreter.parse("where is my parcel 123", NOW).intent_ranking;
	expect(interpreter.parse("WHERE is my Parcel 987", NOW).intent_ranking).toEqual(plain);
	expect(interpreter.parse("ｗｈｅｒｅ is my parcel 123", NOW).intent_ranking).toEqual(plain);
});

test("[TG1] [TG2] tags entities with roles, by whole tokens", ({ expect }) => {
	const parse = interpreter.parse("a truck from Kiel to Ulm please", NOW);
	const tagged = parse.entities.filter((entity) => entity.extractor === "DIETClassifier");
	expect(tagged.map(({ entity, role, value, start, end }) => ({ entity, role, value, start, end }))).toEqual([
		{ entity: "city", role: "from", value: "Kiel", start: 13, end: 17 },
		{ entity: "city", role: "to", value: "Ulm", start: 21, end: 24 },
	]);
	expect(
		tagged.every((entity) => (entity.confidence_entity ?? 0) > 0 && (entity.confidence_entity ?? 2) <= 1),
	).toBe(true);
});

test("[TG3] splits entities at commas unless told not to", ({ expect }) => {
	const nlu = `nlu:
- intent: buy
  examples: |
    - buy [milk, bread](thing) today
    - buy [eggs, milk](thing) today
    - buy [bread, eggs](thing) now
    - buy [eggs, bread](thing) now
`;
	const values = (config: string): unknown[] =>
		trainInterpreter(nlu, config)
			.parse("buy bread, milk today", NOW)
			.entities.map((entity) => entity.value);
	expect(values("pipeline:\n- name: DIETClassifier\n")).toEqual(["bread", "milk"]);
	expect(
		values("pipeline:\n- name: CRFEntityExtractor\n  split_entities_by_comma: {thing: false}\n"),
	).toEqual(["bread, milk"]);
});

test("[TG5] learns what the project's patterns find: nothing else tells these words apart", ({ expect }) => {
	// six letters that go vowel, consonant, vowel, … are codes; six letters in other orders are not
	const codes = "ubelax opiner ativok edonup ilasem otuber unamig avokid epilon ikurat odisel uranep".split(
		" ",
	);
	const others = "strong bright wooden little middle bottle plenty basket cotton garden wonder silver".split(
		" ",
	);
	const frames = ["take _ then", "use _ now", "it is _ here"];
	const lines = codes.map((code, i) => {
		const frame = frames[i % frames.length] ?? "";
		return `    - ${frame.replace("_", `[${code}](code)`)}\n    - ${frame.replace("_", others[i] ?? "")}`;
	});
	const nlu = `nlu:
- intent: pay
  examples: |
${lines.join("\n")}
- regex: code
  examples: |
    - \\b(?:[aeiou][b-df-hj-np-tv-z]){3}\\b
`;
	const pipelineOf = (components: string): string => `pipeline: [${components}]\n`;
	const found = (featurizer: string, text: string) =>
		trainInterpreter(nlu, pipelineOf(`{name: ${featurizer}}, {name: CRFEntityExtractor}`))
			.parse(text, NOW)
			.entities.map(({ value }) => value);
	const fresh = ["use ezagul now", "take iqowef then", "it is uhosix here", "use owigas now"];
	const freshOthers = ["use cradle now", "take bridge then", "it is window here", "use hollow now"];
	const right = (featurizer: string): number =>
		fresh.filter((text) => found(featurizer, text).length === 1).length +
		freshOthers.filter((text) => found(featurizer, text).length === 0).length;
	expect(right("RegexFeaturizer")).toBe(8);
	expect(right("LexicalSyntacticFeaturizer")).toBeLessThan(8);
	// of several each adds its own, and one that stands behind tells nothing
	const blind = "RegexFeaturizer, use_regexes: false";
	expect(right(`RegexFeaturizer}, {name: ${blind}`)).toBe(8);
	expect(right(`${blind}}, {name: RegexFeaturizer`)).toBe(8);
	const parsed = (components: string) =>
		fresh.map((text) => trainInterpreter(nlu, pipelineOf(components)).parse(text, NOW));
	const without = "{name: CRFEntityExtractor}";
	expect(parsed(`${without}, {name: RegexFeaturizer}`)).toEqual(parsed(without));
});

test("[TG18] [RE13] letters with their accents apart are the same letters to tagger, lookup tables and synonyms", ({
	expect,
}) => {
	const interpreter = trainInterpreter(
		`nlu:
- intent: move
  examples: ["nach [Köln](city) bitte", "ich will nach [Köln](city)", "von [Nürnberg](city) weg", "fährt der Zug nach [Nürnberg](city)"]
- intent: greet
  examples: [schönen guten Morgen, grüß Gott, hallo Bär, guten Tag]
- synonym: CGN
  examples: [Köln]
- lookup: city
  examples: [Zürich]
`,
		"language: de\npipeline: [{name: RegexFeaturizer}, {name: DIETClassifier}, {name: RegexEntityExtractor}, {name: EntitySynonymMapper}]\n",
	);
	const read = (text: string) =>
		interpreter.parse(text, NOW).entities.map(({ start, end, value, ...entity }) => ({
			...entity,
			place: text.slice(start, end).normalize("NFC"),
			value: JSON.stringify(value).normalize("NFC"),
		}));
	for (const text of ["bitte nach Köln", "fährt der Zug von Nürnberg", "nach Zürich"]) {
		expect(read(text)).not.toEqual([]);
		expect(read(text.normalize("NFD"))).toEqual(read(text));
	}
	expect(read("bitte nach Köln".normalize("NFD"))).toMatchObject([{ place: "Köln", value: '"CGN"' }]);
});

test("[RE1] [RE4] [RE7] finds patterns and lookup tables and maps synonyms", ({ expect }) => {
	const found = interpreter
		.parse("my Rain Coat for dogs, sneakers and MODEL ab123", NOW)
		.entities.filter((entity) => entity.extractor === "RegexEntityExtractor");
	expect(
		found.map(({ entity, value, start, end, processors }) => ({ entity, value, start, end, processors })),
	).toEqual([
		{ entity: "item", value: "MODEL ab123", start: 36, end: 47, processors: undefined },
		{ entity: "item", value: "Rain Coat", start: 3, end: 12, processors: undefined },
		{ entity: "item", value: "shoes", start: 23, end: 31, processors: ["EntitySynonymMapper"] },
	]);
});

test("[RS1] selects a response in Rasa's shape", ({ expect }) => {
	const selected = interpreter.parse("what are the opening hours", NOW);
	expect(selected.intent.name).toBe("faq");
	expect(selected.response_selector).toMatchObject({
		all_retrieval_intents: ["faq"],
		default: {
			response: {
				intent_response_key: "faq/opening_hours",
				utter_action: "utter_faq/opening_hours",
				responses: [{ text: "We are open from nine to five." }],
			},
			ranking: [{ intent_response_key: "faq/opening_hours" }, { intent_response_key: "faq/payment_methods" }],
		},
	});
});

test("[RS1] [RS2] several selectors stand beside each other; one without examples keeps the shape", ({
	expect,
}) => {
	const config = `pipeline:
- name: ResponseSelector
  retrieval_intent: faq
- name: ResponseSelector
  retrieval_intent: chitchat
`;
	const nlu = NLU.replace("  utter_faq/payment_methods:\n  - text: Card, transfer and invoice.\n", "");
	const selected = trainInterpreter(nlu, config).parse("do you accept invoices", NOW);
	expect(selected.response_selector).toMatchObject({
		all_retrieval_intents: ["faq"],
		faq: { response: { responses: [{ text: "faq/payment_methods" }] } },
		chitchat: {
			response: {
				responses: null,
				confidence: 0,
				intent_response_key: null,
				utter_action: "utter_None",
			},
			ranking: [],
		},
	});
});

test("[EX1] explains only when asked", ({ expect }) => {
	expect(interpreter.parse("cancel it", NOW)["explanation"]).toBeUndefined();
	const explained = interpreter.parse("cancel my purchase", { ...NOW, explain: true })["explanation"];
	expect(explained).toMatchObject({
		intents: [
			{
				name: "cancel_order",
				features: expect.arrayContaining([expect.objectContaining({ feature: "cancel" })]),
			},
			{},
		],
	});
});

test("[EX3] tells what each part of the pipeline did, and says nothing of it unasked", ({ expect }) => {
	const text = "cancel my sneakers and MODEL ab123 please, a@shop.example";
	const { entities, explanation } = interpreter.parse(text, { ...NOW, explain: true });
	expect(explanation).toMatchObject({
		steps: expect.arrayContaining([
			{ component: "patterns", matched: expect.arrayContaining([{ pattern: "item", text: "MODEL ab123" }]) },
			{
				component: "regexEntities",
				found: [
					{ text: "MODEL ab123", entity: "item", value: "MODEL ab123" },
					{ text: "sneakers", entity: "item", value: "sneakers" },
				],
			},
			{
				component: "builtinEntities",
				found: [{ text: "a@shop.example", entity: "email", value: "a@shop.example" }],
			},
		]),
	});
	expect(JSON.stringify(explanation)).toContain(
		'"changed":[{"text":"sneakers","entity":"item","value":"shoes","instead_of":"sneakers"}]',
	);
	expect(interpreter.parse(text, NOW).entities).toEqual(entities);
	expect(interpreter.parse("qqq", { ...NOW, explain: true })["explanation"]).toMatchObject({
		fallback: "low_confidence",
		steps: expect.arrayContaining([
			{ component: "tagger", found: [] },
			{ component: "regexEntities", found: [] },
			{ component: "selector", selected: [{ selector: "default", response: null, confidence: 0 }] },
		]),
	});
	expect(interpreter.parse("when do you open", { ...NOW, explain: true })["explanation"]).toMatchObject({
		steps: expect.arrayContaining([
			{
				component: "selector",
				selected: [expect.objectContaining({ response: "faq/opening_hours" })],
			},
		]),
	});
});

test("[EX2] names features whose loss changes the answer", ({ expect }) => {
	const text = "please cancel the whole purchase";
	const before = interpreter.parse(text, NOW).intent_ranking.find((intent) => intent.name === "cancel_order");
	const after = interpreter
		.parse("please the whole", NOW)
		.intent_ranking.find((intent) => intent.name === "cancel_order");
	expect(before?.confidence ?? 0).toBeGreaterThan((after?.confidence ?? 0) + 0.2);
});

test("[LM3] an interpreter is made of a model alone", ({ expect }) => {
	const { model } = trainModel(NLU, CONFIG);
	expect(loadInterpreter(model).parse("hi", NOW)).toEqual(interpreter.parse("hi", NOW));
});

test("[SP5] `spelling: false` reads every word as it is written", ({ expect }) => {
	const nlu = `nlu:
- intent: order_status
  examples: |
    - where is my parcel
    - my parcel please
    - any news of the parcel
- intent: greet
  examples: |
    - hello there
    - good morning
`;
	const explained = (options: string): unknown =>
		trainInterpreter(nlu, `pipeline:\n- name: DIETClassifier\n${options}`).parse("news of my parsel", {
			...NOW,
			explain: true,
		})["explanation"];
	expect(explained("")).toMatchObject({ read_as: "news of my parcel" });
	expect(explained("  spelling: false\n")).not.toHaveProperty("read_as");
});
