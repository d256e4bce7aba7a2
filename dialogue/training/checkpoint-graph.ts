/**
 * Stories as a graph of their checkpoints, in an order in which each step comes after those that lead to it. Where steps
 * lead back, the way back is cut as Rasa cuts it: it ends at a sink, and goes on at the sink's source a round later.
 */
import { STORY_START, type Checkpoint, type StoryStep } from "./story-step.ts";

/** A step with the checkpoints that it has once cycles are cut. */
export interface LinkedStep {
	readonly step: StoryStep;
	readonly starts: readonly Checkpoint[];
	/** Names; a sink stands here by the name of its source. */
	readonly ends: readonly string[];
}

interface Node {
	readonly step: StoryStep;
	starts: Checkpoint[];
	ends: string[];
}

type Edge = readonly [from: Node, to: Node];

export function orderSteps(steps: readonly StoryStep[]): LinkedStep[] {
	const nodes = steps.map((step) => ({
		step,
		starts: [...step.startCheckpoints],
		ends: [...step.endCheckpoints],
	}));
	const { ordered, back } = sort(nodes);
	if (back.length === 0) return ordered;
	const made = new Set<string>();
	const overlapping = new Set(back.flatMap((edge, number) => [...cut(nodes, edge, { number, made })]));
	dropUnused(nodes, overlapping, made);
	const left = nodes.filter(
		({ step, starts, ends }) => starts.length > 0 && (ends.length > 0 || step.endCheckpoints.length === 0),
	);
	return sort(left).ordered;
}

/** Depth first, from the last written, so that in the end the first stands first. `back` are the edges that lead to where the walk came from. */
function sort(nodes: readonly Node[]): { readonly ordered: Node[]; readonly back: Edge[] } {
	const byStart = new Map<string, Node[]>();
	for (const node of nodes)
		for (const name of new Set(node.starts.map((start) => start.name))) {
			const starting = byStart.get(name) ?? [];
			starting.push(node);
			byStart.set(name, starting);
		}
	const next = (node: Node): Iterator<Node> =>
		[...new Set(node.ends.flatMap((name) => byStart.get(name) ?? []))].toReversed().values();
	const state = new Map<Node, "open" | "done">();
	const done: Node[] = [];
	const back: Edge[] = [];
	for (const root of nodes.toReversed()) {
		if (state.has(root)) continue;
		state.set(root, "open");
		const path = [{ node: root, following: next(root) }];
		for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
			const { value: node, done: isOver } = top.following.next();
			if (isOver === true) {
				state.set(top.node, "done");
				done.push(top.node);
				path.pop();
			} else if (state.get(node) === "open") back.push([top.node, node]);
			else if (!state.has(node)) {
				state.set(node, "open");
				path.push({ node, following: next(node) });
			}
		}
	}
	return { ordered: done.toReversed(), back };
}

/** Cuts one way back. Others that start where it ended get a connector, so that they follow in the same round. */
function cut(
	nodes: readonly Node[],
	[from, to]: Edge,
	{ number, made }: { readonly number: number; readonly made: Set<string> },
): Set<string> {
	const [source, connector] = [`cycle ${number} source`, `cycle ${number} connector`];
	made.add(connector);
	const shared = new Set(from.ends.filter((name) => to.starts.some((start) => start.name === name)));
	from.ends = [...from.ends.filter((name) => !shared.has(name)), source];
	let needsConnector = false;
	for (const node of nodes)
		for (const { conditions } of node.starts.filter((start) => shared.has(start.name))) {
			if (node !== to) needsConnector = true;
			const added = { name: node === to ? source : connector, conditions };
			if (!node.starts.some((start) => isSame(start, added))) node.starts.push(added);
		}
	if (needsConnector) from.ends.push(connector);
	return shared;
}

function isSame(a: Checkpoint, b: Checkpoint): boolean {
	return a.name === b.name && JSON.stringify(a.conditions) === JSON.stringify(b.conditions);
}

/** What nothing leads to any more, and what cutting made in vain. */
function dropUnused(
	nodes: readonly Node[],
	overlapping: ReadonlySet<string>,
	made: ReadonlySet<string>,
): void {
	const starts = new Set(nodes.flatMap((node) => node.starts.map(({ name }) => name)));
	const ends = new Set([STORY_START, ...nodes.flatMap((node) => node.ends)]);
	for (const node of nodes) {
		node.starts = node.starts.filter(({ name }) => ends.has(name) || !overlapping.has(name));
		node.ends = node.ends.filter((name) => starts.has(name) || !made.has(name));
	}
}
