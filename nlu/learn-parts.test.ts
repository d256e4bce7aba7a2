import { test } from "vitest";
import { FaultList } from "../project/fault.ts";
import { parseProjectFiles } from "../project/project-files.ts";
import type { PartsCache } from "./learn-parts.ts";
import { encodeModelFile } from "./model-file.ts";
import { readPipelineConfig } from "./pipeline-config.ts";
import { CONFIG, NLU, readData } from "./test-project.ts";
import type { KindedPart } from "./train-component.ts";
import { trainNlu } from "./train.ts";

/** A cache in memory that writes down what was learned anew. */
function memoryCache(): PartsCache & { learned: string[] } {
	const known = new Map<string, readonly KindedPart[]>();
	const learned: string[] = [];
	return {
		learned,
		read: (key) => known.get(key) ?? null,
		write(key, parts) {
			known.set(key, parts);
			learned.push(...parts.map(({ kind }) => kind));
		},
	};
}

function bytesOf(nlu: string, { seed = 1, cache }: { seed?: number; cache?: PartsCache } = {}): Uint8Array {
	const { files } = parseProjectFiles([{ path: "config.yml", text: CONFIG }]);
	const pipeline = readPipelineConfig(files[0] ?? null, new FaultList());
	const training = { data: readData(nlu), pipeline, language: "en", seed };
	const { config, arrays, counts } = trainNlu(cache === undefined ? training : { ...training, cache });
	const header = { assistantId: "test", language: "en", nlu: config, dialogue: {}, counts };
	return encodeModelFile({ header, arrays });
}

test("[PA1] with what was learned before the model is the same, byte for byte", ({ expect }) => {
	const cache = memoryCache();
	const cold = bytesOf(NLU);
	expect(bytesOf(NLU, { cache })).toEqual(cold);
	expect(cache.learned).toEqual(["intents", "tagger", "selector"]);
	expect(bytesOf(NLU, { cache })).toEqual(cold);
	expect(cache.learned).toHaveLength(3);
});

test("[PA2] only what a change can touch is learned again", ({ expect }) => {
	const cache = memoryCache();
	const before = bytesOf(NLU, { cache });
	const relearned = (nlu: string): string[] => {
		cache.learned.length = 0;
		expect(bytesOf(nlu, { cache })).not.toEqual(before);
		return [...cache.learned];
	};
	const unannotated = NLU.replace("track my [shoes](item)", "track my shoes");
	expect(relearned(unannotated)).toEqual(["tagger"]);
	expect(bytesOf(unannotated, { cache })).toEqual(bytesOf(unannotated));
	expect(relearned(NLU.replace("    - trainers\n", ""))).toEqual([]);
	expect(relearned(NLU.replace("Card, transfer and invoice.", "By card."))).toEqual(["selector"]);
	expect(relearned(NLU.replace("- hiya", "- ahoy"))).toEqual(["intents", "tagger"]);
	const faq = NLU.replace("- can i pay by card", "- may i pay by card");
	expect(relearned(faq)).toEqual(["intents", "tagger", "selector"]);
	expect(bytesOf(faq, { cache })).toEqual(bytesOf(faq));
	cache.learned.length = 0;
	expect(bytesOf(`\n\n# moved\n${NLU}`, { cache })).toEqual(before);
	expect(cache.learned).toEqual([]);
});
