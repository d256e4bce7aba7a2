import { scaleLinear } from "@visx/scale";
import { LinePath } from "@visx/shape";

const [WIDTH, HEIGHT] = [120, 28];

/** The course of a figure, beside it: for the eye alone. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
	const known = values.filter((value) => value !== null);
	if (known.length < 3) return null;
	const x = scaleLinear({ domain: [0, values.length - 1], range: [1, WIDTH - 1] });
	const y = scaleLinear({ domain: [Math.min(0, ...known), Math.max(...known) || 1], range: [HEIGHT - 2, 2] });
	return (
		<svg
			aria-hidden="true"
			viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
			preserveAspectRatio="none"
			className="block h-7 w-full"
		>
			<LinePath
				data={values.map((value, index) => ({ value, index }))}
				x={({ index }) => x(index)}
				y={({ value }) => y(value ?? 0)}
				defined={({ value }) => value !== null}
				stroke="var(--color-chart-1)"
				strokeWidth={1.5}
				vectorEffect="non-scaling-stroke"
			/>
		</svg>
	);
}
