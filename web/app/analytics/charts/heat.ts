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

const LESS = [
	"bg-less-1 text-on-heat-low",
	"bg-less-2 text-on-heat-low",
	"bg-less-3 text-on-heat-high",
] as const;
const MORE = [STEPS[2], STEPS[3], STEPS[4]] as const;

/** The look of a cell of a map of changes. @param share - of the greatest change, in [-1, 1] */
export function changeLook(share: number): string {
	const looks = share < 0 ? LESS : MORE;
	const step = Math.ceil(Math.min(1, Math.abs(share)) * looks.length);
	return step === 0 ? STEPS[0] : (looks[step - 1] ?? STEPS[0]);
}

/** From much less to much more. */
export const CHANGE_LEGEND: readonly string[] = [...LESS.toReversed(), ...MORE];

/** Looks from little to much, for the legend. */
export const HEAT_LEGEND: readonly string[] = STEPS.slice(1);
