import { test } from "vitest";
import { partArrays } from "../trained-part.ts";
import { CONFIG, trainInterpreter, trainModel } from "../test-project.ts";
import { smallTable } from "../vectors/small-table.ts";
import { withApostrophes } from "./contractions.ts";
import { gatherVocabulary, SpellingCorrector } from "./spelling-corrector.ts";

const TEXTS = [
	"where is my parcel",
	"my parcel is late",
	"cancel my order please",
	"the bill",
	"the ball",
	"the ball is red",
	"wo ist mein Paket",
	"mein Paket fehlt",
	"das Paket ist beschädigt",
	"أين الطلب",
];
const table = smallTable(
	["parcel", "carrel", "refund", "the", "tea"].map((word, i) => ({ word, vector: [i + 1, 1] })),
);

function corrector(withTable: boolean): SpellingCorrector {
	const part = gatherVocabulary(TEXTS);
	return new SpellingCorrector(part.config, partArrays(part.arrays, ""), withTable ? table : null);
}

test("[SP1] a slip is read as the word of the project: left out, put in, hit wrongly, changed round", ({
	expect,
}) => {
	const { correct } = { correct: (text: string) => corrector(true).correct(text, "en") };
	for (const slip of ["parcl", "parccel", "parxel", "pacrel"])
		expect(correct(`where is my ${slip}?`)).toBe("where is my parcel?");
	expect(correct("CANCLE my ordr, pleas!")).toBe("cancel my order, please!");
	expect(correct("xylophone quartz")).toBe("xylophone quartz");
});

test("[SP2] words that the project or the table of the language knows stay", ({ expect }) => {
	expect(corrector(true).correct("the carrel", "en")).toBe("the carrel");
	expect(corrector(true).correct("the bill", "en")).toBe("the bill");
	expect(corrector(false).correct("the carcel", "en")).toBe("the carcel"); // in two examples only: too rare without a table
});

test("[SP2] of two or three letters a word of the table alone is a slip where one that many examples have is near", ({
	expect,
}) => {
	const near = smallTable(["te", "tea", "mny"].map((word, i) => ({ word, vector: [i + 1, 1] })));
	const often = gatherVocabulary([
		...Array.from({ length: 20 }, (_, i) => `my ${"x".repeat(i + 2)}`),
		...Array.from({ length: 19 }, (_, i) => `to ${"y".repeat(i + 2)}`),
	]);
	const mend = new SpellingCorrector(often.config, partArrays(often.arrays, ""), near);
	expect(mend.correct("mny order, ym order, m order", "en")).toBe("my order, my order, m order");
	expect(mend.correct("te shop", "en")).toBe("te shop"); // "to" is in nineteen examples
	expect(mend.correct("mny order", "de")).toBe("mny order");
});

test("[SP3] without a table of the language only long words of several examples are mended", ({ expect }) => {
	expect(corrector(true).correct("mein Pakett, mei Pket", "de")).toBe("mein paket, mei Pket");
	expect(corrector(true).correct("carrel", "de")).toBe("carrel");
});

test("[SP4] what no example is near is read as the table's commonest word", ({ expect }) => {
	expect(corrector(true).correct("a reefund", "en")).toBe("a refund");
});

test("[SP5] no text costs more than a few words' neighbours: numbers, long words and the ninth slip stay", ({
	expect,
}) => {
	const same = ["A-10004", "", "\ud800", "😀", "p".repeat(100_000), "order_1"];
	for (const text of same) expect(corrector(true).correct(text, "en")).toBe(text);
	const many = Array.from({ length: 12 }, () => "parxel").join(" ");
	expect(
		corrector(true)
			.correct(many, "en")
			.match(/parcel/g),
	).toHaveLength(8);
});

test("[SP6] an apostrophe that was left out is read in English, and nowhere else", ({ expect }) => {
	expect(corrector(true).correct("the parcel doesnt", "en-GB")).toBe("the parcel doesn't");
	expect(withApostrophes("Dont know WHATS up, im sure", "en")).toBe("Don't know WHAT'S up, i'm sure");
	const stays = "don't, its, well, lets, dontist";
	expect(withApostrophes(stays, "en")).toBe(stays);
	expect(withApostrophes("im Paket, dont il parle", "de")).toBe("im Paket, dont il parle");
});

test("[SP6] examples are read as messages are: with and without the apostrophe is one", ({ expect }) => {
	const taught = (written: string) => {
		const texts = ["it", "the lamp", "my kettle"].map((what) => `    - ${what} ${written} work\n`);
		const broken = `- intent: broken\n  examples: |\n${texts.join("")}`;
		const greet = `- intent: greet\n  examples: |\n    - hello you\n    - good morning\n    - hi there`;
		return trainModel(`nlu:\n${broken}${greet}`, CONFIG).model.header.modelId;
	};
	expect(taught("doesnt")).toBe(taught("doesn't"));
	expect(taught("doesnt")).not.toBe(taught("never does"));
});

test("[SP6] the project's patterns are looked for in what was written", ({ expect }) => {
	const bot = trainInterpreter(
		`nlu:
- intent: slang
  examples: |
    - dont want it
    - they dont care
    - we dont know
- intent: greet
  examples: |
    - hello you
    - good morning
    - hi there
- regex: hurried
  examples: |
    - \\bdont\\b`,
		CONFIG,
	);
	const { explanation } = bot.parse("dont go", { nowMs: 0, explain: true });
	expect(JSON.stringify(explanation)).toContain("pattern:hurried");
});
