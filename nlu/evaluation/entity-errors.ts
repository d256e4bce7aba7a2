import type { SourcePosition } from "../../project/fault.ts";
import type { ParseData } from "../../contracts/parse-data.ts";
import type { NluExample } from "../training-data.ts";
import { annotatedNames, distinctSpans, type SpanLike, spanKey } from "./entity-spans.ts";

/** One entity as it was annotated or found. `words` are those of the text. */
export interface JudgedSpan {
	readonly entity: string;
	readonly words: string;
	readonly start: number;
	readonly end: number;
	readonly role: string | null;
	readonly group: string | null;
}

/** Missed: annotated and not found. Wrong: something else found on the same words. Extra: found where nothing is. */
export type EntityError = SourcePosition & { readonly text: string } & (
		| { readonly kind: "missed"; readonly expected: JudgedSpan; readonly predicted: null }
		| { readonly kind: "wrong"; readonly expected: JudgedSpan; readonly predicted: JudgedSpan }
		| { readonly kind: "extra"; readonly expected: null; readonly predicted: JudgedSpan }
	);

/** In the order of the examples and of their texts. */
export function entityErrors(
	examples: readonly NluExample[],
	parses: readonly Pick<ParseData, "entities">[],
): EntityError[] {
	const annotated = annotatedNames(examples);
	return examples.flatMap((example, i) => {
		const found = (parses[i]?.entities ?? []).filter(({ entity }) => annotated.has(entity));
		return errorsOf(example, found);
	});
}

function errorsOf({ text, entities, position }: NluExample, found: readonly SpanLike[]): EntityError[] {
	const right = new Set(entities.map(spanKey));
	const foundKeys = new Set(found.map(spanKey));
	const judged = (span: SpanLike): JudgedSpan => judgedSpan(text, span);
	const missed = distinctSpans(entities)
		.filter((span) => !foundKeys.has(spanKey(span)))
		.map(judged);
	const extra = distinctSpans(found)
		.filter((span) => !right.has(spanKey(span)))
		.map(judged);
	const errors: EntityError[] = [];
	for (const expected of missed) {
		const at = extra.findIndex(({ start, end }) => start < expected.end && end > expected.start);
		const predicted = at < 0 ? undefined : extra.splice(at, 1)[0];
		errors.push(
			predicted === undefined
				? { kind: "missed", text, expected, predicted: null, ...position }
				: { kind: "wrong", text, expected, predicted, ...position },
		);
	}
	for (const predicted of extra) errors.push({ kind: "extra", text, expected: null, predicted, ...position });
	return errors;
}

function judgedSpan(text: string, { entity, start = 0, end = start, role, group }: SpanLike): JudgedSpan {
	return { entity, words: text.slice(start, end), start, end, role: role ?? null, group: group ?? null };
}

/** For people: `city "Bonn"`, with role and group where there are. */
export function spanText({ entity, words, role, group }: JudgedSpan): string {
	const more = [role === null ? "" : `role ${role}`, group === null ? "" : `group ${group}`].filter(
		(part) => part !== "",
	);
	return `${entity} ${JSON.stringify(words)}${more.length === 0 ? "" : ` (${more.join(", ")})`}`;
}

/** All entities of a text that count, for people; empty where there are none. */
export function spansText(
	text: string,
	entities: readonly SpanLike[],
	annotated: ReadonlySet<string>,
): string {
	return distinctSpans(entities.filter(({ entity }) => annotated.has(entity)))
		.map((span) => spanText(judgedSpan(text, span)))
		.join(", ");
}
