/** What holds for every text. Seeds are fixed: a run can be repeated. */
import { test } from "vitest";
import { z } from "zod";
import { MAX_READ_CHARS } from "./message.ts";
import { seededRandom } from "./random.ts";
import { CONFIG, NLU, readData, trainInterpreter } from "./test-project.ts";

const NOW = { nowMs: Date.UTC(2026, 10, 23, 12) };
const interpreter = trainInterpreter(NLU, CONFIG);
const RUNS = 300;
const Explained = z.object({
	intents: z.array(
		z.object({
			name: z.string(),
			confidence: z.number(),
			features: z.array(z.object({ feature: z.string(), contribution: z.number() })),
		}),
	),
});

const words = [
	...new Set(readData(NLU).examples.flatMap((example) => example.text.split(" "))),
	"12,50",
	"on monday",
	"a@b.de",
	"__proto__",
	"🏳️‍🌈",
	"👍5",
	"\u202e",
	"MODEL ab123",
];
const GLUES = [" ", "", "\u00a0", ", ", "\ud800"];

/** Words of the project among anything that UTF-16 can hold, the same texts for the same seed. */
function anyTexts(count: number, seed: number): string[] {
	const random = seededRandom(seed);
	const below = (limit: number): number => Math.floor(random() * limit);
	const anyUnits = (): string =>
		Array.from({ length: below(13) }, () =>
			String.fromCharCode(below(random() < 0.5 ? 0x180 : 0x10000)),
		).join("");
	const anyPart = (): string => (random() < 0.75 ? (words[below(words.length)] ?? "") : anyUnits());
	return Array.from({ length: count }, () =>
		Array.from({ length: below(13) }, anyPart).join(GLUES[below(GLUES.length)] ?? " "),
	);
}

/** Whether a place lies between the two units of one character. */
function isInPair(text: string, at: number): boolean {
	return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, at - 1), at + 1));
}

test("[BI1] [BI3] spans lie within the text, in order, and tokens never overlap", ({ expect }) => {
	for (const text of anyTexts(RUNS, 1)) {
		const parse = interpreter.parse(text, NOW);
		expect(parse.text).toBe(text);
		for (const { start = -1, end = -1, extractor, value } of parse.entities) {
			const place = JSON.stringify([text, start, end]);
			expect(start, place).toBeGreaterThanOrEqual(0);
			expect(end, place).toBeGreaterThan(start);
			expect(end, place).toBeLessThanOrEqual(text.length);
			if (extractor !== "DIETClassifier") continue;
			expect(["shoes", text.slice(start, end)], place).toContain(value); // or the synonym that the project has
		}
		const bounds = (parse.text_tokens ?? []).flat();
		expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
		const spans = parse.entities.flatMap(({ start = 0, end = 0 }) => [start, end]);
		expect([...bounds, ...spans].filter((at) => isInPair(text, at))).toEqual([]);
		expect(bounds.at(-1) ?? 0).toBeLessThanOrEqual(text.length);
	}
});

test("[LM2] confidences sum to 1 before the ranking is cut, whatever the text", ({ expect }) => {
	const all = trainInterpreter(NLU, "pipeline:\n- name: DIETClassifier\n  ranking_length: 0\n");
	let understood = 0;
	for (const text of anyTexts(RUNS, 2)) {
		const { intent_ranking: ranking, intent } = all.parse(text, NOW);
		const shares = ranking.map(({ confidence }) => confidence);
		const sum = shares.reduce((total, share) => total + share, 0);
		expect(sum, JSON.stringify(text)).toBeCloseTo(intent.name === null ? 0 : 1, 5);
		expect(shares).toEqual(shares.toSorted((a, b) => b - a));
		expect(shares.every((share) => share >= 0)).toBe(true);
		if (intent.name !== null) understood++;
	}
	expect(understood).toBeGreaterThan(RUNS / 2);
});

test("[BI4] a text's parse does not depend on what was parsed before", ({ expect }) => {
	const others = anyTexts(RUNS, 3);
	anyTexts(RUNS, 4).forEach((text, i) => {
		const first = interpreter.parse(text, NOW);
		interpreter.parse(others[i] ?? "", { ...NOW, explain: true });
		expect(interpreter.parse(text, NOW)).toEqual(first);
	});
});

test("[BI6] what stands beyond the part that is read changes nothing", ({ expect }) => {
	const tails = anyTexts(20, 5);
	anyTexts(20, 6).forEach((head, i) => {
		const read = head.padEnd(MAX_READ_CHARS, " lamp").slice(0, MAX_READ_CHARS);
		const { text, ...long } = interpreter.parse(read + (tails[i] ?? "").repeat(50), NOW);
		expect({ ...long, text: read }).toEqual(interpreter.parse(read, NOW));
		expect(text).toBe(read + (tails[i] ?? "").repeat(50));
	});
});

/** The text without the words in which one of the features stands. */
function without(text: string, features: readonly string[]): string {
	const parts = new Set(features.flatMap((feature) => feature.replace(/^≈/, "").split(" ")).filter(Boolean));
	return text
		.split(" ")
		.filter((word) => ![...parts].some((part) => word.toLowerCase().includes(part)))
		.join(" ");
}

/** What is left of a text when the features that spoke for its intent are taken out of it. */
function weakened(text: string): string {
	const { intents } = Explained.parse(interpreter.parse(text, { ...NOW, explain: true })["explanation"]);
	const features = intents[0]?.features ?? [];
	return without(
		text,
		features.filter(({ contribution }) => contribution > 0).map(({ feature }) => feature),
	);
}

test("[EX2] taking the strongest features away weakens the answer of every message, and soon changes it", ({
	expect,
}) => {
	const sentences = readData(NLU).examples.map((example) => example.text);
	const roundsToChange = sentences.map((text) => {
		const { name, confidence } = interpreter.parse(text, NOW).intent;
		let left = text;
		for (let round = 1; round <= 3; round++) {
			left = weakened(left);
			const after = interpreter.parse(left, NOW);
			const own = after.intent_ranking.find((intent) => intent.name === name)?.confidence ?? 0;
			expect(own, left).toBeLessThan(confidence);
			if (after.intent.name !== name) return round;
		}
		return Infinity;
	});
	expect(Math.max(...roundsToChange)).toBeLessThanOrEqual(3);
	const atOnce = roundsToChange.filter((rounds) => rounds === 1).length;
	expect(atOnce / sentences.length).toBeGreaterThan(0.75);
});

test("[EX2] without its decisive words every message has another answer", ({ expect }) => {
	const Decisive = z.object({
		decisive: z.object({
			words: z.array(z.string()).min(1),
			without: z.string(),
			instead: z.string().nullable(),
		}),
	});
	for (const { text } of readData(NLU).examples) {
		const { intent, explanation } = interpreter.parse(text, { ...NOW, explain: true });
		const { words, without: left, instead } = Decisive.parse(explanation).decisive;
		for (const word of words) expect(text).toContain(word);
		const after = interpreter.parse(left, NOW).intent_ranking.find(({ name }) => name !== "nlu_fallback");
		expect([after?.name ?? null, after?.name === intent.name], text).toEqual([instead, false]);
	}
});
