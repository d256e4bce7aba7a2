/** Open: nobody asks until `probeAtMs` (epoch ms), then one call finds out. Closed: how many calls in a row found nobody. */
export type BreakerState =
	| { readonly status: "closed"; readonly failures: number }
	| { readonly status: "open"; readonly probeAtMs: number };

/** What one call learned of the other side. */
export type CallOutcome = "answered" | "away";

export const CLOSED: BreakerState = { status: "closed", failures: 0 };

/**
 * Decides whether a call may go out.
 *
 * @param restMs - how long the other side is left alone; a probe that nobody hears of again counts as failed after it
 * @returns the state to keep, or null when the call must fail at once
 */
export function beforeCall(state: BreakerState, nowMs: number, restMs: number): BreakerState | null {
	if (state.status === "closed") return state;
	// this call probes: the others go on failing until it has come back
	return nowMs < state.probeAtMs ? null : { status: "open", probeAtMs: nowMs + restMs };
}

/**
 * The state after a call: any answer closes, whoever it was that got it.
 *
 * @param patience - the failure of this number in a row opens
 */
export function afterCall(
	outcome: CallOutcome,
	state: BreakerState,
	{ nowMs, restMs, patience }: { readonly nowMs: number; readonly restMs: number; readonly patience: number },
): BreakerState {
	if (outcome === "answered") return CLOSED;
	const failures = state.status === "closed" ? state.failures + 1 : patience;
	return failures < patience ? { status: "closed", failures } : { status: "open", probeAtMs: nowMs + restMs };
}

export interface BreakerSettings {
	readonly restMs: number;
	/** How many calls in a row must find nobody before the others are spared: one by default. */
	readonly patience?: number;
	readonly nowMs: () => number;
	/** Whether an error says that the other side is away; any other error is an answer. */
	readonly isAway: (error: unknown) => boolean;
	/** The error of a call that does not go out. */
	readonly refusal: () => Error;
	/** Told when the other side went away, and when it is back (null). */
	readonly onChange: (error: unknown) => void;
}

/** Calls to something that may be away: after a failure, or a few, the next ones fail at once, then one finds out. */
export class CircuitBreaker {
	readonly #settings: BreakerSettings;
	#state: BreakerState = CLOSED;

	constructor(settings: BreakerSettings) {
		this.#settings = settings;
	}

	/** @throws what the call throws, or the refusal */
	async call<Result>(work: () => Promise<Result>): Promise<Result> {
		const { restMs, nowMs, isAway, refusal } = this.#settings;
		const state = beforeCall(this.#state, nowMs(), restMs);
		if (state === null) throw refusal();
		this.#state = state;
		try {
			const result = await work();
			this.#note("answered", null);
			return result;
		} catch (error) {
			this.#note(isAway(error) ? "away" : "answered", error);
			throw error;
		}
	}

	#note(outcome: CallOutcome, error: unknown): void {
		const { restMs, nowMs, onChange, patience = 1 } = this.#settings;
		const before = this.#state.status;
		this.#state = afterCall(outcome, this.#state, { nowMs: nowMs(), restMs, patience });
		if (this.#state.status !== before) onChange(outcome === "away" ? error : null);
	}
}
