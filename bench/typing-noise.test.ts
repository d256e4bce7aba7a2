import { test } from "vitest";
import { seededRandom } from "../nlu/random.ts";
import { withTypingNoise } from "./typing-noise.ts";

test("typing noise touches each third word once, the same ones for the same seed", ({ expect }) => {
	const text = "the lamp that came on friday flickers whenever somebody walks by";
	const noisy = withTypingNoise(text, seededRandom(3));
	expect(withTypingNoise(text, seededRandom(3))).toBe(noisy);
	const words = text.split(" ");
	const changed = noisy.split(" ").flatMap((word, i) => (word === words[i] ? [] : [i]));
	expect(changed.length).toBeGreaterThanOrEqual(3);
	expect(changed.every((index, i) => index === (changed[0] ?? 0) + 3 * i)).toBe(true);
	expect(
		changed.every((i) => Math.abs((noisy.split(" ")[i] ?? "").length - (words[i] ?? "").length) <= 1),
	).toBe(true);
});
