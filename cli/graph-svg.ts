import { Graph, layout } from "@dagrejs/dagre";
import { z } from "zod";
import type { GraphNode, GraphNodeKind, StoryGraph } from "../dialogue/story-graph.ts";

const LINE_PX = 18;
const CHARACTER_PX = 6.7;
const MOST_CHARACTERS = 34;
const MARGIN_PX = 24;
const LEGEND_PX = 44;

const COLOURS: Readonly<Record<GraphNodeKind, { fill: string; line: string; title: string }>> = {
	start: { fill: "#f1f5f9", line: "#475569", title: "beginning" },
	message: { fill: "#dbeafe", line: "#1d4ed8", title: "the customer says" },
	answer: { fill: "#dcfce7", line: "#15803d", title: "the bot answers" },
	action: { fill: "#fef3c7", line: "#b45309", title: "custom action" },
	form: { fill: "#f3e8ff", line: "#7e22ce", title: "form" },
};

const NodePlace = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
type Placed = z.infer<typeof NodePlace>;
const EdgePoint = z.object({ x: z.number(), y: z.number() });
type EdgePoint = z.infer<typeof EdgePoint>;
/** `x` and `y` are the middle of the label, where there is one. */
const EdgePlace = z.object({
	points: z.array(EdgePoint),
	x: z.number().optional(),
	y: z.number().optional(),
});

/** A story graph as an SVG picture, laid out in layers from left to right. */
export function graphSvg(graph: StoryGraph, title: string): string {
	const laidOut = layOut(graph);
	const places = new Map(graph.nodes.map((node) => [node.id, placeOf(laidOut, String(node.id))]));
	const { width = 0, height = 0 } = laidOut.graph();
	const fullWidth = Math.ceil(Math.max(width + 2 * MARGIN_PX, 900));
	const fullHeight = Math.ceil(height + 2 * MARGIN_PX + LEGEND_PX);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${fullWidth} ${fullHeight}" width="${fullWidth}" height="${fullHeight}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
		`<title>${escapeXml(title)}</title>`,
		`<rect width="100%" height="100%" fill="#ffffff"/>`,
		`<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#64748b"/></marker></defs>`,
		legend(),
		`<g transform="translate(${MARGIN_PX} ${MARGIN_PX + LEGEND_PX})">`,
		...graph.edges.map(({ from, to, label }) => edgeSvg(laidOut, { from, to, label })),
		...graph.nodes.map((node) => nodeSvg(node, places.get(node.id))),
		"</g>",
		"</svg>",
		"",
	].join("\n");
}

function layOut({ nodes, edges }: StoryGraph): Graph {
	const graph = new Graph();
	graph.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 46, edgesep: 8 });
	graph.setDefaultEdgeLabel(() => ({}));
	for (const { id, label } of nodes)
		graph.setNode(String(id), { width: widthOf(lines(label)), height: 12 + LINE_PX * lines(label).length });
	for (const { from, to, label } of edges)
		graph.setEdge(
			String(from),
			String(to),
			label === "" ? {} : { width: widthOf([shorten(label)]), height: LINE_PX, labelpos: "c" },
		);
	layout(graph);
	return graph;
}

function placeOf(graph: Graph, id: string): Placed {
	return NodePlace.parse(graph.node(id));
}

function nodeSvg({ kind, label, isEnd, places }: GraphNode, place: Placed | undefined): string {
	if (place === undefined) return "";
	const { x, y, width, height } = place;
	const { fill, line } = COLOURS[kind];
	const left = x - width / 2;
	const top = y - height / 2;
	const radius = kind === "message" ? height / 2 : 5;
	const text = lines(label).map(
		(part, index, all) =>
			`<text x="${round(x)}" y="${round(y + (index - (all.length - 1) / 2) * LINE_PX + 4)}" text-anchor="middle" fill="#0f172a">${escapeXml(part)}</text>`,
	);
	const from = places.map(({ name, file, line: at }) => `${name} (${file}:${at ?? 1})`);
	const ending = isEnd
		? `<rect x="${round(left - 3)}" y="${round(top - 3)}" width="${round(width + 6)}" height="${round(height + 6)}" rx="${round(radius + 3)}" fill="none" stroke="${line}"/>`
		: "";
	return `<g><title>${escapeXml([label, ...from].join("\n"))}</title>${ending}<rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="${round(radius)}" fill="${fill}" stroke="${line}"/>${text.join("")}</g>`;
}

function edgeSvg(graph: Graph, { from, to, label }: { from: number; to: number; label: string }): string {
	const edge = EdgePlace.parse(graph.edge(String(from), String(to)));
	const path = `<path d="${smooth(edge.points)}" fill="none" stroke="#64748b" marker-end="url(#arrow)"/>`;
	if (label === "" || edge.x === undefined || edge.y === undefined) return path;
	const width = widthOf([shorten(label)]) - 8;
	return `<g><title>${escapeXml(label)}</title>${path}<rect x="${round(edge.x - width / 2)}" y="${round(edge.y - 9)}" width="${round(width)}" height="17" fill="#ffffff" fill-opacity="0.9"/><text x="${round(edge.x)}" y="${round(edge.y + 4)}" text-anchor="middle" font-size="11" font-style="italic" fill="#475569">${escapeXml(shorten(label))}</text></g>`;
}

/** A soft line through the points that the layout gives. */
function smooth(points: readonly EdgePoint[]): string {
	const [first, ...rest] = points;
	if (first === undefined) return "";
	const parts = [`M${round(first.x)} ${round(first.y)}`];
	for (const [index, point] of rest.entries()) {
		const next = rest[index + 1];
		if (next === undefined) parts.push(`L${round(point.x)} ${round(point.y)}`);
		else
			parts.push(
				`Q${round(point.x)} ${round(point.y)} ${round((point.x + next.x) / 2)} ${round((point.y + next.y) / 2)}`,
			);
	}
	return parts.join(" ");
}

function legend(): string {
	let x = MARGIN_PX;
	const parts = Object.values(COLOURS).map(({ fill, line, title }) => {
		const at = x;
		x += 34 + title.length * CHARACTER_PX;
		return `<rect x="${round(at)}" y="16" width="14" height="14" rx="3" fill="${fill}" stroke="${line}"/><text x="${round(at + 20)}" y="27" fill="#0f172a">${title}</text>`;
	});
	const note = `<text x="${round(x)}" y="27" fill="#475569">double line: may end here</text>`;
	return `<g>${parts.join("")}${note}</g>`;
}

/** A label in at most two lines. */
function lines(label: string): string[] {
	if (label.length <= MOST_CHARACTERS) return [label];
	const space = label.slice(0, MOST_CHARACTERS).search(/[ _][^ _]*$/);
	const cut = space > 8 ? space + 1 : MOST_CHARACTERS;
	return [label.slice(0, cut), shorten(label.slice(cut))];
}

function shorten(label: string): string {
	return label.length <= MOST_CHARACTERS ? label : `${label.slice(0, MOST_CHARACTERS - 1)}…`;
}

function widthOf(parts: readonly string[]): number {
	return 22 + Math.max(...parts.map((part) => part.length)) * CHARACTER_PX;
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}

function escapeXml(text: string): string {
	return text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "");
}
