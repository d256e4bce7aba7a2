import { test } from "vitest";
import { encoderArrays } from "../nlu/encoder/encoder-arrays.ts";
import {
	type EncoderConfig,
	type EncoderKernel,
	openSentenceEncoder,
} from "../nlu/encoder/sentence-encoder.ts";
import {
	decodeModelFile,
	encodeModelFile,
	type ModelFile,
	ModelFileError,
	type TypedArray,
} from "../nlu/model-file.ts";
import { rowProducts } from "../nlu/linear/row-products.ts";
import { SparseMatrixBuilder } from "../nlu/linear/sparse-matrix.ts";
import { seededRandom } from "../nlu/random.ts";
import { wordClasses } from "../nlu/tagger/word-classes.ts";
import { ContextReader, packRowScales } from "../nlu/vectors/context-reader.ts";
import { MeaningReader, readWordVectorTable } from "../nlu/vectors/word-vectors.ts";
import { buildEncoderKernel } from "./encoder-kernel.ts";
import { withEncoderCrew } from "./encode-sentences.ts";
import { openKernel, openNluResources } from "./nlu-resources.ts";

const CONFIG: EncoderConfig = {
	kind: "sentence-encoder",
	width: 16,
	innerWidth: 32,
	layers: 2,
	heads: 2,
	maxTokens: 7,
};
const PIECES = ["[UNK]", "[CLS]", "[SEP]", "where", "is", "my", "parcel", "?"];

async function freshKernel(): Promise<EncoderKernel> {
	return openKernel(await buildEncoderKernel());
}

