import { type NluReport, reportOf } from "./evaluate.ts";
import type { Interpreter } from "./interpreter.ts";
import { judgeExamples, type JudgedExample } from "./judge-messages.ts";
import { loadInterpreter } from "./load-interpreter.ts";
import { decodeModelFile, encodeModelFile } from "./model-file.ts";
import { seededRandom, shuffle } from "./random.ts";
import { type NluTraining, trainNlu } from "./train.ts";
import type { NluExample, NluTrainingData } from "./training-data.ts";

export interface CrossValidation {
	/** Each example once, judged by the model that did not see it, in the order of the data. */
	readonly judged: readonly JudgedExample[];
	/** Over all folds together. */
	readonly report: NluReport;
	/** Of each fold: their spread says how far to trust the mean. */
	readonly folds: readonly FoldFigures[];
}

export interface FoldFigures {
	readonly accuracy: number;
	readonly macroF1: number;
	readonly entityF1: number;
	/** Of the keys of responses; null where none are selected. */
	readonly responseAccuracy: number | null;
}

/** Judges a project by itself: each example by a model that was taught without its fold. Folds are stratified. */
export function crossValidateNlu(training: NluTraining, folds: number): CrossValidation {
	const { examples } = training.data;
	const foldOf = assignFolds(examples, folds, training.seed);
	const judgedAt = new Map<NluExample, JudgedExample>();
	const figures: FoldFigures[] = [];
	for (let fold = 0; fold < folds; fold++) {
		const held = examples.filter((_, i) => foldOf[i] === fold);
		if (held.length === 0) continue;
		const data = { ...training.data, examples: examples.filter((_, i) => foldOf[i] !== fold) };
		const judged = judgeExamples(teach({ ...training, data }), held);
		for (const one of judged) judgedAt.set(one.example, one);
		const { intent, entity, response } = reportOf(judged);
		figures.push({
			accuracy: intent.accuracy,
			macroF1: intent.macroF1,
			entityF1: entity.f1,
			responseAccuracy: response?.accuracy ?? null,
		});
		training.onProgress?.({ component: `fold ${fold + 1} of ${folds}`, share: (fold + 1) / folds });
	}
	const judged = examples.flatMap((example) => judgedAt.get(example) ?? []);
	return { judged, report: reportOf(judged, training.language), folds: figures };
}

function teach(training: NluTraining): Interpreter {
	const { config, arrays, counts } = trainNlu({ ...training, onProgress: () => undefined });
	const header = { assistantId: "", language: training.language, nlu: config, dialogue: {}, counts };
	return loadInterpreter(decodeModelFile(encodeModelFile({ header, arrays })), {
		wordVectors: training.wordVectors ?? null,
		sentenceEncoder: () => training.encoder ?? null,
	});
}

/** Deals the shuffled examples of each intent, and of each language in it, out to the folds. */
function assignFolds(examples: NluTrainingData["examples"], folds: number, seed: number): Int32Array {
	const random = seededRandom(seed);
	const foldOf = new Int32Array(examples.length);
	const byIntent = new Map<string, number[]>();
	examples.forEach((example, i) => {
		const key = JSON.stringify([example.intent, example.language]);
		const own = byIntent.get(key) ?? [];
		own.push(i);
		byIntent.set(key, own);
	});
	let next = 0;
	for (const own of byIntent.values()) {
		shuffle(own, own.length, random);
		for (const i of own) foldOf[i] = next++ % folds;
	}
	return foldOf;
}
