import { test } from "vitest";
import { seededRandom } from "../random.ts";
import { partArrays } from "../trained-part.ts";
import { PackedWeights, packWeights } from "./pack-weights.ts";

const KINDS = 3;
const LABELS = 1 + 4 * KINDS;

test("[TG13] packed weights are the learned ones to eight bits, and unknown features add nothing", ({
	expect,
}) => {
	const random = seededRandom(2);
	const rows = 3_000;
	const hashes = Int32Array.from({ length: rows }, () => Math.floor(random() * 2 ** 32) | 0);
	const starts = Int32Array.from({ length: rows + 1 }, (_, row) => row * 2);
	const labels = Uint16Array.from({ length: rows * 2 }, (_, k) => (k % 2 === 0 ? 0 : 1 + (k % (LABELS - 1))));
	const weights = Float32Array.from({ length: rows * 2 }, () => (random() - 0.5) ** 3 * 16);
	const transitions = { between: new Float32Array((KINDS + 1) ** 2), inside: new Float32Array(KINDS * 4) };
	const part = packWeights({ hashes, starts, labels, weights, transitions }, KINDS, 1);
	const top = Number(part.config["top"]);
	const packed = new PackedWeights(
		{ kinds: KINDS, top, bits: Number(part.config["bits"]) },
		partArrays(part.arrays, ""),
	);
	expect(part.arrays.get("codes")).toBeInstanceOf(Int8Array);
	const read = (hash: number): Float32Array => {
		const emissions = new Float32Array(LABELS);
		packed.addTo(emissions, 0, hash);
		return emissions;
	};
	hashes.forEach((hash, row) => {
		const emissions = read(hash);
		for (const k of [row * 2, row * 2 + 1]) {
			const error = Math.abs((emissions[labels[k] ?? 0] ?? 0) - (weights[k] ?? 0));
			expect(error).toBeLessThanOrEqual(top * 0.01);
		}
	});
	let strangers = 0;
	for (let i = 0; i < 10_000; i++) {
		if (read(Math.floor(random() * 2 ** 32) | 0).some((score) => score !== 0)) strangers++;
	}
	expect(strangers).toBeLessThan(10);
});

test("[TG13] packs nothing at all", ({ expect }) => {
	const part = packWeights(
		{
			hashes: new Int32Array(0),
			starts: new Int32Array(1),
			labels: new Uint16Array(0),
			weights: new Float32Array(0),
			transitions: { between: new Float32Array(1), inside: new Float32Array(0) },
		},
		0,
		1,
	);
	const packed = new PackedWeights(
		{ kinds: 0, top: 0, bits: Number(part.config["bits"]) },
		partArrays(part.arrays, ""),
	);
	const emissions = new Float32Array(1);
	packed.addTo(emissions, 0, 5);
	expect([...emissions]).toEqual([0]);
});
