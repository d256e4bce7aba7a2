import { test } from "vitest";
import {
	decodeModelFile,
	encodeModelFile,
	MODEL_FORMAT_VERSION,
	ModelFileError,
	type TypedArray,
} from "./model-file.ts";
import { loadInterpreter } from "./load-interpreter.ts";
import { sha256Hex } from "./sha256.ts";
import { CONFIG, trainModel } from "./test-project.ts";
import { decodeUtf8, encodeUtf8 } from "./text/utf8.ts";

const header = {
	assistantId: "shop",
	language: "en",
	nlu: { text: "Grüße 👋 \ud800" },
	dialogue: { rules: [1, null, true] },
	counts: { intents: 2 },
};
const arrays = (): Map<string, TypedArray> =>
	new Map<string, TypedArray>([
		["b", Float32Array.of(1.5, -2)],
		["a", Int8Array.of(1, 2, 3)],
		["empty", new Uint32Array(0)],
	]);

function reasonOf(bytes: Uint8Array): string {
	try {
		decodeModelFile(bytes);
	} catch (error) {
		return error instanceof ModelFileError ? error.reason : String(error);
	}
	return "accepted";
}

test("[MF1] gives back what was encoded, as views into the file", ({ expect }) => {
	const bytes = encodeModelFile({ header, arrays: arrays() });
	const model = decodeModelFile(bytes);
	expect(model.header).toMatchObject({ ...header, formatVersion: MODEL_FORMAT_VERSION });
	expect(new Map(model.arrays)).toEqual(arrays());
	expect(model.arrays.get("b")?.buffer).toBe(bytes.buffer);
	const moved = new Uint8Array(bytes.length + 1);
	moved.set(bytes, 1);
	expect(new Map(decodeModelFile(moved.subarray(1)).arrays)).toEqual(arrays());
});

test("[MF2] names a model by its content alone", ({ expect }) => {
	const first = encodeModelFile({ header, arrays: arrays() });
	const again = encodeModelFile({ header: { ...header }, arrays: new Map([...arrays()].reverse()) });
	expect(again).toEqual(first);
	const id = (bytes: Uint8Array): string => decodeModelFile(bytes).header.modelId;
	const other = arrays().set("a", Int8Array.of(1, 2, 4));
	expect(id(encodeModelFile({ header, arrays: other }))).not.toBe(id(first));
	expect(id(encodeModelFile({ header: { ...header, language: "de" }, arrays: arrays() }))).not.toBe(
		id(first),
	);
});

test("[MF3] refuses each changed byte, a cut file and other bytes as damaged", ({ expect }) => {
	const bytes = encodeModelFile({ header, arrays: arrays() });
	for (let at = 0; at < bytes.length; at++) {
		if (at >= 8 && at < 12) continue; // the version has answers of its own
		const changed = bytes.slice();
		changed[at] = (changed[at] ?? 0) ^ 1;
		expect(reasonOf(changed), `byte ${at}`).toBe("damaged");
	}
	expect(reasonOf(bytes.slice(0, -16))).toBe("damaged");
	const large = encodeModelFile({
		header,
		arrays: arrays().set(
			"large",
			Int32Array.from({ length: 5_000 }, (_, i) => i),
		),
	});
	expect(reasonOf(large)).toBe("accepted");
	for (let at = 24; at < large.length; at += 61) {
		const changed = large.slice();
		changed[at] = (changed[at] ?? 0) ^ 1;
		expect(reasonOf(changed), `byte ${at} of the large one`).toBe("damaged");
	}
	const words = new Int32Array(large.buffer.slice(0));
	const [first, second] = [words.indexOf(1_200), words.indexOf(3_400)];
	[words[first], words[second]] = [3_400, 1_200];
	expect(reasonOf(new Uint8Array(words.buffer)), "two words changed round").toBe("damaged");
	expect(reasonOf(encodeUtf8("not a model at all, just text"))).toBe("damaged");
	expect(reasonOf(new Uint8Array(0))).toBe("damaged");
});

