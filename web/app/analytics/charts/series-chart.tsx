import { AxisBottom, AxisLeft } from "@visx/axis";
import { GridRows } from "@visx/grid";
import { scaleLinear, scalePoint } from "@visx/scale";
import { AreaClosed, LinePath } from "@visx/shape";
import { type KeyboardEvent, type PointerEvent, useId, useState } from "react";
import { type ChartPoint, seriesInWords } from "./series-text.ts";
import { useWidth } from "./use-width.ts";

const HEIGHT = 256;
/** Lines across the chart, about. */
const LINES = 4;
const MARGIN = { top: 12, right: 16, bottom: 28, left: 56 };
const LABEL_WIDTH = 72;
const TICK = { fill: "var(--color-muted)", fontSize: 12, fontFamily: "var(--font-sans)" } as const;

interface SeriesChartProps {
	title: string;
	points: readonly ChartPoint[];
	write: (value: number | null) => string;
	/** Where the axis ends at least: 1 for shares. */
	most?: number;
	/** Opens what a point is made of. */
	onOpen?: (index: number) => void;
	/** The last point is of a day, a week, … that still goes on: the line to it is dotted. */
	isLastUnfinished?: boolean;
}

/** A figure over time; the span before lies behind it, dashed. Arrow keys go from point to point. */
export function SeriesChart({
	title,
	points,
	write,
	most,
	onOpen,
	isLastUnfinished = false,
}: SeriesChartProps) {
	const [box, width] = useWidth<HTMLDivElement>();
	const [at, setAt] = useState<number | null>(null);
	const hint = useId();
	const plot = plotOf(points, width, most);
	const near = (event: PointerEvent<HTMLDivElement>): void => {
		const { left } = event.currentTarget.getBoundingClientRect();
		setAt(plot.nearest(event.clientX - left));
	};
	const onKey = (event: KeyboardEvent<HTMLDivElement>): void => {
		const next = nextPlace(event.key, at, points.length);
		if (next !== undefined) {
			event.preventDefault();
			event.stopPropagation();
			setAt(next);
		} else if (event.key === "Enter" && at !== null) onOpen?.(at);
	};
	const point = at === null ? undefined : points[at];
	return (
		<figure className="px-4 pb-2">
			<figcaption className="sr-only">{seriesInWords(title, points, write)}</figcaption>
			<p id={hint} className="sr-only">
				Left and right arrow go from point to point; Enter opens the conversations of one.
			</p>
			{/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application has keys of its own */}
			<div
				ref={box}
				// oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the arrow keys read the chart point by point
				tabIndex={0}
				role="application"
				aria-label={title}
				aria-describedby={hint}
				className="relative h-64 rounded-sm"
				onPointerMove={near}
				onPointerLeave={() => setAt(null)}
				onKeyDown={onKey}
				onBlur={() => setAt(null)}
				onClick={() => at !== null && onOpen?.(at)}
			>
				{width > 0 && (
					<Lines plot={plot} points={points} write={write} at={at} isLastUnfinished={isLastUnfinished} />
				)}
				{point !== undefined && at !== null && (
					<Tooltip x={plot.x(at)} width={width} point={point} write={write} />
				)}
			</div>
			<output className="sr-only">{point === undefined ? "" : `${point.name}: ${write(point.value)}`}</output>
		</figure>
	);
}

function nextPlace(key: string, at: number | null, count: number): number | null | undefined {
	switch (key) {
		case "ArrowRight":
			return at === null ? 0 : Math.min(count - 1, at + 1);
		case "ArrowLeft":
			return at === null ? count - 1 : Math.max(0, at - 1);
		case "Home":
			return 0;
		case "End":
			return count - 1;
		case "Escape":
			return at === null ? undefined : null;
		default:
			return undefined;
	}
}

interface Plot {
	readonly width: number;
	readonly xScale: ReturnType<typeof scalePoint<number>>;
	readonly yScale: ReturnType<typeof scaleLinear<number>>;
	readonly x: (index: number) => number;
	readonly nearest: (x: number) => number;
}

function plotOf(points: readonly ChartPoint[], width: number, most: number | undefined): Plot {
	const values = points.flatMap(({ value, before }) => [value ?? 0, before ?? 0]);
	// few whole things are counted by whole lines
	const highest = Math.max(values.every(Number.isInteger) ? LINES : 0, ...values);
	const right = Math.max(MARGIN.left + 1, width - MARGIN.right);
	const xScale = scalePoint({
		domain: points.map((_, index) => index),
		range: [MARGIN.left, right],
		padding: 0.5,
	});
	const yScale = scaleLinear({
		domain: [0, Math.min(most ?? Infinity, highest * 1.05) || 1],
		range: [HEIGHT - MARGIN.bottom, MARGIN.top],
		nice: LINES,
	});
	const step = xScale.step() || 1;
	const begin = xScale(0) ?? MARGIN.left;
	return {
		width,
		xScale,
		yScale,
		x: (index) => xScale(index) ?? 0,
		nearest: (x) => Math.max(0, Math.min(points.length - 1, Math.round((x - begin) / step))),
	};
}

