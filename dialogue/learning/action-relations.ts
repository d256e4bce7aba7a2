/**
 * How an action relates to a history, whatever its name: it is the active form, it names the message's intent, it was
 * done before. What a project's stories do with such relations holds for actions that were never seen in this place
 * (SPEC LP3).
 */
import type { DialogueState } from "../dialogue-state.ts";
import { ACTION_LISTEN } from "../names.ts";
import { momentOf, stepsOf } from "./history-steps.ts";

/** That action `column` stands in this relation to the history. */
export interface Relation {
	readonly column: number;
	readonly name: string;
	readonly value: number;
}

type Sort =
	| "the active form"
	| "a form of before"
	| "the latest action"
	| "done before"
	| "named as the latest intent"
	| "named as an earlier intent"
	| "named as the latest action";

/** How much less an intent's name says than that of the message after it. */
const DECAY = 0.8;

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

	/** A relation weighs differently from moment to moment, and from step to step: it is found for both. */
	of(states: readonly DialogueState[]): Relation[] {
		const moment = momentOf(states, this.#forms);
		const step = stepsOf(states).at(-1) ?? "";
		return this.#find(states).flatMap(({ column, sort, value }) => [
			{ column, name: `${sort}, ${moment}`, value },
			{ column, name: `${sort}, ${step}`, value },
		]);
	}

	#find(states: readonly DialogueState[]): { column: number; sort: Sort; value: number }[] {
		const found: { column: number; sort: Sort; value: number }[] = [];
		const add = (column: number | undefined, sort: Sort, value: number): void => {
			if (column !== undefined) found.push({ column, sort, value });
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
		const [intent = null, ...earlierIntents] = saidBefore(states);
		for (const [column, share] of this.#named(intent ?? "")) add(column, "named as the latest intent", share);
		for (const [column, share] of this.#namedBefore(earlierIntents, intent))
			add(column, "named as an earlier intent", share);
		if (latest?.action?.name !== ACTION_LISTEN && newest !== null)
			for (const [column, share] of this.#named(newest)) add(column, "named as the latest action", share);
		return found;
	}

	/** Actions whose names share words with a name: by what share of all their words. */
	#named(name: string): Map<number, number> {
		const words = wordsOf(name);
		const shared = new Map<number, number>();
		for (const word of words)
			for (const column of this.#byWord.get(word) ?? []) shared.set(column, (shared.get(column) ?? 0) + 1);
		const own = this.#columns.get(name);
		if (own !== undefined) shared.delete(own);
		for (const [column, count] of shared)
			shared.set(column, count / (words.length + (this.#wordCounts[column] ?? 0) - count));
		return shared;
	}

	/** What was asked for before the latest message, and may still be open. */
	#namedBefore(intents: readonly string[], latest: string | null): Map<number, number> {
		const strongest = new Map<number, number>();
		for (const [distance, intent] of intents.entries())
			if (intent !== latest)
				for (const [column, share] of this.#named(intent))
					strongest.set(column, Math.max(strongest.get(column) ?? 0, share * DECAY ** distance));
		return strongest;
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

/** Intents of messages, newest first. */
function saidBefore(states: readonly DialogueState[]): string[] {
	return states
		.toReversed()
		.flatMap(({ action, user }) => (action?.name === ACTION_LISTEN ? (user?.intent ?? []) : []));
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