/** A network of chance numbers, in the shape that the kernel knows. */
function smallNetwork(): ModelFile {
	const random = seededRandom(3);
	const { width, innerWidth } = CONFIG;
	const lengths: Record<string, number> = {
		tokens: PIECES.length * width,
		tokenScales: PIECES.length,
		positions: CONFIG.maxTokens * width,
		attention: width * 3 * width,
		attentionScales: width * 3,
		attentionBias: width * 3,
		attentionOut: width * width,
		up: width * innerWidth,
		upScales: innerWidth,
		upBias: innerWidth,
		down: width * innerWidth,
	};
	const arrays = new Map<string, Int8Array | Float32Array | Uint8Array>();
	for (const name of encoderArrays(CONFIG.layers)) {
		const kind = name.replace(/^\d+\//, "");
		const length = lengths[kind] ?? width;
		const number = (): number => random() * 2 - 1;
		if (["tokens", "attention", "attentionOut", "up", "down"].includes(kind))
			arrays.set(
				name,
				Int8Array.from({ length }, () => Math.round(number() * 127)),
			);
		else if (kind.endsWith("Scales"))
			arrays.set(
				name,
				Float32Array.from({ length }, () => 0.002 + random() / 200),
			);
		else if (/gamma/i.test(kind))
			arrays.set(
				name,
				Float32Array.from({ length }, () => 1 + number() / 4),
			);
		else arrays.set(name, Float32Array.from({ length }, number));
	}
	arrays.set("vocabulary", new TextEncoder().encode(PIECES.join("\n")));
	const header = { assistantId: "small", language: "en", nlu: CONFIG, dialogue: {}, counts: {} };
	return decodeModelFile(encodeModelFile({ header, arrays }));
}

const numbersOf = (file: ModelFile, name: string): number[] => Array.from(file.arrays.get(name) ?? []);

function linear(file: ModelFile, x: number[][], name: string): number[][] {
	const [weights, scales, bias] = [name, `${name}Scales`, `${name}Bias`].map((part) => numbersOf(file, part));
	return x.map((row) =>
		(scales ?? []).map(
			(scale, o) =>
				row.reduce((sum, value, k) => sum + value * (weights?.[o * row.length + k] ?? 0), 0) * scale +
				(bias?.[o] ?? 0),
		),
	);
}

function normalise(file: ModelFile, x: number[][], gamma: string, beta: string): number[][] {
	const [factors, added] = [numbersOf(file, gamma), numbersOf(file, beta)];
	return x.map((row) => {
		const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
		const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
		return row.map(
			(value, d) => ((value - mean) / Math.sqrt(variance + 1e-12)) * (factors[d] ?? 0) + (added[d] ?? 0),
		);
	});
}

const meanOf = (x: number[][], width: number): number[] =>
	Array.from({ length: width }, (_, d) => x.reduce((sum, row) => sum + (row[d] ?? 0), 0) / x.length);

/** The same network in plain numbers of 64 bits, written from the paper: what the kernel must come near. */
function reference(file: ModelFile, tokens: readonly number[]): number[] {
	const { width, layers, heads } = CONFIG;
	const add = (a: number[][], b: number[][]): number[][] =>
		a.map((row, r) => row.map((value, d) => value + (b[r]?.[d] ?? 0)));
	const size = width / heads;
	const attend = (qkv: number[][]): number[][] =>
		qkv.map((own) =>
			Array.from({ length: heads }, (_, h) => {
				const part = (row: number[], which: number) =>
					row.slice(which * width + h * size, which * width + (h + 1) * size);
				const scores = qkv.map((other) =>
					Math.exp(
						part(own, 0).reduce((sum, q, d) => sum + q * (part(other, 1)[d] ?? 0), 0) / Math.sqrt(size),
					),
				);
				const total = scores.reduce((sum, score) => sum + score, 0);
				return Array.from({ length: size }, (__, d) =>
					qkv.reduce((sum, other, s) => sum + ((scores[s] ?? 0) / total) * (part(other, 2)[d] ?? 0), 0),
				);
			}).flat(),
		);
	let x = tokens.map((token, t) =>
		Array.from(
			{ length: width },
			(_, d) =>
				(numbersOf(file, "tokens")[token * width + d] ?? 0) * (numbersOf(file, "tokenScales")[token] ?? 0) +
				(numbersOf(file, "positions")[t * width + d] ?? 0),
		),
	);
	x = normalise(file, x, "gamma", "beta");
	for (let l = 0; l < layers; l++) {
		const mixed = linear(file, attend(linear(file, x, `${l}/attention`)), `${l}/attentionOut`);
		x = normalise(file, add(x, mixed), `${l}/attentionGamma`, `${l}/attentionBeta`);
		const wide = linear(file, x, `${l}/up`).map((row) => row.map(gelu));
		x = normalise(file, add(x, linear(file, wide, `${l}/down`)), `${l}/downGamma`, `${l}/downBeta`);
	}
	return ofLengthOne(meanOf(x, width));
}

function ofLengthOne(vector: ArrayLike<number>): number[] {
	const values = Array.from(vector);
	const length = Math.hypot(...values);
	return values.map((value) => value / length);
}

/** GELU by the integral of the normal density (Simpson's rule): no table, no series. */
function gelu(x: number): number {
	const steps = 2_000;
	const reach = Math.max(-9, Math.min(9, x));
	const h = (reach + 9) / steps;
	let sum = 0;
	for (let i = 0; i <= steps; i++) {
		const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
		sum += weight * Math.exp(-((-9 + i * h) ** 2) / 2);
	}
	return (x * sum * h) / 3 / Math.sqrt(2 * Math.PI);
}

test("[SE3] the kernel computes the network: it equals plain arithmetic but for its rounding", async ({
	expect,
}) => {
	const file = smallNetwork();
	const encoder = openSentenceEncoder(file, await freshKernel());
	const sentences: [string, number[]][] = [
		["", [1, 2]],
		["where is my parcel?", [1, 3, 4, 5, 6, 7, 2]],
		["my parcel", [1, 5, 6, 2]],
	];
	for (const [text, tokens] of sentences) {
		const expected = reference(file, tokens);
		const found = encoder.encode(text);
		expect(Math.hypot(...found)).toBeCloseTo(1, 5);
		found.forEach((value, d) =>
			expect(Math.abs(value - (expected[d] ?? 0)), `${text} ${d}`).toBeLessThan(2e-3),
		);
	}
});

test("[SE4] a text's vector depends on the text alone", async ({ expect }) => {
	const encoder = openSentenceEncoder(smallNetwork(), await freshKernel());
	const first = encoder.encode("my parcel");
	encoder.encode("where is my parcel? where is my parcel?");
	expect(encoder.encode("my parcel")).toEqual(first);
});

test("[SE5] a file without a network, or with an array missing, is refused", async ({ expect }) => {
	const whole = smallNetwork();
	const kernel = await freshKernel();
	const other = { header: { ...whole.header, nlu: {} }, arrays: whole.arrays };
	expect(() => openSentenceEncoder(other, kernel)).toThrow(ModelFileError);
	const arrays = new Map([...whole.arrays].filter(([name]) => name !== "1/up"));
	expect(() => openSentenceEncoder({ header: whole.header, arrays }, kernel)).toThrow(/lacks 1\/up/);
});

test("[SE6] the English encoder knows which sentences mean the same; all cores give what one gives", async ({
	expect,
}) => {
	const encoder = (await openNluResources()).sentenceEncoder();
	const near = (a: string, b: string): number => {
		const other = encoder.encode(b);
		return encoder.encode(a).reduce((sum, value, d) => sum + value * (other[d] ?? 0), 0);
	};
	const asked = "my package has not shown up yet";
	expect(near(asked, "where is the thing I ordered?")).toBeGreaterThan(
		near(asked, "please show me the menu"),
	);
	for (const text of ["", " ", "\ud800", "😀", "a".repeat(100_000), "\u202eabc", "ok ".repeat(5_000)])
		expect(encoder.encode(text).every(Number.isFinite), JSON.stringify(text.slice(0, 9))).toBe(true);
	const texts = Array.from({ length: 220 }, (_, i) => `parcel number ${i} is late`);
	await withEncoderCrew(encoder, (onAllCores) => {
		onAllCores.foresee?.(texts);
		for (const text of [...texts, asked, texts[0] ?? ""])
			expect(onAllCores.encode(text)).toEqual(encoder.encode(text));
	});
});

test("[LM13] products of rows in the kernel are those of the plain code, to the last bit", async ({
	expect,
}) => {
	const random = seededRandom(9);
	const builder = new SparseMatrixBuilder();
	const columns = 400;
	for (let row = 0; row < 900; row++) {
		// lengths of every remainder by four, of what is apart and of what follows on; some rows are empty
		const apart = Array.from({ length: row % 9 }, () => Math.floor(random() * 100));
		const run = Array.from({ length: row % 7 === 0 ? 0 : 200 + (row % 5) }, (_, i) => 150 + i);
		const indices = Int32Array.from([...new Set(apart), ...run]);
		const values = Float32Array.from(indices, () => random() * 2 - 1);
		builder.addRow({ indices, values, length: indices.length });
	}
	const matrix = builder.build(columns);
	const kernel = await buildEncoderKernel();
	let kernels = 0;
	const inKernel = rowProducts(matrix, () => {
		kernels++;
		return openKernel(kernel);
	});
	const plain = rowProducts(matrix, null);
	expect(kernels, "large enough for one").toBe(1);
	for (const { weights } of [inKernel, plain]) {
		const own = seededRandom(4);
		weights.forEach((_, column) => (weights[column] = own() * 2 - 1));
	}
	for (let row = 0; row < matrix.rows; row++) {
		const product = plain.dot(row);
		expect(inKernel.dot(row)).toBe(product);
		for (const products of [inKernel, plain]) products.addRow(row, product / 3);
	}
	expect(inKernel.weights).toEqual(plain.weights);
	const small = new SparseMatrixBuilder().build(columns);
	rowProducts(small, () => {
		throw new Error("A small matrix is not worth a copy.");
	});
});

const ROW_SCALES = Float32Array.of(0.8, 0.1, 0.5, 0.11, 0.3, 0.79, 0.2, 0.6);

/** A reader of texts of chance numbers, as a table's file has it. */
function smallReader(): ModelFile {
	const random = seededRandom(5);
	const { width, innerWidth, heads, maxTokens } = CONFIG;
	const floats = (length: number): Float32Array => Float32Array.from({ length }, () => random() * 2 - 1);
	const arrays: Record<string, TypedArray> = {
		// two numbers a byte, of 1 to 15 each
		tokens: Uint8Array.from(
			{ length: (PIECES.length * width) / 2 },
			(_, i) => (1 + (i % 15)) * 16 + 1 + ((i * 7) % 15),
		),
		tokenScales: packRowScales(ROW_SCALES).steps,
		askGamma: floats(width),
		askBeta: floats(width),
		upGamma: floats(width),
		upBeta: floats(width),
		vocabulary: new TextEncoder().encode(PIECES.join("\n")),
	};
	for (const [name, outputs, columns] of [
		["ask", width * heads, width],
		["hear", width, width * heads],
		["up", innerWidth, width],
		["down", width, innerWidth],
	] as const) {
		arrays[name] = Int8Array.from({ length: outputs * columns }, () => Math.round(random() * 254 - 127));
		arrays[`${name}Scales`] = floats(outputs).map((value) => 0.004 + value / 400);
		arrays[`${name}Bias`] = floats(outputs);
	}
	const { topScale } = packRowScales(ROW_SCALES);
	const nlu = { kind: "context-reader", width, innerWidth, heads, maxTokens, topScale };
	const header = { assistantId: "small", language: "en", nlu, dialogue: {}, counts: { dimensions: width } };
	const named = new Map(Object.entries(arrays).map(([name, array]) => [`context/${name}`, array] as const));
	return decodeModelFile(encodeModelFile({ header, arrays: named }));
}

/** What `smallReader` says, in plain numbers of 64 bits. */
function readerReference(packed: ModelFile, tokens: readonly number[]): number[] {
	const arrays = new Map([...packed.arrays].map(([name, array]) => [name.replace("context/", ""), array]));
	const file = { ...packed, arrays };
	const steps = numbersOf(file, "tokens").flatMap((pair) => [(pair & 15) - 8, (pair >> 4) - 8]);
	const scales = numbersOf(file, "tokenScales").map((step) => 0.8 * Math.exp((step - 255) / 100));
	const { width, heads } = CONFIG;
	const rows = tokens.map((token) =>
		steps.slice(token * width, (token + 1) * width).map((step) => step * (scales[token] ?? 0)),
	);
	const mean = meanOf(rows, width);
	const [asked = []] = linear(file, normalise(file, [mean], "askGamma", "askBeta"), "ask");
	const heard = Array.from({ length: heads }, (_, h) => {
		const question = asked.slice(h * width, (h + 1) * width);
		const scores = rows.map((row) =>
			Math.exp(row.reduce((sum, value, d) => sum + value * (question[d] ?? 0), 0)),
		);
		const total = scores.reduce((sum, score) => sum + score, 0);
		return meanOf(
			rows.map((row, t) => row.map((value) => (value * (scores[t] ?? 0) * rows.length) / total)),
			width,
		);
	});
	const plus = (a: number[], b: number[] | undefined): number[] => a.map((value, d) => value + (b?.[d] ?? 0));
	const whole = plus(mean, linear(file, [heard.flat()], "hear")[0]);
	const wide = linear(file, normalise(file, [whole], "upGamma", "upBeta"), "up").map((row) => row.map(gelu));
	return plus(whole, linear(file, wide, "down")[0]);
}

test("[WV5] the scale of a row stands in one byte, off by half a per cent at most", ({ expect }) => {
	const { topScale, steps } = packRowScales(ROW_SCALES);
	ROW_SCALES.forEach((scale, row) => {
		const packed = topScale * Math.exp(((steps[row] ?? 0) - 255) / 100);
		expect(Math.abs(packed / scale - 1), `${scale}`).toBeLessThan(0.0051);
	});
});

test("[WV5] a text's words are read together: the kernel computes the network", async ({ expect }) => {
	const file = smallReader();
	const reader = new ContextReader(file, await freshKernel());
	const sentences: [string, number[]][] = [
		["where is my parcel?", [3, 4, 5, 6, 7]],
		["is my zebra where", [4, 5, 3]],
		["my ".repeat(100), [5, 5, 5, 5, 5, 5, 5]],
	];
	for (const [text, tokens] of sentences) {
		const expected = readerReference(file, tokens);
		const read = new Float32Array(reader.dimensions);
		expect(reader.read(text, read)).toBe(true);
		read.forEach((value, d) =>
			expect(Math.abs(value - (expected[d] ?? 0)), `${text} ${d}`).toBeLessThan(2e-3),
		);
	}
	const untouched = new Float32Array(reader.dimensions).fill(7);
	for (const text of ["", " ", "zebra", "\u202e"]) expect(reader.read(text, untouched)).toBe(false);
	expect([...untouched]).toEqual(Array.from(untouched, () => 7));
});

test("[WV5] a file without such a network, or with an array missing, is refused", async ({ expect }) => {
	const whole = smallReader();
	const kernel = await freshKernel();
	const open = (file: ModelFile) => () => new ContextReader(file, kernel);
	expect(open({ ...whole, header: { ...whole.header, nlu: {} } })).toThrow(ModelFileError);
	const arrays = new Map([...whole.arrays].filter(([name]) => name !== "context/up"));
	expect(open({ ...whole, arrays })).toThrow(/lacks up/);
});

test("[WV4] a table with a reader has the class of each of its words, and as many numbers; else it is refused", async ({
	expect,
}) => {
	const packed = smallReader();
	const kernel = await buildEncoderKernel();
	const read = (classes: Uint16Array, dimensions = CONFIG.width) => {
		const words = { hashes: Uint32Array.of(3, 9), scales: Uint8Array.of(255, 200), classes };
		const arrays = new Map<string, TypedArray>([...packed.arrays, ...Object.entries(words)]);
		const header = { ...packed.header, counts: { dimensions } };
		return readWordVectorTable({ header, arrays }, () => openKernel(kernel));
	};
	const classes = Uint16Array.of(700, 5);
	expect(wordClasses(read(classes))).toEqual({ words: Uint32Array.of(3, 9), classes });
	expect(() => read(Uint16Array.of(700))).toThrow(ModelFileError);
	expect(() => read(classes, CONFIG.width * 2)).toThrow(ModelFileError);
});

test("[WV5] the English reader comes with the program: the company of words matters", async ({ expect }) => {
	const { wordVectors } = await openNluResources();
	const reader = new MeaningReader(wordVectors, new Float32Array(wordVectors.dimensions));
	const meaningOf = (text: string, without: number | null = null): number[] => {
		expect(reader.read(text, without)).toBe(true);
		return [...reader.mean];
	};
	const near = (a: string, b: string): number => {
		const other = meaningOf(b);
		return meaningOf(a).reduce((sum, value, d) => sum + value * (other[d] ?? 0), 0);
	};
	expect(wordVectors.language).toBe("en");
	expect(near("parcel", "package")).toBeGreaterThan(near("parcel", "password"));
	expect(near("refund", "reimburse")).toBeGreaterThan(near("refund", "weather"));
	// a mean of words' vectors would lie between theirs, and come to 1
	const [old, how] = [near("how old", "old"), near("how old", "how")];
	const angle = near("how", "old");
	const between = (old ** 2 + how ** 2 - 2 * old * how * angle) / (1 - angle ** 2);
	expect(between).toBeLessThan(0.95);
	expect(reader.wordsOf("Where's my parcel?")).toEqual(["where", "s", "my", "parcel"]);
	expect(reader.wordsOf("my parcel ".repeat(1_000)), "no more than are read").toHaveLength(32);
	expect(meaningOf("where is my parcel", 3)).toEqual(meaningOf("where is my "));
	for (const text of ["\ud800", "😀", "a".repeat(100_000), "\u202eabc", "ok ".repeat(5_000)]) {
		reader.read(text);
		expect(reader.mean.every(Number.isFinite), JSON.stringify(text.slice(0, 9))).toBe(true);
	}
});