interface LinesProps {
	plot: Plot;
	points: readonly ChartPoint[];
	write: (value: number | null) => string;
	at: number | null;
	isLastUnfinished: boolean;
}

function Lines({ plot, points, write, at, isLastUnfinished }: LinesProps) {
	const { width, yScale, x } = plot;
	const all = points.map((point, index) => ({ ...point, index }));
	const isKnown = ({ value }: ChartPoint): boolean => value !== null;
	const y = ({ value }: ChartPoint): number => yScale(value ?? 0);
	const finished = isLastUnfinished && all.length > 1 ? all.slice(0, -1) : all;
	const line = { x: ({ index }: (typeof all)[number]) => x(index), y, defined: isKnown } as const;
	return (
		<svg width={width} height={HEIGHT} aria-hidden="true" className="block">
			<GridRows
				scale={yScale}
				left={MARGIN.left}
				width={Math.max(0, width - MARGIN.left - MARGIN.right)}
				numTicks={LINES}
				stroke="var(--color-line)"
			/>
			<AreaClosed data={finished} {...line} yScale={yScale} fill="var(--color-chart-1)" fillOpacity={0.1} />
			<LinePath
				data={all}
				x={({ index }) => x(index)}
				y={({ before }) => yScale(before ?? 0)}
				defined={({ before }) => before !== null}
				stroke="var(--color-chart-4)"
				strokeWidth={1.5}
				strokeDasharray="4 4"
			/>
			<LinePath
				data={finished}
				{...line}
				stroke="var(--color-chart-1)"
				strokeWidth={2}
				strokeLinejoin="round"
			/>
			<LinePath
				data={all.slice(finished.length - 1)}
				{...line}
				stroke="var(--color-chart-1)"
				strokeWidth={2}
				strokeDasharray="1 5"
				strokeLinecap="round"
			/>
			{all.filter(isLonely).map((point) => (
				<circle key={point.index} cx={x(point.index)} cy={y(point)} r={2.5} fill="var(--color-chart-1)" />
			))}
			<Axes plot={plot} points={points} write={write} />
			{at !== null && <Marker plot={plot} at={at} point={points[at]} />}
		</svg>
	);
}

function Axes({ plot, points, write }: Pick<LinesProps, "plot" | "points" | "write">) {
	const { width, xScale, yScale } = plot;
	const every = Math.ceil(points.length / Math.max(1, (width - MARGIN.left) / LABEL_WIDTH));
	return (
		<>
			<AxisLeft
				scale={yScale}
				left={MARGIN.left}
				numTicks={LINES}
				hideAxisLine
				hideTicks
				tickFormat={(value) => write(Number(value))}
				tickLabelProps={{ ...TICK, textAnchor: "end", dx: -4, dy: 4 }}
			/>
			<AxisBottom
				scale={xScale}
				top={HEIGHT - MARGIN.bottom}
				stroke="var(--color-edge)"
				hideTicks
				tickValues={points.map((_, index) => index).filter((index) => index % every === 0)}
				tickFormat={(index) => points[index]?.label}
				tickLabelProps={{ ...TICK, textAnchor: "middle", dy: 2 }}
			/>
		</>
	);
}

/** Where one points, or the arrow keys have come to. */
function Marker({ plot, at, point }: { plot: Plot; at: number; point: ChartPoint | undefined }) {
	const x = plot.x(at);
	return (
		<g>
			<line x1={x} x2={x} y1={MARGIN.top} y2={HEIGHT - MARGIN.bottom} stroke="var(--color-edge)" />
			{point !== undefined && point.value !== null && (
				<circle
					cx={x}
					cy={plot.yScale(point.value)}
					r={4}
					fill="var(--color-chart-1)"
					stroke="var(--color-raised)"
					strokeWidth={2}
				/>
			)}
		</g>
	);
}

/** A point without a neighbour makes no line. */
function isLonely({ value }: ChartPoint, index: number, all: readonly ChartPoint[]): boolean {
	const isThere = (place: number): boolean => (all[place]?.value ?? null) !== null;
	return value !== null && !isThere(index - 1) && !isThere(index + 1);
}

const TOOLTIP_WIDTH = 176;

interface TooltipProps {
	x: number;
	width: number;
	point: ChartPoint;
	write: (value: number | null) => string;
}

function Tooltip({ x, width, point, write }: TooltipProps) {
	const left = Math.max(0, Math.min(width - TOOLTIP_WIDTH, x - TOOLTIP_WIDTH / 2));
	return (
		<div
			aria-hidden="true"
			className="pointer-events-none absolute top-0 w-44 rounded-sm border border-line bg-raised px-2.5 py-1.5 text-xs shadow-float"
			style={{ left }}
		>
			<p className="text-muted">{point.name}</p>
			<p className="tabular font-semibold">{write(point.value)}</p>
			{point.before !== null && <p className="tabular text-muted">Before: {write(point.before)}</p>}
		</div>
	);
}
