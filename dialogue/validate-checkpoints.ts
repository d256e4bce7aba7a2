/** Checkpoints that lead nowhere, come from nowhere or go round in circles (SPEC VA6). */
import type { FaultList } from "../project/fault.ts";
import { nearestName } from "./nearest-name.ts";
import { STORY_START, type StoryStep } from "./training/story-step.ts";

/** What is wrong with the checkpoints of stories, or of rules: the two are never joined. */
export function checkCheckpoints(steps: readonly StoryStep[], faults: FaultList): void {
	const starts = new Set(steps.flatMap((step) => step.startCheckpoints.map(({ name }) => name)));
	const ends = new Set([STORY_START, ...steps.flatMap((step) => step.endCheckpoints)]);
	const reached = reachedCheckpoints(steps);
	const reported = new Set<string>();
	const first = (name: string): boolean => !reported.has(name) && reported.add(name).has(name);
	for (const step of steps) {
		const { name: story } = step.place;
		for (const { name } of step.startCheckpoints)
			if (!reached.has(name) && first(name))
				faults.warning(
					"unreachable_checkpoint",
					step.place,
					ends.has(name)
						? `"${story}" begins at checkpoint ${name}, and the stories that end there can't be reached themselves: none is ever learnt.`
						: `"${story}" begins at checkpoint ${name}, where no story ends: it is never learnt${nearestName(name, ends)}.`,
				);
		for (const name of step.endCheckpoints)
			if (!starts.has(name) && first(name))
				faults.warning(
					"unused_checkpoint",
					step.place,
					`"${story}" ends at checkpoint ${name}, where no story begins${nearestName(name, starts)}.`,
				);
	}
	checkCycles(steps, faults);
}

function reachedCheckpoints(steps: readonly StoryStep[]): ReadonlySet<string> {
	const reached = new Set([STORY_START]);
	let before = 0;
	while (before < reached.size) {
		before = reached.size;
		for (const { startCheckpoints, endCheckpoints } of steps)
			if (startCheckpoints.some(({ name }) => reached.has(name)))
				for (const name of endCheckpoints) reached.add(name);
	}
	return reached;
}

/** Each circle once, at a story that closes it. */
function checkCycles(steps: readonly StoryStep[], faults: FaultList): void {
	const edges = new Map<string, { readonly to: string; readonly step: StoryStep }[]>();
	for (const step of steps)
		for (const { name } of step.startCheckpoints)
			edges.set(name, [...(edges.get(name) ?? []), ...step.endCheckpoints.map((to) => ({ to, step }))]);
	const done = new Set<string>();
	for (const start of edges.keys()) walk(start, [], { edges, done, faults });
}

interface Circles {
	readonly edges: ReadonlyMap<string, readonly { readonly to: string; readonly step: StoryStep }[]>;
	readonly done: Set<string>;
	readonly faults: FaultList;
}

/** Walks on from a checkpoint, without recursion: a project may have thousands in a row. */
function walk(start: string, path: string[], circles: Circles): void {
	const open: { name: string; next: number }[] = [{ name: start, next: 0 }];
	path.push(start);
	while (open.length > 0) {
		const current = open.at(-1);
		if (current === undefined) return;
		const edge = circles.done.has(current.name) ? undefined : circles.edges.get(current.name)?.[current.next];
		current.next += 1;
		if (edge === undefined) {
			circles.done.add(current.name);
			open.pop();
			path.pop();
			continue;
		}
		const at = path.indexOf(edge.to);
		if (at >= 0) reportCircle([...path.slice(at), edge.to], edge.step, circles.faults);
		else if (!circles.done.has(edge.to)) {
			open.push({ name: edge.to, next: 0 });
			path.push(edge.to);
		}
	}
}

function reportCircle(names: readonly string[], { place }: StoryStep, faults: FaultList): void {
	faults.warning(
		"checkpoint_cycle",
		place,
		`"${place.name}" closes a circle of checkpoints: ${names.join(" → ")}. It is gone through twice at most; stories that end elsewhere are clearer.`,
	);
}
