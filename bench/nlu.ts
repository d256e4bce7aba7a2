import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { withEncoderCrew } from "../cli/encode-sentences.ts";
import { type CommandResources, openNluResources } from "../cli/nlu-resources.ts";
import { reportOf } from "../nlu/evaluate.ts";
import { outOfScopeReport } from "../nlu/evaluation/out-of-scope.ts";
import type { Interpreter } from "../nlu/interpreter.ts";
import { type JudgedMessage, judgeExamples } from "../nlu/judge-messages.ts";
import { loadInterpreter } from "../nlu/load-interpreter.ts";
import { decodeModelFile, encodeModelFile } from "../nlu/model-file.ts";
import { seededRandom } from "../nlu/random.ts";
import { trainNlu } from "../nlu/train.ts";
import type { NluExample } from "../nlu/training-data.ts";
import { listSets, type NluSet, readSet } from "./nlu-sets.ts";
import { parseTimesInWorkerd, type WorkerdTimes } from "./parse-server.ts";
import { installPeer, measurePeer, type PeerFigures } from "./peer-nlpjs.ts";
import { type Spread, spreadOf } from "./statistics.ts";
import { withTypingNoise } from "./typing-noise.ts";

const USAGE =
	"bench nlu [--data DIR] [--sets banking77,clinc150] [--few 10] [--seed 1] [--noise] [--workerd] [--peers] [--json]";

/** Points of accuracy that may be lost in scope when messages out of scope are refused. */
const OUT_OF_SCOPE_LOSS = 0.02;

/** What is measured of one set. Shares are in [0, 1], `null` where the set has nothing for it. */
interface Figures {
	readonly set: string;
	readonly train: number;
	readonly intents: number;
	/** Of the first tier alone. */
	readonly firstTier: number;
	readonly accuracy: number;
	/** Of the messages: those that the second tier judged. */
	readonly secondTier: number;
	readonly macroF1: number;
	readonly ece: number;
	/** What so many messages show of it by chance. */
	readonly chanceOfEce: number;
	readonly noisyAccuracy: number | null;
	readonly outOfScopeRecall: number | null;
	readonly outOfScopeFallback: number | null;
	readonly spanF1: number | null;
	readonly trainSeconds: number;
	readonly parseMs: Spread;
	/** The same in workerd; null unless it was asked for. */
	readonly workerd: WorkerdTimes | null;
	readonly loadMs: number;
	readonly bytes: number;
}

/**
 * Accuracy, calibration, speed and size on the public sets. `--few 10` trains on ten examples an intent instead of all,
 * drawn by the seed; `--peers` measures NLP.js from npm on the same sentences; `--noise` judges the development sentences once more with slips of the hand;
 * `--workerd` reads some of them in workerd too, each tier by itself.
 */
export async function benchNlu(args: string[]): Promise<void> {
	const { values } = parseArgs({
		args,
		options: {
			data: { type: "string", default: "../shared/nlu" },
			sets: { type: "string" },
			few: { type: "string", default: "0" },
			seed: { type: "string", default: "1" },
			noise: { type: "boolean", default: false },
			workerd: { type: "boolean", default: false },
			peers: { type: "boolean", default: false },
			json: { type: "boolean", default: false },
		},
	});
	if (!existsSync(values.data)) {
		console.log(`bench nlu: there is no folder ${values.data}; nothing measured. Usage: ${USAGE}`);
		return;
	}
	const peer = values.peers ? installPeer() : null;
	if (values.peers && peer === null) console.error("NLP.js could not be installed: it is left out.");
	const { noise, workerd } = values;
	const options = { few: Number(values.few), seed: Number(values.seed), noise, workerd };
	if (!values.json) console.log(COLUMNS.map(({ head, width }) => head.padStart(width)).join(" "));
	const resources = await openNluResources();
	for (const name of values.sets?.split(",") ?? listSets(values.data)) {
		const set = readSet(values.data, name, options);
		const figures = await measure(set, { ...options, resources });
		console.log(values.json ? JSON.stringify(figures) : rowOf(figures));
		if (peer === null) continue;
		const theirs = await measurePeer(peer, set);
		console.log(values.json ? JSON.stringify({ set: name, peer: "NLP.js", ...theirs }) : peerRowOf(theirs));
	}
}

async function measure(
	set: NluSet,
	options: { seed: number; noise: boolean; workerd: boolean; resources: CommandResources },
): Promise<Figures> {
	const { interpreter, firstTier, ...trained } = await trainSet(set, options.seed, options.resources);
	const judged = judgeExamples(interpreter, set.dev);
	const report = reportOf(judged);
	const strange = messages(interpreter, set.outOfScope);
	const inScope = judged.map(({ message }) => message);
	const hasStrange = strange.length > 0;
	return {
		set: set.name,
		train: set.data.examples.length,
		intents: trained.intents,
		firstTier: reportOf(judgeExamples(firstTier, set.dev)).intent.accuracy,
		accuracy: report.intent.accuracy,
		secondTier: secondTierShare(interpreter, set.dev),
		macroF1: report.intent.macroF1,
		ece: report.calibration.ece,
		chanceOfEce: report.calibration.chance,
		noisyAccuracy: options.noise ? noisyAccuracy(interpreter, set.dev, options.seed) : null,
		outOfScopeRecall: hasStrange ? outOfScopeReport(inScope, strange, OUT_OF_SCOPE_LOSS).recall : null,
		outOfScopeFallback: hasStrange
			? strange.filter(({ isFallback }) => isFallback).length / strange.length
			: null,
		spanF1: report.entity.support > 0 ? report.entity.f1 : null,
		trainSeconds: trained.seconds,
		parseMs: parseTimes(interpreter, set.dev),
		workerd: options.workerd
			? await parseTimesInWorkerd(
					trained.bytes,
					set.dev.map(({ text }) => text),
				)
			: null,
		loadMs: trained.loadMs,
		bytes: trained.bytes.length,
	};
}

