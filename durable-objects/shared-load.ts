/** Something that takes a while to load, shared by all callers of an isolate. */

/** A load whose caller went away never ends: who waits for it begins another after this. */
export const LOAD_LIMIT_MS = 10_000;

/** What a load needs of the call that may begin it. */
export interface LoadCall<Value> {
	nowMs(): number;
	load(): Promise<Value>;
	waitUntil(promise: Promise<unknown>): void;
	/** Settles after that time, or when it is stopped. */
	pause(ms: number): { readonly over: Promise<void>; stop(): void };
}

/**
 * One load serves all who ask meanwhile. What it does belongs to the call that began it, for that is how a Worker counts
 * its input and output: with a caller that is cut off the load may be cut off, without a word to those who wait. So
 * they wait by a clock of their own.
 */
export class SharedLoad<Value> {
	#loaded: { readonly value: Value } | null = null;
	#running: { readonly promise: Promise<Value>; readonly sinceMs: number } | null = null;

	/** What is loaded, or null. */
	get loaded(): Value | null {
		return this.#loaded?.value ?? null;
	}

	/** @throws what the load throws; the next caller begins another */
	async get(call: LoadCall<Value>): Promise<Value> {
		for (;;) {
			if (this.#loaded !== null) return this.#loaded.value;
			const running = this.#running;
			const leftMs = running === null ? 0 : running.sinceMs + LOAD_LIMIT_MS - call.nowMs();
			if (running === null || leftMs <= 0) return this.#begin(call);
			// it looks again after having waited
			const ended = await waitFor(running.promise, call.pause(leftMs));
			if (ended !== null) return ended.value;
		}
	}

	#begin(call: LoadCall<Value>): Promise<Value> {
		const promise = this.#load(call);
		const running = { promise, sinceMs: call.nowMs() };
		this.#running = running;
		const forget = (): void => {
			if (this.#running === running) this.#running = null;
		};
		// goes on when the caller is gone; who waits hears of a failure by the promise itself
		call.waitUntil(promise.then(forget, forget));
		return promise;
	}

	async #load(call: LoadCall<Value>): Promise<Value> {
		const value = await call.load();
		// one that was given up and came all the same: the first stays
		this.#loaded ??= { value };
		return this.#loaded.value;
	}
}

async function waitFor<Value>(
	promise: Promise<Value>,
	pause: { readonly over: Promise<void>; stop(): void },
): Promise<{ readonly value: Value } | null> {
	try {
		return await Promise.race([promise.then((value) => ({ value })), pause.over.then(() => null)]);
	} finally {
		pause.stop();
	}
}
