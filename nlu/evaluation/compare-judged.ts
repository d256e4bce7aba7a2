import type { JudgedExample, JudgedMessage } from "../judge-messages.ts";
import { compareEntities, type EntityComparison } from "./compare-entities.ts";
import { compareModels, type ModelComparison } from "./compare-models.ts";
import { haveSelector, judgedResponses } from "./response-scores.ts";

/** Intents, and what else the two models say. */
export interface NluComparison extends ModelComparison {
	/** Null where no entity is annotated. */
	readonly entity: EntityComparison | null;
	/** Keys of responses, `perIntent` by the whole name such as `faq/ask_name`; null where neither model selects. */
	readonly response: ModelComparison | null;
}

/** @param second - of the same examples in the same order */
export function compareJudged(
	first: readonly JudgedExample[],
	second: readonly JudgedExample[],
): NluComparison {
	const select = haveSelector(first) || haveSelector(second);
	const [own, other] = [judgedResponses(first), judgedResponses(second)];
	return {
		...compareModels(messagesOf(first), messagesOf(second)),
		entity: compareEntities(first, second),
		response: select && own.length > 0 ? compareModels(messagesOf(own), messagesOf(other)) : null,
	};
}

function messagesOf(judged: readonly JudgedExample[]): JudgedMessage[] {
	return judged.map(({ message }) => message);
}
