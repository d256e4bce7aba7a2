import { writeLog } from "../observability/log.ts";
import { errorText } from "../observability/scrub.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { EndpointAway } from "./endpoint-call.ts";

/** How long a server that does not answer is left alone: one call in this time waits for it, the others do not. */
const REST_MS = 5_000;
/** One slow action, or one answer that broke off, says little of a server that has others: it takes three in a row. */
const PATIENCE = 3;

/** As a refusal says them. */
const TITLES = {
	actions: "the action server",
	responses: "the NLG server",
	http: "the server that an action calls",
} as const;
type Part = keyof typeof TITLES;

const breakers = new Map<string, CircuitBreaker>();

/** One for all conversations of the isolate: what one has found out, the others need not. */
export function endpointBreaker(part: Part, url: string): CircuitBreaker {
	const key = `${part} ${url}`;
	const known = breakers.get(key);
	if (known !== undefined) return known;
	const made = new CircuitBreaker({
		restMs: REST_MS,
		patience: PATIENCE,
		nowMs: () => Date.now(),
		isAway: (error) => error instanceof EndpointAway,
		refusal: () => new Error(`${TITLES[part]} is left alone for some seconds after failures in a row`),
		onChange: (error) =>
			writeLog(
				error === null ? { event: "part.back", part } : { event: "part.away", part, error: errorText(error) },
			),
	});
	breakers.set(key, made);
	return made;
}

export function waitFor(milliseconds: number): Promise<void> {
	return new Promise((wake) => setTimeout(wake, milliseconds));
}
