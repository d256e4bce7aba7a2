import type { SentenceEncoder } from "../nlu/encoder/sentence-encoder.ts";

/** How far an isolate is with its sentence encoder. Times are epoch milliseconds. */
export type EncoderState =
	| { readonly kind: "absent" }
	| { readonly kind: "loading"; readonly sinceMs: number }
	| { readonly kind: "failed"; readonly atMs: number }
	| { readonly kind: "ready"; readonly encoder: SentenceEncoder };

/** A load whose caller went away is given up after this. */
const LOADING_LIMIT_MS = 30_000;
/** After a failure the first tier judges alone for so long. */
const RETRY_AFTER_MS = 60_000;

/** Whether to begin loading now. */
export function mayBeginLoading(state: EncoderState, nowMs: number): boolean {
	switch (state.kind) {
		case "absent":
			return true;
		case "loading":
			return nowMs - state.sinceMs >= LOADING_LIMIT_MS;
		case "failed":
			return nowMs - state.atMs >= RETRY_AFTER_MS;
		default:
			return false;
	}
}

/** What a load needs of the call that begins it. */
export interface EncoderCall {
	readonly nowMs: number;
	/** The file of weights; rejects where it can't be had. */
	fetchWeights(): Promise<ArrayBuffer>;
	waitUntil(promise: Promise<unknown>): void;
	report(error: unknown): void;
}

/**
 * The encoder of an isolate: there once somebody needed it and its weights have come. Nobody waits for it: until then
 * the first tier judges alone.
 */
export class EncoderHolder {
	readonly #open: (weights: ArrayBuffer) => SentenceEncoder;
	#state: EncoderState = { kind: "absent" };

	/** @param open - makes an encoder of a file of weights; may throw */
	constructor(open: (weights: ArrayBuffer) => SentenceEncoder) {
		this.#open = open;
	}

	/** The encoder, or null; then it begins to load where it may. */
	get(call: EncoderCall): SentenceEncoder | null {
		if (this.#state.kind === "ready") return this.#state.encoder;
		if (mayBeginLoading(this.#state, call.nowMs)) {
			this.#state = { kind: "loading", sinceMs: call.nowMs };
			call.waitUntil(this.#load(call));
		}
		return null;
	}

	async #load(call: EncoderCall): Promise<void> {
		try {
			this.#state = { kind: "ready", encoder: this.#open(await call.fetchWeights()) };
		} catch (error) {
			this.#state = { kind: "failed", atMs: call.nowMs };
			call.report(error);
		}
	}
}
