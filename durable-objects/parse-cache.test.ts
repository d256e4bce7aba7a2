import { test } from "vitest";
import type { ParseData } from "../contracts/parse-data.ts";
import type { SentenceEncoder } from "../nlu/encoder/sentence-encoder.ts";
import type { Interpreter } from "../nlu/interpreter.ts";
import { cacheCounts } from "../store/cache-counts.ts";
import { rememberingParses } from "./parse-cache.ts";

/** An interpreter that counts what it reads, and finds an entity in whatever holds "sofa". */
function counting(more: (options: Parameters<Interpreter["parse"]>[1]) => void = () => undefined) {
	const read: string[] = [];
	const interpreter = rememberingParses({
		parse: (text, options): ParseData => {
			read.push(text);
			more(options);
			const entities = text.includes("sofa") ? [{ entity: "product", value: "sofa" }] : [];
			return {
				text,
				intent: { name: "greet", confidence: 1 },
				entities,
				intent_ranking: [{ name: options.language ?? "none", confidence: 1 }],
			};
		},
	});
	return { read, interpreter };
}

test("[CH1] what everybody says is read once; whose copy is changed, changes nobody else's", ({ expect }) => {
	const { read, interpreter } = counting();
	const before = cacheCounts()["parses"]?.hits ?? 0;
	const first = interpreter.parse("hi", { nowMs: 1 });
	first.intent.name = "spoilt";
	const second = interpreter.parse("hi", { nowMs: 2 });
	expect(second.intent.name).toBe("greet");
	second.intent.name = "spoilt";
	expect(interpreter.parse("hi", { nowMs: 3 }).intent.name).toBe("greet");
	expect(read).toEqual(["hi"]);
	expect(cacheCounts()["parses"]?.hits).toBe(before + 2);
	expect(interpreter.parse("hi", { nowMs: 3, language: "de" }).intent_ranking[0]?.name).toBe("de");
	expect(read).toHaveLength(2);
});

test("[CH2] what may be a person's, or depends on more than the text, is read each time", ({ expect }) => {
	const { read, interpreter } = counting();
	const texts = ["a sofa", "ann@example.com", "order A-10004", "x".repeat(81)];
	for (const text of [...texts, ...texts]) interpreter.parse(text, { nowMs: 1 });
	for (const _ of [1, 2]) {
		interpreter.parse("why", { nowMs: 1, explain: true });
		interpreter.parse("asked", { nowMs: 1, remoteMatches: new Map() });
	}
	expect(read).toHaveLength(12);
});

test("[CH2] what the encoder would have been asked about is read again once it has come", ({ expect }) => {
	const { read, interpreter } = counting((options) => void options.sentenceEncoder?.());
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: nothing is asked of it
	const encoder = {} as SentenceEncoder;
	const answers = [null, encoder, encoder];
	for (const answer of answers) interpreter.parse("hi", { nowMs: 1, sentenceEncoder: () => answer });
	expect(read).toHaveLength(2);
});

test("[CH1] a thousand texts are kept, those that were asked for last", ({ expect }) => {
	const { read, interpreter } = counting();
	const word = (i: number) => `w${"a".repeat(i % 40)}${"b".repeat(Math.floor(i / 40))}`;
	interpreter.parse("first", { nowMs: 1 });
	for (let i = 0; i < 999; i++) interpreter.parse(word(i), { nowMs: 1 });
	interpreter.parse("first", { nowMs: 1 });
	interpreter.parse(word(999), { nowMs: 1 });
	expect(read).toHaveLength(1_001);
	interpreter.parse("first", { nowMs: 1 });
	expect(read).toHaveLength(1_001);
	interpreter.parse(word(0), { nowMs: 1 });
	expect(read).toHaveLength(1_002);
});
