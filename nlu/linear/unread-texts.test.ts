import { test } from "vitest";
import { partArrays } from "../trained-part.ts";
import { LinearModel } from "./linear-model.ts";
import { trainLinearModel } from "./train-linear-model.ts";
import { noveltyOfUnread } from "./unread-texts.ts";

const LONG = {
	complaint: [
		"I have called your hotline five times this week and nobody could help me",
		"your employee in the shop was very rude to me when I asked him for help",
		"nobody answers my messages and I am waiting since two weeks now",
		"the quality of the chairs is much worse than on the pictures in your shop",
	],
	delivery: [
		"the courier wrote that he was here but nobody rang the bell, where is my parcel",
		"could you please tell me whether the delivery of my table can be moved to friday",
		"I would like the parcel to be delivered to my neighbour in the next week",
		"when will the sofa arrive that I ordered in your shop two weeks ago",
	],
	refund: [
		"I bought a lamp in your shop and it never worked so I would like my money back",
		"my order was charged two times and I want the second payment to be returned to me",
		"when do I receive the refund for the chairs that I sent back this week",
		"can you tell me how many days it takes until I have the money for my table",
	],
};
const SHORT = {
	affirm: ["yes", "yeah", "sure", "of course", "right"],
	deny: ["no", "nope", "never", "not now", "not really"],
	greet: ["hello", "hi", "hey there", "good morning", "good day"],
};

function taught(examples: Readonly<Record<string, readonly string[]>>, hasSynthetic = false) {
	const labelled = Object.values(examples).flatMap((texts, label) =>
		texts.map((text) => ({ input: { text, marks: [], language: "en" }, label, isSynthetic: false })),
	);
	const synthetic = ["zzz", "qqq"].map((text, label) => ({
		input: { text, marks: [], language: "en" },
		label,
		isSynthetic: true,
	}));
	return trainLinearModel({
		labels: Object.keys(examples),
		examples: hasSynthetic ? [...labelled, ...synthetic] : labelled,
		wordVectors: null,
		encoder: null,
		newRowKernel: null,
		seed: 1,
		onProgress: () => {},
	});
}

/** Of each text: the first label and its confidence, with the rule and without, as a model of before is. */
function ranker(examples: Readonly<Record<string, readonly string[]>>) {
	const { config, arrays } = taught(examples);
	const { unread: _, ...without } = config;
	const [now, old] = [config, without].map(
		(own) => new LinearModel(own, partArrays(arrays, ""), { wordVectors: null }),
	);
	return (text: string) => {
		const input = { text, marks: [], language: "en" };
		const rankings = [now, old].map((model) => model?.rank(input, () => null)?.labels ?? []);
		return { now: rankings[0] ?? [], before: rankings[1] ?? [] };
	};
}

test("[LM14] what has no word of the examples is new where examples share words; the order of labels stays", ({
	expect,
}) => {
	const rank = ranker(LONG);
	for (const text of ["hmm", "123", "lol", "asdf", "pizza", "hmm lol pizza", "😀"]) {
		const { now, before } = rank(text);
		const first = now[0]?.confidence ?? 0;
		expect(first, text).toBeLessThan(0.45);
		expect(first, text).toBeLessThanOrEqual(before[0]?.confidence ?? 0);
		expect(
			now.map(({ label }) => label),
			text,
		).toEqual(before.map(({ label }) => label));
	}
	for (const text of ["hotline", "the refund", "hmm where is the parcel", "money"]) {
		const { now, before } = rank(text);
		expect(now, "a known word is enough").toEqual(before);
	}
});

test("[LM14] letters are enough where they say as much as words", ({ expect }) => {
	const { now, before } = ranker(LONG)("deliverys");
	expect(now).toEqual(before);
});

test("[LM14] where many examples have words of their own, a text may as well", ({ expect }) => {
	const novelty = (examples: Readonly<Record<string, readonly string[]>>, hasSynthetic = false): number =>
		Number(Object(taught(examples, hasSynthetic).config["unread"])["novelty"]);
	expect(novelty(LONG)).toBeGreaterThan(0.7);
	expect(novelty(SHORT)).toBeLessThan(0.05);
	expect(novelty(LONG, true), "no message of a customer's").toBe(novelty(LONG));
});

test("[LM14] it counts whole up to two fifths of the way from nothing to an ordinary margin, from three fifths on not at all", ({
	expect,
}) => {
	const unread = { novelty: 0.8, ordinary: 0.5, unrelated: -0.5 };
	const at = (margin: number): number => noveltyOfUnread(unread, margin);
	for (const [margin, expected] of [
		[-0.6, 0.8],
		[-0.2, 0.8],
		[0, 0.4],
		[0.1, 0],
		[0.7, 0],
	] as const)
		expect(at(margin), `${margin}`).toBeCloseTo(expected, 9);
	expect(noveltyOfUnread({ ...unread, unrelated: 0.5 }, 0.4)).toBe(0.8);
	expect(noveltyOfUnread({ ...unread, unrelated: 0.5 }, 0.5)).toBe(0);
});
