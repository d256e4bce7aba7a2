import { test } from "vitest";
import type { Interpreter, ParseOptions } from "../nlu/interpreter.ts";
import type { RemoteExtractor, RemoteMatches } from "../nlu/remote-extractor.ts";
import { assistantOf } from "./testing/bot.ts";
import { parseAsking } from "./parse-message.ts";

test("[LI4] asks the pipeline's servers before the NLU reads, and nobody for a literal message", async ({
	expect,
}) => {
	const extractor: RemoteExtractor = {
		name: "DucklingEntityExtractor",
		url: "http://duckling.example",
		locale: null,
		timeZone: null,
		dimensions: null,
		timeoutMs: 3_000,
	};
	const heard: (ParseOptions | string)[] = [];
	const interpreter: Interpreter = {
		remoteExtractors: [extractor],
		parse(text, options) {
			heard.push(options);
			return { text, intent: { name: null, confidence: 0 }, entities: [], intent_ranking: [] };
		},
	};
	const matches: RemoteMatches = new Map([[extractor, []]]);
	const ask = async (_: readonly RemoteExtractor[], text: string, nowMs: number): Promise<RemoteMatches> => {
		heard.push(`${text} at ${nowMs}`);
		return matches;
	};
	const context = {
		domain: assistantOf({ "domain.yml": "intents: [greet]" }).domain,
		interpreter,
		nowMs: 5_000,
	};
	await parseAsking("hello", context, ask);
	await parseAsking("/greet", context, ask);
	await parseAsking("/unknown", context, undefined);
	expect(heard).toEqual(["hello at 5000", { nowMs: 5_000, remoteMatches: matches }, { nowMs: 5_000 }]);
});
