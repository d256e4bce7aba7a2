import { isRight, type JudgedMessage } from "../judge-messages.ts";

/** How well confidence tells messages of no intent from the bot's own. */
export interface OutOfScopeReport {
	/** Messages whose first real intent is below this confidence are refused. */
	readonly threshold: number;
	/** Share of the messages out of scope that are refused. */
	readonly recall: number;
	/** Points of accuracy that refusing costs in scope, in [0, 1]. */
	readonly lost: number;
}

/**
 * Sets the threshold on messages in scope alone: the highest that costs no more than `loss` of their accuracy.
 *
 * @param loss - share of the messages in scope that were understood and may be refused, such as 0.02
 */
export function outOfScopeReport(
	inScope: readonly JudgedMessage[],
	outOfScope: readonly JudgedMessage[],
	loss: number,
): OutOfScopeReport {
	const right = inScope.filter(isRight).map((message) => message.confidence);
	right.sort((a, b) => a - b);
	const allowed = Math.floor(loss * inScope.length + 1e-9);
	const threshold = right[allowed] ?? Number.POSITIVE_INFINITY;
	const below = ({ confidence }: { confidence: number }): boolean => confidence < threshold;
	return {
		threshold,
		recall: share(outOfScope.filter(below).length, outOfScope.length),
		lost: share(inScope.filter((message) => isRight(message) && below(message)).length, inScope.length),
	};
}

function share(part: number, whole: number): number {
	return whole === 0 ? 0 : part / whole;
}
