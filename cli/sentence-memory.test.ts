import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import type { TaughtEncoder } from "../nlu/encoder/sentence-encoder.ts";
import { openNluResources } from "./nlu-resources.ts";
import { rememberSentences } from "./sentence-memory.ts";

const { sentenceEncoder } = await openNluResources();
const real = sentenceEncoder();

/** The real encoder, which writes down what it reads and what it is told of before. */
function watched() {
	const read: string[] = [];
	const foreseen: string[] = [];
	const encoder: TaughtEncoder = {
		...real,
		foresee: (texts) => void foreseen.push(...texts),
		encode(text) {
			read.push(text);
			return real.encode(text);
		},
	};
	return { encoder, read, foreseen };
}

function inFolder(use: (folder: string) => void): void {
	const folder = mkdtempSync(join(tmpdir(), "care-sentences-"));
	try {
		use(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** One training: what it read anew, was told to read, and got. */
function training(folder: string, texts: readonly string[], id = real.id) {
	const { encoder, read, foreseen } = watched();
	const memory = rememberSentences(folder, { ...encoder, id });
	memory.encoder.foresee?.(texts);
	const vectors = texts.map((text) => memory.encoder.encode(text));
	memory.keep();
	return { read, foreseen, vectors };
}

test("[PA3] of what an earlier training had read only new sentences are read, to the same last bit", ({
	expect,
}) => {
	inFolder((folder) => {
		const first = training(folder, ["where is my parcel", "I want it back"]);
		expect(first.read).toEqual(["where is my parcel", "I want it back"]);
		const second = training(folder, ["where is my parcel", "cancel it", "cancel it"]);
		expect([second.read, second.foreseen]).toEqual([["cancel it"], ["cancel it", "cancel it"]]);
		expect(second.vectors[0]).toEqual(real.encode("where is my parcel"));
		// what only the first one asked for is still there
		expect(training(folder, ["I want it back", "cancel it"]).read).toEqual([]);
	});
});

test("[PA3] whoever changes a vector that was given changes no other", ({ expect }) => {
	inFolder((folder) => {
		training(folder, ["hello"]).vectors[0]?.fill(0);
		const memory = rememberSentences(folder, real);
		memory.encoder.encode("hello").fill(0);
		expect(memory.encoder.encode("hello")).toEqual(real.encode("hello"));
	});
});

test("[PA3] another encoder's vectors and a damaged file are not taken", ({ expect }) => {
	inFolder((folder) => {
		training(folder, ["hello"]);
		expect(training(folder, ["hello"], "another").read).toEqual(["hello"]);
		const [program = ""] = readdirSync(folder);
		for (const name of readdirSync(join(folder, program))) {
			const path = join(folder, program, name);
			const bytes = readFileSync(path);
			bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1;
			writeFileSync(path, bytes);
		}
		expect(training(folder, ["hello"]).read).toEqual(["hello"]);
	});
});

test("where nothing can be kept the training goes on", ({ expect }) => {
	inFolder((folder) => {
		writeFileSync(join(folder, "file"), "");
		expect(training(join(folder, "file"), ["hello"]).read).toEqual(["hello"]);
	});
});
