import { alignColumns } from "../cli/nlu-report/align-columns.ts";
import { buildLookupTable, LookupTable } from "../nlu/patterns/lookup-table.ts";
import { BuiltinFinder } from "../nlu/builtin/find-builtins.ts";
import { DIMENSIONS } from "../nlu/builtin/builtin-match.ts";
import { partArrays } from "../nlu/trained-part.ts";
import { percentile } from "./statistics.ts";

const ROUNDS = 2_000;
const SENTENCE = "please send item 77 of the list to me by friday, i paid 20 euros for 2 kg of it";

/** Lookup tables of growing size beside the one expression that Rasa makes of them, and built-in entities by language. */
export async function benchExtractors(): Promise<void> {
	await Promise.resolve();
	const rows = [1_000, 10_000, 100_000].flatMap((size) => [
		...[true, false].map((useWordBoundaries) => {
			const { find, buildMs } = lookupOf(size, useWordBoundaries);
			const name = `${size} elements, ${useWordBoundaries ? "whole words" : "inside words"}`;
			return [name, buildMs.toFixed(0), ...timesOf(find, ROUNDS)];
		}),
		[`${size} elements, one expression`, "–", ...timesOf(alternationOf(size), 20)],
	]);
	for (const language of ["en", "de", "fr", "es"]) {
		const finder = new BuiltinFinder(language);
		const context = { nowMs: 0, timeZone: "Europe/Berlin" };
		rows.push([
			`built-in entities, ${language}`,
			"–",
			...timesOf(() => finder.find(SENTENCE, DIMENSIONS, context), ROUNDS),
		]);
	}
	console.log(alignColumns([["one text", "build ms", "p50 ms", "p99 ms"], ...rows]));
}

const elementsOf = (size: number): string[] =>
	Array.from({ length: size }, (_, i) => `item ${i} of the list`);

function lookupOf(size: number, useWordBoundaries: boolean) {
	const position = { file: "bench", line: null };
	const elements = elementsOf(size).map((pattern) => ({ name: "item", pattern, position }));
	const startMs = performance.now();
	const part = buildLookupTable(elements, { caseSensitive: false, useWordBoundaries });
	const buildMs = performance.now() - startMs;
	const config = {
		names: ["item"],
		caseSensitive: false,
		wordBoundaries: useWordBoundaries,
		longest: Number(part.config["longest"]),
	};
	const table = new LookupTable(config, partArrays(part.arrays, ""));
	return { find: () => table.find(SENTENCE), buildMs };
}

function alternationOf(size: number): () => unknown {
	const regex = new RegExp(String.raw`(\b${elementsOf(size).join(String.raw`\b|\b`)}\b)`, "giu");
	return () => Array.from(SENTENCE.matchAll(regex));
}

function timesOf(work: () => unknown, rounds: number): string[] {
	for (let round = 0; round < rounds / 10; round++) work();
	const samples = Array.from({ length: rounds }, () => {
		const startMs = performance.now();
		work();
		return performance.now() - startMs;
	});
	return [percentile(samples, 0.5).toFixed(3), percentile(samples, 0.99).toFixed(3)];
}
