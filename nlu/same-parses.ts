/** What the small test project's model says of some hundred texts: computed in each runtime, and compared. */
import type { ParseData } from "../contracts/parse-data.ts";
import { loadInterpreter } from "./load-interpreter.ts";
import { seededRandom } from "./random.ts";
import { countingLesson, learnToCount } from "./tagger/counting-lesson.ts";
import { CONFIG, NLU, readData, trainModel } from "./test-project.ts";
import type { WordVectorTable } from "./vectors/word-vectors.ts";

export interface SameParses {
	/** The fingerprint of all that was learned. */
	readonly modelId: string;
	readonly parses: readonly ParseData[];
	/** What judges whole spans, which the small project has too few sentences for. */
	readonly spanJudge: { readonly sharpness: number; readonly codes: string };
}

const TEXTS = 300;
const STRANGE = [
	"",
	" ",
	"👍🏽",
	"\u202eolleh",
	"\ud800",
	"İSTANBUL",
	"ﬁne",
	"12,50 € on 1 May",
	"注文はどこ",
	"__proto__",
];

/** Trains, loads and parses, reading texts as the table does. Deterministic. */
export function parseTestProject(wordVectors: WordVectorTable): SameParses {
	const { model } = trainModel(NLU, CONFIG, { wordVectors });
	const interpreter = loadInterpreter(model, { wordVectors, sentenceEncoder: () => null });
	const { sharpness, judge } = learnToCount(countingLesson(), () => {});
	const options = { nowMs: Date.UTC(2026, 10, 23, 12), timeZone: "Europe/Berlin", explain: true };
	return {
		modelId: model.header.modelId,
		parses: texts().map((text) => interpreter.parse(text, options)),
		spanJudge: { sharpness, codes: String(judge.arrays.get("spanWeights")) },
	};
}

/** Strange texts, the project's own sentences, and sentences of its words in any order. */
function texts(): string[] {
	const own = readData(NLU).examples.map((example) => example.text);
	const words = own.flatMap((text) => text.split(" "));
	const random = seededRandom(7);
	const anyWord = (): string => words[Math.floor(random() * words.length)] ?? "";
	const mixed = Array.from({ length: TEXTS - own.length - STRANGE.length }, () =>
		Array.from({ length: 1 + Math.floor(random() * 9) }, anyWord).join(" "),
	);
	return [...STRANGE, ...own, ...mixed];
}
