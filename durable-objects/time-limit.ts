/** Thrown when something took longer than it may. */
export class TimedOut extends Error {
	constructor(what: string, timeoutMs: number) {
		super(`${what} gave no answer within ${timeoutMs} ms`);
		this.name = "TimeoutError";
	}
}

/**
 * The promise's result, or `TimedOut` after `timeoutMs`. What it was waiting for goes on unheard: whatever it changes
 * must bear being repeated (idempotency keys).
 */
export async function withTimeLimit<Result>(
	what: string,
	timeoutMs: number,
	work: Promise<Result>,
): Promise<Result> {
	let stop = (): void => {};
	const limit = new Promise<never>((_resolve, reject) => {
		const timer = setTimeout(() => reject(new TimedOut(what, timeoutMs)), timeoutMs);
		stop = () => clearTimeout(timer);
	});
	try {
		return await Promise.race([work, limit]);
	} finally {
		stop();
	}
}
