import type { ConfidenceBin } from "../../nlu/evaluation/calibration-bins.ts";
import type { LabelReport } from "./label-report.ts";
import { svgDocument, svgText } from "./svg.ts";

const WIDTH = 820;
const LEFT = 84;
const PLOT_WIDTH = WIDTH - LEFT - 28;
const PLOT_HEIGHT = 170;
const TOP = 84;
const GAP = 34;
const MUTED = "#57606a";

/**
 * Confidence of what was right above, of what was wrong below. Each half has its own scale, for errors are few: what
 * matters is where they stand, not how tall they are beside the rest.
 */
export function confidenceHistogramSvg(report: LabelReport): string {
	const { bins, ece } = report.calibration;
	const wrongTop = TOP + PLOT_HEIGHT + GAP;
	const title = `Confidence: ${report.support} messages, expected calibration error ${(ece * 100).toFixed(1)} %`;
	return svgDocument({ width: WIDTH, height: wrongTop + PLOT_HEIGHT + 48, title }, [
		svgText(24, 32, title, { size: 17, weight: 600 }),
		svgText(24, 52, "each half has a scale of its own", { size: 12, fill: MUTED }),
		...half(bins, {
			count: (bin) => bin.right,
			label: "right",
			color: "#1f6feb",
			zero: TOP + PLOT_HEIGHT,
			up: 1,
		}),
		...half(bins, { count: (bin) => bin.wrong, label: "wrong", color: "#d1242f", zero: wrongTop, up: -1 }),
		...axis(TOP + PLOT_HEIGHT + GAP / 2 + 4),
		svgText(LEFT + PLOT_WIDTH / 2, wrongTop + PLOT_HEIGHT + 34, `confidence of the first ${report.kind}`, {
			size: 12,
			anchor: "middle",
			fill: MUTED,
		}),
	]);
}

interface Half {
	readonly count: (bin: ConfidenceBin) => number;
	readonly label: string;
	readonly color: string;
	/** Where the bars begin. */
	readonly zero: number;
	/** 1: bars grow upwards; -1: downwards. */
	readonly up: 1 | -1;
}

function half(bins: readonly ConfidenceBin[], { count, label, color, zero, up }: Half): string[] {
	const most = Math.max(...bins.map(count), 1);
	const step = niceStep(most);
	const end = Math.ceil(most / step) * step;
	const yOf = (value: number): number => zero - up * (value / end) * PLOT_HEIGHT;
	const parts: string[] = [];
	for (let value = 0; value <= end; value += step) {
		const y = yOf(value);
		parts.push(
			`<path d="M${LEFT} ${y}h${PLOT_WIDTH}" stroke="${value === 0 ? "#8c959f" : "#e4e8ec"}"/>`,
			svgText(LEFT - 8, y + 4, String(value), { size: 11, anchor: "end", fill: MUTED }),
		);
	}
	for (const bin of bins) {
		const value = count(bin);
		if (value === 0) continue;
		const [x, width] = [LEFT + bin.from * PLOT_WIDTH + 2, (bin.to - bin.from) * PLOT_WIDTH - 4];
		const y = Math.min(zero, yOf(value));
		const height = Math.abs(yOf(value) - zero);
		parts.push(
			`<g><title>${bin.from.toFixed(2)}–${bin.to.toFixed(2)}: ${value} ${label}</title><rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" rx="2" fill="${color}"/></g>`,
		);
	}
	const middle = zero - (up * PLOT_HEIGHT) / 2;
	parts.push(
		`<g transform="translate(26 ${middle}) rotate(-90)">${svgText(0, 0, label, { size: 13, anchor: "middle", fill: color, weight: 600 })}</g>`,
	);
	return parts;
}

function axis(y: number): string[] {
	return [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) =>
		svgText(LEFT + share * PLOT_WIDTH, y, share.toFixed(1), { size: 11, anchor: "middle", fill: MUTED }),
	);
}

/** 1, 2 or 5 times a power of ten, so that some four lines stand in the plot. */
function niceStep(most: number): number {
	const rough = Math.max(1, most / 4);
	const power = 10 ** Math.floor(Math.log10(rough));
	const factor = [1, 2, 5, 10].find((one) => one * power >= rough) ?? 10;
	return factor * power;
}
