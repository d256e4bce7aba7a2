import { test } from "vitest";
import { partArrays } from "../trained-part.ts";
import { LinearModel } from "./linear-model.ts";
import { trainLinearModel } from "./train-linear-model.ts";
import { noveltyOfUnread } from "./unread-texts.ts";

const LONG = {
	account: [
		"I can't sign in to my account any more because I forgot which e-mail address I used when I registered",
		"please change the address in my customer account, I moved to another city at the beginning of the month",
		"how can I delete my account and everything that you have saved about me and my orders",
		"the link for a new password that you sent me does not work any more, could you send another one",
		"I would like to have all my invoices of last year for my tax return, where do I find them in my account",
	],
	complaint: [
		"I have called your hotline five times this week and nobody could help me, this is a terrible service",
		"your employee in the shop was very rude to me when I asked for help and I want to complain about him",
		"this is the third time that the wrong colour has been delivered and I am really angry about it",
		"nobody answers my messages and I am waiting since two weeks, I will never buy anything here again",
		"the quality of the chairs is much worse than on the pictures and I feel cheated by your company",
	],
	delivery: [
		"I ordered a sofa two weeks ago and the tracking page still says that it is being prepared, when will it arrive",
		"could you please tell me whether the delivery of my table can be moved to next friday afternoon",
		"the courier wrote that he was here yesterday but nobody rang the bell, where is my parcel now",
		"I will be on holiday next week and would like the parcel to be delivered to my neighbour instead",
		"is it possible to have the wardrobe carried up to the third floor when it is delivered",
	],
	refund: [
		"I bought a lamp from you three weeks ago and it never worked so I would like to get my money back please",
		"the package arrived broken and I am not satisfied at all, how do I receive a refund for the whole order",
		"can you tell me how many days it takes until the money for my returned chair is on my bank account again",
		"I sent back the two shelves last monday and still see no refund on my credit card statement",
		"my order was charged twice and I want the second payment to be returned to my account as soon as possible",
	],
	stock: [
		"do you still have the green armchair from the window of your shop in the town centre in stock",
		"when will the bamboo shelf that is sold out at the moment be available in your shop again",
		"can you reserve two of the oak chairs for me until saturday so that I can look at them in the store",
		"is the desk also available in white and in a width of one hundred and sixty centimetres",
		"I am looking for a lamp that fits with the round table, what do you have available right now",
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
	for (const text of ["hmm", "lol", "asdf", "xyz", "zzz", "why", "qqq"]) {
		const { now, before } = rank(text);
		expect(now[0]?.confidence, text).toBeLessThan((before[0]?.confidence ?? 0) - 0.08);
		expect(
			now.map(({ label }) => label),
			text,
		).toEqual(before.map(({ label }) => label));
	}
	for (const text of ["hotline", "the refund", "was", "so", "at hmm", "me lol asdf", "with"]) {
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
