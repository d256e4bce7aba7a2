import { test } from "vitest";
import { seededRandom } from "../random.ts";
import { fitCalibration, toProbabilities } from "./calibration.ts";
import { correctOdds, fitOdds } from "./first-odds.ts";

/** Log odds between 0 and 6, of which those come true that `chanceOf` says. */
function labelled(count: number, chanceOf: (odds: number) => number) {
	const random = seededRandom(3);
	const logOdds = Float64Array.from({ length: count }, () => random() * 6);
	return {
		logOdds,
		isRight: Uint8Array.from(logOdds, (odds) => (random() < chanceOf(odds) ? 1 : 0)),
		weights: new Float64Array(count).fill(1),
	};
}
const USUAL = { slope: 0.7, offset: 0.1 };
const share = (odds: number): number => 1 / (1 + Math.exp(-odds));

test("[LM10] finds how far the first label's odds can be trusted", ({ expect }) => {
	const fitted = fitOdds(
		labelled(20_000, (odds) => share(0.5 * odds + 0.3)),
		USUAL,
	);
	expect(fitted.slope).toBeCloseTo(0.5, 1);
	expect(fitted.offset).toBeCloseTo(0.3, 1);
});

test("[LM10] a handful of examples changes little, and whatever examples say, surer stays surer", ({
	expect,
}) => {
	const few = fitOdds(
		labelled(40, () => 1),
		USUAL,
	);
	expect(Math.abs(few.slope - USUAL.slope)).toBeLessThan(0.2);
	expect(few.offset - USUAL.offset).toBeGreaterThan(0);
	expect(few.offset - USUAL.offset).toBeLessThan(0.3);
	expect(
		fitOdds(
			labelled(0, () => 1),
			USUAL,
		),
	).toEqual(USUAL);
	const absurd = fitOdds(
		{
			logOdds: new Float64Array(500).fill(12),
			isRight: new Uint8Array(500),
			weights: new Float64Array(500).fill(1),
		},
		USUAL,
	);
	expect(absurd.slope).toBeGreaterThan(0);
	expect(Number.isFinite(absurd.offset)).toBe(true);
});

test("[LM10] the first label stays the first and the others keep their proportions", ({ expect }) => {
	const random = seededRandom(5);
	for (let round = 0; round < 500; round++) {
		const shares = Float32Array.from({ length: 1 + Math.floor(random() * 6) }, () => random() ** 4 + 1e-6);
		const sum = shares.reduce((total, own) => total + own, 0);
		const before = shares.map((own) => own / sum);
		const first = before.indexOf(Math.max(...before));
		const after = before.slice();
		correctOdds(after, after.length, first, { slope: 0.2 + random() * 2, offset: random() * 6 - 3 });
		expect(after.reduce((total, own) => total + own, 0)).toBeCloseTo(1, 5);
		after.forEach((own, c) => {
			if (c === first) return;
			expect(own).toBeLessThan(after[first] ?? 0);
			const other = first === 0 ? 1 : 0;
			const [nowThere, wasThere] = [after[other] ?? 1, before[other] ?? 1];
			if (other !== c) expect(own / nowThere / ((before[c] ?? 0) / wasThere)).toBeCloseTo(1, 3);
		});
	}
});

test("[LM10] what learned from all examples is surer than what held some out", ({ expect }) => {
	const labels = Int32Array.from({ length: 400 }, (_, row) => (row % 4 === 0 ? 1 : 0));
	const margins = Float32Array.from({ length: 800 }, (_, i) => (i % 2 === 0 ? 0.5 : -0.5));
	const firstShare = (taughtShare: number): number => {
		const rows = Int32Array.from(labels.keys());
		const calibration = fitCalibration({ classes: 2, rows, margins, labels, taughtShare });
		const shares = Float32Array.of(0.5, -0.5);
		toProbabilities(shares, 2, { ...calibration, strangeMargin: -9 });
		return shares[0] ?? 0;
	};
	// a quarter more examples: the odds of being wrong fall by the fourth root of that
	const odds = (own: number): number => own / (1 - own);
	expect(odds(firstShare(0.8)) / odds(firstShare(1))).toBeCloseTo(1.25 ** 0.25, 2);
});
