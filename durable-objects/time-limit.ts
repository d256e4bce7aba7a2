import { ActionFailed } from "../dialogue/ports.ts";

/** The failure of an action that took longer than it may. */
export function timedOut(action: string, timeoutMs: number): ActionFailed {
	return new ActionFailed(action, "timeout", `no answer within ${timeoutMs} ms`);
}

/**
 * The action's result, or a failure after `timeoutMs`. The action goes on unheard: what it changes carries its
 * idempotency key, so that another try does no harm.
 *
 * @throws ActionFailed (`timeout`), or what the action throws
 */
export async function withTimeLimit<Result>(
	action: string,
	timeoutMs: number,
	work: Promise<Result>,
): Promise<Result> {
	let stop = (): void => {};
	const limit = new Promise<never>((_resolve, reject) => {
		const timer = setTimeout(() => reject(timedOut(action, timeoutMs)), timeoutMs);
		stop = () => clearTimeout(timer);
	});
	try {
		return await Promise.race([work, limit]);
	} finally {
		stop();
	}
}
