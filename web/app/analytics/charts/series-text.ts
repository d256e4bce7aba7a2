/** What a chart shows, in words: for those who don't see it. */

export interface ChartPoint {
	/** What stands below it. */
	readonly label: string;
	/** In full, for the tooltip. */
	readonly name: string;
	readonly value: number | null;
	/** At the same place of the span before; null where none is compared. */
	readonly before: number | null;
}

/** The bounds, the ends and where they lie; what a glance at the line tells. */
export function seriesInWords(
	title: string,
	points: readonly ChartPoint[],
	write: (value: number | null) => string,
): string {
	const known = points.filter((point) => point.value !== null);
	const [first] = known;
	const last = known.at(-1);
	if (first === undefined || last === undefined) return `${title}: nothing to show in this range.`;
	const by = (wins: (one: number, other: number) => boolean): ChartPoint =>
		known.reduce((best, point) => (wins(point.value ?? 0, best.value ?? 0) ? point : best), first);
	const lowest = by((one, other) => one < other);
	const highest = by((one, other) => one > other);
	return [
		`${title}, ${points.length} points from ${points[0]?.name} to ${points.at(-1)?.name}.`,
		`Lowest ${write(lowest.value)} (${lowest.name}), highest ${write(highest.value)} (${highest.name}).`,
		`First ${write(first.value)}, last ${write(last.value)}.`,
		"The table below has every number.",
	].join(" ");
}
