/**
 * How an action relates to a history, whatever its name: it is the active form, it names the message's intent, it was
 * done before. What a project's stories do with such relations holds for actions that were never seen in this place
 * (SPEC LP3).
 */
import type { DialogueState } from "../dialogue-state.ts";
import { ACTION_LISTEN } from "../names.ts";

/** That action `column` stands in this relation to the history. */
export interface Relation {
	readonly column: number;
	/** Index in `RELATIONS`. */
	readonly relation: number;
	readonly value: number;
}

const SORTS = [
	"the active form",
	"a form of before",
	"the latest action",
	"done before",
	"named as the message's intent",
	"named as the latest action",
] as const;
type Sort = (typeof SORTS)[number];

/** A relation weighs differently after a message, a form, an answer and any other action. */
const MOMENTS = ["after a message", "after a form", "after an answer", "after an action"] as const;
type Moment = (typeof MOMENTS)[number];

/** All relations there are, in words. */
export const RELATIONS: readonly string[] = MOMENTS.flatMap((moment) =>
	SORTS.map((sort) => `${sort}, ${moment}`),
);

/** What has just happened. */
export function momentOf(states: readonly DialogueState[], forms: ReadonlySet<string>): Moment {
	const name = states.at(-1)?.action?.name ?? null;
	if (name === ACTION_LISTEN) return "after a message";
	if (name !== null && forms.has(name)) return "after a form";
	return name === null || name.startsWith("utter_") ? "after an answer" : "after an action";
}

/** Finds the relations of a model's actions to a history. */
export class ActionRelations {
	readonly #forms: ReadonlySet<string>;
	readonly #columns: ReadonlyMap<string, number>;
	readonly #byWord = new Map<string, number[]>();
	readonly #wordCounts: readonly number[];

	constructor(actions: readonly string[], forms: ReadonlySet<string>) {
		this.#forms = forms;
		this.#columns = new Map(actions.map((action, column) => [action, column]));
		const words = actions.map((action) => wordsOf(action));
		this.#wordCounts = words.map((list) => list.length);
		for (const [column, list] of words.entries())
			for (const word of list) this.#byWord.set(word, [...(this.#byWord.get(word) ?? []), column]);
	}

	of(states: readonly DialogueState[]): Relation[] {
		const found: Relation[] = [];
		const moment = MOMENTS.indexOf(momentOf(states, this.#forms));
		const add = (column: number | undefined, sort: Sort, value: number): void => {
			if (column !== undefined)
				found.push({ column, relation: moment * SORTS.length + SORTS.indexOf(sort), value });
		};
		const latest = states.at(-1);
		const done = doneBefore(states);
		const loop = latest?.loop ?? null;
		if (loop !== null) add(this.#columns.get(loop), "the active form", 1);
		const [newest = null, ...older] = done;
		if (newest !== null) add(this.#columns.get(newest), "the latest action", 1);
		const formsBefore = done.filter((name) => this.#forms.has(name) && name !== loop);
		const earlier = formsBefore.find((name) => name !== done.find((other) => this.#forms.has(other)));
		if (earlier !== undefined) add(this.#columns.get(earlier), "a form of before", 1);
		for (const name of new Set(older)) add(this.#columns.get(name), "done before", 0.5);
		if (latest?.action?.name === ACTION_LISTEN)
			this.#addNamed(latest.user?.intent ?? "", (column, value) =>
				add(column, "named as the message's intent", value),
			);
		else if (newest !== null)
			this.#addNamed(newest, (column, value) => add(column, "named as the latest action", value));
		return found;
	}

	/** Actions whose names share words with a name: by what share of all their words. */
	#addNamed(name: string, add: (column: number, value: number) => void): void {
		const words = wordsOf(name);
		const shared = new Map<number, number>();
		for (const word of words)
			for (const column of this.#byWord.get(word) ?? []) shared.set(column, (shared.get(column) ?? 0) + 1);
		for (const [column, count] of shared)
			if (this.#columns.get(name) !== column)
				add(column, count / (words.length + (this.#wordCounts[column] ?? 0) - count));
	}
}

/** Actions other than listening, newest first, each as often as it was done. */
function doneBefore(states: readonly DialogueState[]): string[] {
	return states
		.toReversed()
		.flatMap(({ action }) =>
			action === null || action.name === ACTION_LISTEN ? [] : [action.name ?? action.text ?? ""],
		);
}

const KIND_WORDS = new Set(["utter", "action", "form", "ask", "validate"]);

/** The words of a name, without those that only say what kind of thing it is. */
function wordsOf(name: string): string[] {
	const words = name
		.split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u)
		.map((word) => word.toLowerCase())
		.filter((word) => word !== "" && !KIND_WORDS.has(word));
	return [...new Set(words)];
}
