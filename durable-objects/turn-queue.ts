/**
 * One turn at a time. An object is single-threaded but not serial: while an action awaits, the next message comes in
 * and must wait here. A turn that throws rejects its own caller and leaves the queue going.
 */
export class TurnQueue {
	#tail: Promise<unknown> = Promise.resolve();
	#waiting = 0;

	/** Turns that run or wait. */
	get length(): number {
		return this.#waiting;
	}

	/** Settles when everything that runs or waits now is done. */
	async idle(): Promise<void> {
		await this.#tail;
	}

	run<Result>(turn: () => Promise<Result>): Promise<Result> {
		this.#waiting += 1;
		const result = this.#tail.then(turn);
		this.#tail = result.then(
			() => this.#done(),
			() => this.#done(),
		);
		return result;
	}

	#done(): void {
		this.#waiting -= 1;
	}
}
