/**
 * Labels of a token: 0 is O; kind k has B, I, L and U at 1 + 4k … 4 + 4k (Ratinov and Roth, CoNLL 2009). What may
 * follow what is a matter of kinds: after the end of a span (O, L, U) stands a beginning (O, B, U), inside one I or L.
 */

/** Parts of a kind's four labels, in their order. */
export const PART = { begin: 0, inside: 1, last: 2, unit: 3 } as const;

export const labelCount = (kinds: number): number => 1 + 4 * kinds;

/** The state that a label ends or begins: 0 for O, k + 1 for kind k. */
export const stateOf = (label: number): number => (label === 0 ? 0 : ((label - 1) >> 2) + 1);

/** Whether a label goes on with what began before: I and L. */
export function continues(label: number): boolean {
	const part = (label - 1) & 3;
	return label !== 0 && (part === PART.inside || part === PART.last);
}

/** A run of tokens `[first, last]`, by the number of its kind. */
export interface LabelledRun {
	readonly kind: number;
	readonly first: number;
	readonly last: number;
}

/** Writes a run's labels, unless one of its tokens has a label already. @returns whether it was written */
export function writeRun(labels: Int32Array, { kind, first, last }: LabelledRun): boolean {
	for (let t = first; t <= last; t++) if (labels[t] !== 0) return false;
	const base = 1 + 4 * kind;
	if (first === last) {
		labels[first] = base + PART.unit;
		return true;
	}
	labels.fill(base + PART.inside, first, last + 1);
	labels[first] = base + PART.begin;
	labels[last] = base + PART.last;
	return true;
}

/** The runs of a path, in the order of the text. */
export function readRuns(labels: Int32Array, tokens: number): LabelledRun[] {
	const runs: LabelledRun[] = [];
	let first = 0;
	for (let t = 0; t < tokens; t++) {
		const label = labels[t] ?? 0;
		if (label === 0) continue;
		const part = (label - 1) & 3;
		if (part === PART.begin || part === PART.unit) first = t;
		if (part === PART.last || part === PART.unit) runs.push({ kind: (label - 1) >> 2, first, last: t });
	}
	return runs;
}