/** The file with the checksum that fits: damage that no checksum finds. */
function sealed(bytes: Uint8Array): Uint8Array {
	const words = new Int32Array(bytes.slice().buffer, 0, bytes.length >> 2);
	let low = (words[3] ?? 0) ^ 0x9e3779b9;
	let high = bytes.length;
	for (let i = 6; i < words.length; i++) {
		low = (low + (words[i] ?? 0)) | 0;
		high = (high + low) | 0;
	}
	words.set([low, high], 4);
	return new Uint8Array(words.buffer);
}

test("[MF3] refuses as damaged what only a program can have damaged", ({ expect }) => {
	const bytes = encodeModelFile({ header, arrays: arrays() });
	expect(sealed(bytes)).toEqual(bytes);
	const json = decodeUtf8(bytes.subarray(24, 24 + new DataView(bytes.buffer).getUint32(12, true)));
	const changed = (from: string, to: string): string => {
		const other = bytes.slice();
		other.set(encodeUtf8(json.replace(from, to)), 24);
		return reasonOf(sealed(other));
	};
	expect(changed('{"header"', '["header"')).toBe("damaged");
	expect(changed('"modelId"', '"modelIx"')).toBe("damaged");
	const { offset = "" } = /"name":"b","type":"float32","offset":(?<offset>\d+)/.exec(json)?.groups ?? {};
	expect(changed(`:${offset}`, `:${Number(offset) + 1}`)).toBe("damaged");
	expect(changed(`:${offset}`, `:${"9".repeat(offset.length)}`)).toBe("damaged");
});

test("[MF1] what JSON can't write is refused when the model is made, not when it is opened", ({ expect }) => {
	for (const gap of [Number.NaN, Number.POSITIVE_INFINITY])
		expect(() => encodeModelFile({ header: { ...header, nlu: { gap } }, arrays: arrays() })).toThrow(
			`The model's gap is ${gap}`,
		);
});

test("[MF4] refuses other format versions by name", ({ expect }) => {
	const bytes = encodeModelFile({ header, arrays: arrays() });
	const versioned = (version: number): Uint8Array => {
		const copy = bytes.slice();
		new DataView(copy.buffer).setUint32(8, version, true);
		return copy;
	};
	expect(reasonOf(versioned(MODEL_FORMAT_VERSION + 1))).toBe("too_new");
	expect(reasonOf(versioned(MODEL_FORMAT_VERSION - 1))).toBe("too_old");
});

test("[MF2] computes SHA-256 as FIPS 180-4 does", ({ expect }) => {
	expect(sha256Hex(new Uint8Array(0))).toBe(
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	);
	expect(sha256Hex(encodeUtf8("abc"))).toBe(
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	);
	expect(sha256Hex(encodeUtf8("a".repeat(1_000)))).toBe(
		"41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3",
	);
	expect(decodeUtf8(encodeUtf8("aé漢😀".repeat(3_000)))).toBe("aé漢😀".repeat(3_000));
});

test("[MF5] refuses a model of another version's shape by name, never as a fault of some library", ({
	expect,
}) => {
	const nlu = { language: "en", components: [{ kind: "intents", config: { model: {}, rankingLength: 10 } }] };
	const otherShape = decodeModelFile(encodeModelFile({ header: { ...header, nlu }, arrays: arrays() }));
	expect(() => loadInterpreter(otherShape)).toThrow(ModelFileError);
	const unknown = { language: "en", components: [{ kind: "no such kind", config: {} }] };
	expect(() => loadInterpreter({ ...otherShape, header: { ...otherShape.header, nlu: unknown } })).toThrow(
		/train the model again/,
	);
	const { model } = trainModel("nlu:\n- intent: a\n  examples: |\n    - yes\n    - no\n", CONFIG);
	expect(() => loadInterpreter({ header: model.header, arrays: new Map() })).toThrow(ModelFileError);
});

test("[MF6] the header does not grow with the values of the training data", ({ expect }) => {
	const headerOf = (values: number): number => {
		const lines = Array.from({ length: values }, (_, i) => `    - bring me [thing${i}](item)`);
		const nlu = `nlu:\n- intent: bring\n  examples: |\n${lines.join("\n")}\n- intent: stop\n  examples: |\n    - stop it\n`;
		const config = "pipeline:\n- name: CRFEntityExtractor\n- name: EntitySynonymMapper\n";
		return JSON.stringify(trainModel(nlu, config).model.header.nlu).length;
	};
	expect(headerOf(80) - headerOf(20)).toBeLessThan(40);
});
