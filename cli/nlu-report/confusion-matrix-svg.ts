import type { LabelReport } from "./label-report.ts";
import { escapeXml, mix, svgDocument, svgText } from "./svg.ts";

const RIGHT = "#1f6feb";
const WRONG = "#d1242f";
const KINDS = { intent: "Intent", response: "Response" } as const;
/** From here on a cell has room for its number. */
const NUMBER_SIDE = 13;

interface Layout {
	readonly side: number;
	readonly font: number;
	readonly left: number;
	readonly top: number;
	readonly names: readonly string[];
}

/**
 * The confusion matrix as a picture: rows as annotated, columns as understood, blue what is right, red what is wrong,
 * both as shares of the row. Every cell tells its numbers when pointed at.
 */
export function confusionMatrixSvg(report: LabelReport): string {
	const layout = layOut(Object.keys(report.perLabel));
	const { side, left, top, names } = layout;
	const width = left + names.length * side + 24;
	const height = top + names.length * side + 56;
	const title = `${KINDS[report.kind]} confusion matrix: ${report.support} messages, accuracy ${(report.accuracy * 100).toFixed(1)} %`;
	return svgDocument({ width, height, title }, [
		svgText(20, 30, title, { size: 17, weight: 600 }),
		svgText(20, 50, "rows: annotated · columns: understood as", { size: 12, fill: "#57606a" }),
		...grid(layout),
		...labels(layout),
		...cells(report, layout),
		...legend(layout, height - 22),
	]);
}

function layOut(names: readonly string[]): Layout {
	const side = names.length <= 30 ? 30 : names.length <= 80 ? 18 : 13;
	const font = Math.min(12, side - 4);
	const longest = Math.max(...names.map((name) => name.length), 1) * font * 0.6;
	return { side, font, left: longest + 28, top: longest + 76, names };
}

/** Every row has a hair line, every fifth a darker one: the eye keeps its row over a hundred columns. */
function grid({ side, left, top, names }: Layout): string[] {
	const end = names.length * side;
	const lines: string[] = [];
	for (let i = 0; i <= names.length; i++) {
		const stroke = i % 5 === 0 || i === names.length ? "#c6cdd5" : "#eceff2";
		lines.push(
			`<path d="M${left} ${top + i * side}h${end}M${left + i * side} ${top}v${end}" stroke="${stroke}" stroke-width="1"/>`,
		);
	}
	return lines.sort((a, b) => Number(a.includes("#c6cdd5")) - Number(b.includes("#c6cdd5")));
}

function labels({ side, font, left, top, names }: Layout): string[] {
	return names.flatMap((name, i) => {
		const middle = i * side + side / 2 + font * 0.35;
		return [
			svgText(left - 8, top + middle, name, { size: font, anchor: "end" }),
			`<g transform="translate(${left + middle} ${top - 8}) rotate(-90)">${svgText(0, 0, name, { size: font })}</g>`,
		];
	});
}

function cells(report: LabelReport, { side, font, left, top, names }: Layout): string[] {
	const indexOf = new Map(names.map((name, i) => [name, i]));
	const drawn: string[] = [];
	const draw = (expected: string, predicted: string, count: number): void => {
		const row = indexOf.get(expected);
		const column = indexOf.get(predicted);
		const support = report.perLabel[expected]?.support ?? 0;
		if (row === undefined || column === undefined || count === 0 || support === 0) return;
		const share = count / support;
		// a single confusion must be seen beside a full diagonal: colours begin well above white
		const strength = row === column ? 0.15 + 0.85 * share : 0.3 + 0.7 * Math.sqrt(share);
		const fill = mix(row === column ? RIGHT : WRONG, strength);
		const [x, y] = [left + column * side, top + row * side];
		const said = `${expected} -> ${predicted}: ${count} of ${support} (${(share * 100).toFixed(0)} %)`;
		const number = svgText(x + side / 2, y + side / 2 + font * 0.35, String(count), {
			size: Math.min(font, (side * 1.3) / String(count).length),
			anchor: "middle",
			fill: strength > 0.75 ? "#ffffff" : "#1f2328",
		});
		drawn.push(
			`<g><title>${escapeXml(said)}</title><rect x="${x + 0.5}" y="${y + 0.5}" width="${side - 1}" height="${side - 1}" fill="${fill}"/>${side >= NUMBER_SIDE ? number : ""}</g>`,
		);
	};
	for (const [name, { recall, support }] of Object.entries(report.perLabel)) {
		draw(name, name, Math.round(recall * support));
	}
	for (const { expected, predicted, count } of report.confusions) draw(expected, predicted, count);
	return drawn;
}

function legend({ left }: Layout, y: number): string[] {
	const scale = (x: number, color: string, text: string): string[] => [
		...[0.15, 0.4, 0.65, 1].map(
			(strength, i) =>
				`<rect x="${x + i * 16}" y="${y - 11}" width="16" height="14" fill="${mix(color, strength)}"/>`,
		),
		svgText(x + 72, y, text, { size: 12, fill: "#57606a" }),
	];
	const start = Math.min(left, 20);
	return [...scale(start, RIGHT, "right"), ...scale(start + 120, WRONG, "wrong, as a share of the row")];
}
