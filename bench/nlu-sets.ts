import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type PipelineConfig, readPipelineConfig } from "../nlu/pipeline-config.ts";
import { seededRandom, shuffle } from "../nlu/random.ts";
import { type NluExample, type NluTrainingData, readNluData } from "../nlu/training-data.ts";
import { FaultList } from "../project/fault.ts";
import { parseProjectFiles } from "../project/project-files.ts";

/** A public set: a Rasa project with `dev/nlu.yml` and, where there is one, `dev/out_of_scope.yml`. */
export interface NluSet {
	readonly name: string;
	readonly data: NluTrainingData;
	readonly pipeline: PipelineConfig;
	readonly dev: readonly NluExample[];
	/** Sentences of no intent; empty where the set has none. */
	readonly outOfScope: readonly NluExample[];
}

/** Names of the sets in a folder. */
export function listSets(folder: string): string[] {
	return readdirSync(folder).filter((set) => existsSync(join(folder, set, "dev/nlu.yml")));
}

/** @param few - so many examples an intent, drawn by the seed; all when 0 */
export function readSet(folder: string, name: string, options: { few: number; seed: number }): NluSet {
	const dir = join(folder, name);
	const paths = [...yamlFiles(join(dir, "data")), join(dir, "config.yml")];
	const { files } = parseProjectFiles(paths.map(readSource));
	const all = readNluData(files, new FaultList());
	const data = options.few > 0 ? { ...all, examples: drawFew(all.examples, options.few, options.seed) } : all;
	const config = files.find((file) => file.keys.includes("pipeline")) ?? null;
	const outOfScope = join(dir, "dev/out_of_scope.yml");
	return {
		name,
		data,
		pipeline: readPipelineConfig(config, new FaultList()),
		dev: readExamples(join(dir, "dev/nlu.yml")),
		outOfScope: existsSync(outOfScope) ? readExamples(outOfScope) : [],
	};
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
