import { test } from "vitest";
import { nearestExamples } from "./nearest-examples.ts";
import { NLU, readData } from "./test-project.ts";

test("[EX4] the nearest examples come first, with their place; nothing shared, nothing named", ({
	expect,
}) => {
	const { examples } = readData(NLU);
	const near = nearestExamples(examples, "where is my parcel now", 3);
	expect(near.map(({ example }) => example.text)).toEqual([
		"where is my parcel",
		expect.stringContaining("my parcel"),
		expect.any(String),
	]);
	expect(near[0]?.example.position).toMatchObject({ file: "data/nlu.yml" });
	expect(near[0]?.example.position.line).toBeGreaterThan(1);
	expect(
		nearestExamples(examples, "track my lamp please", examples.length).map(({ similarity }) => similarity),
	).toEqual(
		nearestExamples(examples, "track my lamp please", examples.length)
			.map(({ similarity }) => similarity)
			.toSorted((a, b) => b - a),
	);
	expect(nearestExamples(examples, "where is my parcel", 1)[0]?.similarity).toBeCloseTo(1, 5);
	expect(nearestExamples(examples, "注文", 3)).toEqual([]);
	expect(nearestExamples([], "hello", 3)).toEqual([]);
});
