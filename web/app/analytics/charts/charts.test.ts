import { test } from "vitest";
import { HEAT_LEGEND, heatOf } from "./heat.ts";
import { seriesInWords } from "./series-text.ts";

const point = (name: string, value: number | null) => ({ label: name, name, value, before: null });

test("[AP4] a chart is told in words: its bounds, its ends, and where the numbers are", ({ expect }) => {
	const points = [point("Mon", null), point("Tue", 4), point("Wed", 9), point("Thu", 2), point("Fri", 5)];
	expect(seriesInWords("Ratings", points, String)).toBe(
		"Ratings, 5 points from Mon to Fri. Lowest 2 (Thu), highest 9 (Wed). First 4, last 5. The table below has every number.",
	);
	expect(seriesInWords("Ratings", [point("Mon", null)], String)).toBe(
		"Ratings: nothing to show in this range.",
	);
});

test("[AP4] a heat map's looks go from little to much, and nothing has none", ({ expect }) => {
	expect(heatOf(0)).toBe("");
	expect([0.001, 0.3, 0.5, 0.7, 1].map(heatOf)).toEqual(HEAT_LEGEND);
});