async function trainSet(set: NluSet, seed: number, resources: CommandResources) {
	const { data, pipeline } = set;
	const { language } = pipeline;
	const startMs = performance.now();
	const { wordVectors, newRowKernel } = resources;
	const trained = await withEncoderCrew(resources.sentenceEncoder(), (encoder) =>
		trainNlu({ data, pipeline, language, seed, encoder, wordVectors, newRowKernel }),
	);
	const { config, counts, arrays } = trained;
	const header = { assistantId: set.name, language, nlu: config, dialogue: {}, counts };
	const bytes = encodeModelFile({ header, arrays });
	const trainedMs = performance.now();
	const model = decodeModelFile(bytes);
	const interpreter = loadInterpreter(model, resources);
	const loadMs = performance.now() - trainedMs;
	return {
		interpreter,
		firstTier: loadInterpreter(model, { ...resources, sentenceEncoder: () => null }),
		intents: counts.intents,
		seconds: (trainedMs - startMs) / 1_000,
		loadMs,
		bytes,
	};
}

function messages(interpreter: Interpreter, examples: readonly NluExample[]): JudgedMessage[] {
	return judgeExamples(interpreter, examples).map(({ message }) => message);
}

function secondTierShare(interpreter: Interpreter, dev: readonly NluExample[]): number {
	const read = dev.filter(({ text }) => interpreter.parse(text, { nowMs: 0 }).second_tier === true);
	return read.length / Math.max(1, dev.length);
}

function noisyAccuracy(interpreter: Interpreter, dev: readonly NluExample[], seed: number): number {
	const random = seededRandom(seed);
	const noisy = dev.map((example) => ({ ...example, text: withTypingNoise(example.text, random) }));
	return reportOf(judgeExamples(interpreter, noisy)).intent.accuracy;
}

function parseTimes(interpreter: Interpreter, examples: readonly NluExample[]): Spread {
	const times = examples.map((example) => {
		const startMs = performance.now();
		interpreter.parse(example.text, { nowMs: 0 });
		return performance.now() - startMs;
	});
	return spreadOf(times);
}

const spreadText = (times: Spread | null | undefined): string =>
	times ? `${times.p50.toFixed(3)} / ${times.p99.toFixed(3)}` : "–";
const percent = (share: number | null): string => (share === null ? "–" : (share * 100).toFixed(2));

const COLUMNS: readonly { head: string; width: number; cell: (figures: Figures) => string }[] = [
	{ head: "set", width: 10, cell: (f) => f.set },
	{ head: "train", width: 6, cell: (f) => String(f.train) },
	{ head: "intents", width: 7, cell: (f) => String(f.intents) },
	{ head: "first", width: 6, cell: (f) => percent(f.firstTier) },
	{ head: "accuracy", width: 8, cell: (f) => percent(f.accuracy) },
	{ head: "asked", width: 6, cell: (f) => percent(f.secondTier) },
	{ head: "macroF1", width: 7, cell: (f) => percent(f.macroF1) },
	{ head: "ECE", width: 5, cell: (f) => percent(f.ece) },
	{ head: "by chance", width: 9, cell: (f) => percent(f.chanceOfEce) },
	{ head: "noisy", width: 6, cell: (f) => percent(f.noisyAccuracy) },
	{ head: "oos recall", width: 10, cell: (f) => percent(f.outOfScopeRecall) },
	{ head: "oos fallback", width: 12, cell: (f) => percent(f.outOfScopeFallback) },
	{ head: "span F1", width: 7, cell: (f) => percent(f.spanF1) },
	{ head: "train s", width: 7, cell: (f) => f.trainSeconds.toFixed(1) },
	{
		head: "parse p50/p99 ms",
		width: 16,
		cell: (f) => spreadText(f.parseMs),
	},
	{ head: "workerd p50/p99 ms", width: 18, cell: (f) => spreadText(f.workerd?.first) },
	{ head: "second tier", width: 13, cell: (f) => spreadText(f.workerd?.second) },
	{ head: "load ms", width: 7, cell: (f) => f.loadMs.toFixed(1) },
	{ head: "MB", width: 5, cell: (f) => (f.bytes / 1e6).toFixed(2) },
];

function rowOf(figures: Figures): string {
	return COLUMNS.map(({ width, cell }) => cell(figures).padStart(width)).join(" ");
}

function peerRowOf({ accuracy, trainSeconds, parseMs, bytes }: PeerFigures): string {
	const cells: Readonly<Record<string, string>> = {
		set: "NLP.js",
		accuracy: percent(accuracy),
		"train s": trainSeconds.toFixed(1),
		"parse p50/p99 ms": spreadText(parseMs),
		MB: (bytes / 1e6).toFixed(2),
	};
	return COLUMNS.map(({ head, width }) => (cells[head] ?? "").padStart(width)).join(" ");
}
