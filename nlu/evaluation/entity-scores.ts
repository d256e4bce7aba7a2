import type { ParseData } from "../../contracts/parse-data.ts";
import type { NluExample } from "../training-data.ts";
import { type EntityError, entityErrors } from "./entity-errors.ts";
import { annotatedNames, spanKey } from "./entity-spans.ts";
import { type ClassScores, type Counts, countsOf, scores } from "./intent-scores.ts";

export interface EntityReport {
	readonly precision: number;
	readonly recall: number;
	readonly f1: number;
	readonly support: number;
	readonly perEntity: Readonly<Record<string, ClassScores>>;
	/** What was missed, wrong or too much, in the order of the examples. */
	readonly errors: readonly EntityError[];
}

/**
 * Span scores: an entity counts as right when name, start, end, role and group are. Built-in entities that the
 * examples annotate nowhere (a `number` in passing) are left out, and so are repeats of one span by two extractors.
 */
export function evaluateEntities(
	examples: readonly NluExample[],
	parses: readonly ParseData[],
): EntityReport {
	const annotated = annotatedNames(examples);
	const counts = new Map<string, Counts>();
	examples.forEach((example, i) => {
		const gold = new Set(example.entities.map((entity) => spanKey(entity)));
		const found = new Set(
			(parses[i]?.entities ?? [])
				.filter((entity) => annotated.has(entity.entity))
				.map((entity) => spanKey(entity)),
		);
		for (const key of gold) countsOf(counts, nameOf(key))[found.has(key) ? "right" : "missed"]++;
		for (const key of found) if (!gold.has(key)) countsOf(counts, nameOf(key)).wrong++;
	});
	const total: Counts = { right: 0, wrong: 0, missed: 0 };
	for (const count of counts.values()) {
		total.right += count.right;
		total.wrong += count.wrong;
		total.missed += count.missed;
	}
	const names = [...counts.keys()].sort();
	return {
		...scores(total),
		perEntity: Object.fromEntries(names.map((name) => [name, scores(countsOf(counts, name))])),
		errors: entityErrors(examples, parses),
	};
}

function nameOf(key: string): string {
	const parts: unknown = JSON.parse(key);
	return Array.isArray(parts) ? String(parts[0]) : "";
}
