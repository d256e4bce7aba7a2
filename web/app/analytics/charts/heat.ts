/** Written out, for the style sheet is made from the class names that stand in the source. */
const STEPS = [
	"",
	"bg-heat-1 text-on-heat-low",
	"bg-heat-2 text-on-heat-low",
	"bg-heat-3 text-on-heat-low",
	"bg-heat-4 text-on-heat-high",
	"bg-heat-5 text-on-heat-high",
] as const;

/** The look of a cell of a heat map: nothing has none. @param share - of the most, in [0, 1] */
export function heatOf(share: number): string {
	if (share <= 0) return STEPS[0];
	return STEPS[Math.min(STEPS.length - 1, Math.ceil(share * (STEPS.length - 1)))] ?? STEPS[0];
}

/** Looks from little to much, for the legend. */
export const HEAT_LEGEND: readonly string[] = STEPS.slice(1);
