import { evaluateNlu, type NluReport } from "./evaluate.ts";
import type { Interpreter, ParseOptions } from "./interpreter.ts";
import { loadInterpreter } from "./load-interpreter.ts";
import { decodeModelFile, encodeModelFile } from "./model-file.ts";
import { seededRandom, shuffle } from "./random.ts";
import { type NluTraining, trainNlu } from "./train.ts";
import type { NluExample, NluTrainingData } from "./training-data.ts";

export interface CrossValidation {
	/** Over all folds together: each example judged once. */
	readonly report: NluReport;
	/** Accuracy of each fold: their spread says how far to trust the mean. */
	readonly foldAccuracies: readonly number[];
}

/** Judges a project by itself: each example by a model that was taught without its fold. Folds are stratified. */
export function crossValidateNlu(training: NluTraining, folds: number): CrossValidation {
	const { examples } = training.data;
	const foldOf = assignFolds(examples, folds, training.seed);
	const judgeOf = new Map<NluExample, Interpreter>();
	const foldAccuracies: number[] = [];
	for (let fold = 0; fold < folds; fold++) {
		const held = examples.filter((_, i) => foldOf[i] === fold);
		if (held.length === 0) continue;
		const data = { ...training.data, examples: examples.filter((_, i) => foldOf[i] !== fold) };
		const interpreter = teach({ ...training, data });
		for (const example of held) judgeOf.set(example, interpreter);
		foldAccuracies.push(evaluateNlu(interpreter, held, training.language).intent.accuracy);
		training.onProgress?.({ component: `fold ${fold + 1} of ${folds}`, share: (fold + 1) / folds });
	}
	return { report: evaluateNlu(byTurns(examples, judgeOf), examples, training.language), foldAccuracies };
}

function teach(training: NluTraining): Interpreter {
	const { config, arrays, counts } = trainNlu({ ...training, onProgress: () => undefined });
	const header = { assistantId: "", language: training.language, nlu: config, dialogue: {}, counts };
	return loadInterpreter(decodeModelFile(encodeModelFile({ header, arrays })));
}

/** Asks for each example, in order, the interpreter that did not see it. */
function byTurns(
	examples: readonly NluExample[],
	judgeOf: ReadonlyMap<NluExample, Interpreter>,
): Interpreter {
	let next = 0;
	return {
		parse(text: string, options: ParseOptions) {
			const example = examples[next++];
			const judge = example === undefined ? undefined : judgeOf.get(example);
			if (judge === undefined) throw new Error("Cross-validation judges each example once, in order.");
			return judge.parse(text, options);
		},
	};
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
