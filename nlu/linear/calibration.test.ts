import { test } from "vitest";
import { fitCalibration, type HeldOutMargins, toProbabilities } from "./calibration.ts";

/** Margins of two labels, of which the first is always right. */
function alwaysRight(margins: readonly (readonly [number, number])[], unrelated?: number): HeldOutMargins {
	return {
		classes: 2,
		rows: Int32Array.from(margins.keys()),
		margins: Float32Array.from(margins.flat()),
		labels: new Int32Array(margins.length),
		taughtShare: 1,
		...(unrelated === undefined ? {} : { unrelated }),
	};
}

function confidence(heldOut: HeldOutMargins, ...margins: readonly [number, number]): number {
	const shares = Float32Array.from(margins);
	toProbabilities(shares, 2, fitCalibration(heldOut));
	return shares[0] ?? 0;
}

const repeat = (count: number, first: number, second: number) =>
	Array.from({ length: count }, (): [number, number] => [first, second]);

test("[LM5] a few dozen examples that were all right promise no certainty, a thousand nearly do", ({
	expect,
}) => {
	const few = alwaysRight([...repeat(12, 0.4, -0.4), ...repeat(12, 0.6, -0.6)]);
	const many = alwaysRight([...repeat(500, 0.4, -0.4), ...repeat(500, 0.6, -0.6)]);
	expect(fitCalibration(few).sharpness).toBeLessThan(8);
	expect(fitCalibration(many).sharpness).toBeGreaterThan(8);
	expect(confidence(few, 0.5, -0.5)).toBeGreaterThan(0.9);
	expect(confidence(many, 0.5, -0.5)).toBeGreaterThan(confidence(few, 0.5, -0.5));
});

test("[LM12] what shares nothing with the examples is new, though some of a few dozen examples share nothing with the others", ({
	expect,
}) => {
	const others = repeat(27, 0.5, -0.5);
	// three of thirty were strangers when they were held out: their best margin is the highest bias
	const held = alwaysRight([...repeat(3, -0.1, -0.5), ...others], -0.1);
	const { strangeMargin, strangeWidth } = fitCalibration(held);
	expect(strangeMargin).toBeCloseTo(-0.1 + 0.6 / 12);
	expect(strangeWidth).toBeGreaterThanOrEqual(0.6 / 12);
	expect(confidence(held, -0.1, -0.9)).toBeLessThan(0.56);
	expect(confidence(held, 0.5, -0.5)).toBeGreaterThan(0.9);
	// where examples begin further on, they say where
	expect(fitCalibration(alwaysRight(others, -0.1)).strangeMargin).toBeCloseTo(0.5);
});
