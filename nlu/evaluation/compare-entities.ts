import type { JudgedExample, JudgedMessage } from "../judge-messages.ts";
import { compareModels, type ModelComparison } from "./compare-models.ts";
import { spansText } from "./entity-errors.ts";
import { evaluateEntities } from "./entity-scores.ts";
import { annotatedNames } from "./entity-spans.ts";

/**
 * Two models' entities on the same messages. A message is right when exactly its entities are found; those count that
 * have an entity, annotated or found by either model.
 */
export interface EntityComparison extends Omit<ModelComparison, "perIntent" | "changed"> {
	/** Of spans. */
	readonly f1: { readonly first: number; readonly second: number };
	/** F1 of the entities whose F1 differs, most lost first. */
	readonly perEntity: readonly { readonly entity: string; readonly first: number; readonly second: number }[];
	/** Messages whose entities changed, what got worse first; the entities in words, empty for none. */
	readonly changed: readonly {
		readonly text: string;
		readonly expected: string;
		readonly first: string;
		readonly second: string;
		readonly change: ModelComparison["changed"][number]["change"];
	}[];
}

/** Null when the examples annotate no entity. @param second - of the same examples in the same order */
export function compareEntities(
	first: readonly JudgedExample[],
	second: readonly JudgedExample[],
): EntityComparison | null {
	const annotated = annotatedNames(first.map(({ example }) => example));
	if (annotated.size === 0) return null;
	const inWords = (judged: readonly JudgedExample[]) => judged.map((one) => messageOf(one, annotated));
	const [own, other] = [inWords(first), inWords(second)];
	const isAsked = (i: number): boolean =>
		[own[i]?.expected, own[i]?.predicted, other[i]?.predicted].some((words) => words !== "");
	const {
		perIntent: _,
		changed,
		...figures
	} = compareModels(
		own.filter((_message, i) => isAsked(i)),
		other.filter((_message, i) => isAsked(i)),
	);
	return {
		...figures,
		...scoresOf(first, second),
		changed: changed.map((one) => ({ ...one, first: one.first.name, second: one.second.name })),
	};
}

function messageOf({ example, parse }: JudgedExample, annotated: ReadonlySet<string>): JudgedMessage {
	const { text } = example;
	return {
		text,
		expected: spansText(text, example.entities, annotated),
		predicted: spansText(text, parse.entities, annotated),
		confidence: 1,
		isFallback: false,
	};
}

function scoresOf(
	first: readonly JudgedExample[],
	second: readonly JudgedExample[],
): Pick<EntityComparison, "f1" | "perEntity"> {
	const [own, other] = [first, second].map((judged) =>
		evaluateEntities(
			judged.map(({ example }) => example),
			judged.map(({ parse }) => parse),
		),
	);
	const f1Of = (report: typeof own, entity: string): number => report?.perEntity[entity]?.f1 ?? 0;
	const names = [...new Set([own, other].flatMap((report) => Object.keys(report?.perEntity ?? {})))];
	return {
		f1: { first: own?.f1 ?? 0, second: other?.f1 ?? 0 },
		perEntity: names
			.map((entity) => ({ entity, first: f1Of(own, entity), second: f1Of(other, entity) }))
			.filter((one) => one.first !== one.second)
			.sort((a, b) => a.first - a.second - (b.first - b.second) || a.entity.localeCompare(b.entity)),
	};
}
