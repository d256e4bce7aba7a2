import { test } from "vitest";
import { CHANGE_LEGEND, changeLook, HEAT_LEGEND, heatOf } from "./heat.ts";
import { changesInWords } from "../reports/busy-change.tsx";
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

test("[AP4] a map of changes has two sides of looks, and words for where it changed most", ({ expect }) => {
	expect(changeLook(0)).toBe("");
	expect([-1, -0.5, -0.01, 0.01, 0.5, 1].map(changeLook)).toEqual(CHANGE_LEGEND);
	const cell = (weekday: number, hour: number, now: number, before: number) => ({
		weekday,
		hour,
		conversations: now,
		visitorMessages: 0,
		handedOff: 0,
		before: { conversations: before, visitorMessages: 0, handedOff: 0 },
	});
	const cells = [cell(1, 9, 5, 5), cell(2, 10, 14, 2), cell(7, 23, 0, 3)];
	expect(changesInWords(cells)).toBe(
		"Grew most: Tuesday, 10:00 to 11:00, +12 conversations. Fell most: Sunday, 23:00 to 24:00, -3 conversations.",
	);
	expect(changesInWords([cell(1, 9, 5, 5)])).toBe("As many conversations in each hour as before.");
});
