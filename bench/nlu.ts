import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readWordVectors } from "../cli/word-vectors.ts";
import { evaluateNlu } from "../nlu/evaluate.ts";
import type { Interpreter } from "../nlu/interpreter.ts";
import { loadInterpreter } from "../nlu/load-interpreter.ts";
import { decodeModelFile, encodeModelFile } from "../nlu/model-file.ts";
import { readPipelineConfig } from "../nlu/pipeline-config.ts";
import { seededRandom, shuffle } from "../nlu/random.ts";
import { trainNlu } from "../nlu/train.ts";
import { type NluExample, type NluTrainingData, readNluData } from "../nlu/training-data.ts";
import { FaultList } from "../project/fault.ts";
import { parseProjectFiles } from "../project/project-files.ts";

/** Thresholds of Rasa's suggested FallbackClassifier stand in the sets' own config.yml. */
const USAGE = "bench nlu --data DIR [--sets banking77,clinc150] [--few 10] [--seed 1]";

/**
 * Accuracy, calibration, speed and size on the public sets, each a Rasa project with `dev/nlu.yml`. `--few 10` trains
 * on ten examples an intent instead of all, drawn by the seed.
 */
export async function benchNlu(args: string[]): Promise<void> {
	const { values } = parseArgs({
		args,
		options: {
			data: { type: "string", default: "../shared/nlu" },
			sets: { type: "string" },
			few: { type: "string" },
			seed: { type: "string", default: "1" },
		},
	});
	if (!existsSync(values.data)) {
		console.log(`bench nlu: there is no folder ${values.data}; nothing measured. Usage: ${USAGE}`);
		return;
	}
	const named = values.sets?.split(",");
	const sets =
		named ?? readdirSync(values.data).filter((set) => existsSync(join(values.data, set, "dev/nlu.yml")));
	console.log(
		"set          train  intents  accuracy  macroF1    ECE  oos fallback  span F1  train s  parse ms p50/p99  load ms    MB",
	);
	for (const set of sets) {
		await Promise.resolve(); // lets an interrupt in between two sets
		console.log(
			measure(join(values.data, set), set, { few: Number(values.few ?? 0), seed: Number(values.seed) }),
		);
	}
}

function measure(dir: string, set: string, options: { few: number; seed: number }): string {
	const files = parseProjectFiles(
		[...yamlFiles(join(dir, "data")), join(dir, "config.yml")].map(readSource),
	).files;
	const all = readNluData(files, new FaultList());
	const data = options.few > 0 ? { ...all, examples: drawFew(all.examples, options.few, options.seed) } : all;
	const pipeline = readPipelineConfig(
		files.find((file) => file.keys.includes("pipeline")) ?? null,
		new FaultList(),
	);
	const startMs = performance.now();
	const trained = trainNlu({
		data,
		pipeline,
		language: pipeline.language,
		wordVectors: readWordVectors(pipeline.language),
		seed: options.seed,
	});
	const header = {
		assistantId: set,
		language: "en",
		nlu: trained.config,
		dialogue: {},
		counts: trained.counts,
	};
	const bytes = encodeModelFile({ header, arrays: trained.arrays });
	const trainedMs = performance.now();
	const model = decodeModelFile(bytes);
	const interpreter = loadInterpreter(model);
	const loadMs = performance.now() - trainedMs;
	const dev = readExamples(join(dir, "dev/nlu.yml"));
	const report = evaluateNlu(interpreter, dev);
	const [p50, p99] = parseTimes(interpreter, dev);
	const strange = join(dir, "dev/out_of_scope.yml");
	const columns = [
		set.padEnd(11),
		String(data.examples.length).padStart(6),
		String(trained.counts.intents).padStart(8),
		percent(report.intent.accuracy).padStart(9),
		percent(report.intent.macroF1).padStart(8),
		percent(report.calibration.ece).padStart(6),
		(existsSync(strange)
			? percent(evaluateNlu(interpreter, readExamples(strange)).fallback.rate)
			: "–"
		).padStart(13),
		(report.entity.support > 0 ? percent(report.entity.f1) : "–").padStart(8),
		((trainedMs - startMs) / 1_000).toFixed(1).padStart(8),
		`${p50.toFixed(3)} / ${p99.toFixed(3)}`.padStart(17),
		loadMs.toFixed(1).padStart(8),
		(bytes.length / 1e6).toFixed(2).padStart(5),
	];
	return columns.join(" ");
}

function drawFew(examples: NluTrainingData["examples"], few: number, seed: number): NluExample[] {
	const order = Int32Array.from(examples.keys());
	shuffle(order, order.length, seededRandom(seed));
	const drawn = new Map<string, number>();
	const kept: NluExample[] = [];
	for (const index of order) {
		const example = examples[index];
		if (example === undefined) continue;
		const count = drawn.get(example.intent) ?? 0;
		if (count < few) kept.push(example);
		drawn.set(example.intent, count + 1);
	}
	return kept;
}

function parseTimes(interpreter: Interpreter, examples: readonly NluExample[]): [p50: number, p99: number] {
	const times = examples.map((example) => {
		const startMs = performance.now();
		interpreter.parse(example.text, { nowMs: 0 });
		return performance.now() - startMs;
	});
	times.sort((a, b) => a - b);
	return [times[Math.floor(times.length * 0.5)] ?? 0, times[Math.floor(times.length * 0.99)] ?? 0];
}

function readExamples(path: string): readonly NluExample[] {
	return readNluData(parseProjectFiles([readSource(path)]).files, new FaultList()).examples;
}

function readSource(path: string): { path: string; text: string } {
	return { path, text: readFileSync(path, "utf8") };
}

function yamlFiles(dir: string): string[] {
	return readdirSync(dir)
		.map((name) => join(dir, name))
		.flatMap((path) => (statSync(path).isDirectory() ? yamlFiles(path) : [path]))
		.filter((path) => /\.ya?ml$/.test(path));
}

function percent(share: number): string {
	return (share * 100).toFixed(2);
}
