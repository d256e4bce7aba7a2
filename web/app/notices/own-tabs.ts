/** What the desk's other tabs of this browser have to do with a notice: one is looked at, one tells the device, or neither. */
export type Elsewhere = "looks" | "tells" | null;

/** The tabs of the desk that one agent has open in one browser: they agree on which one is looked at, and which one tells the device. */
export interface OwnTabs {
	readonly elsewhere: () => Promise<Elsewhere>;
	/** Somebody looks at this tab, or does not any more. */
	readonly seen: (isSeen: boolean) => void;
	/** Somebody looks here: what the others kept is out of date. */
	readonly tellLooked: () => void;
	readonly stop: () => void;
}

/**
 * By the browser's own locks, which a tab that is closed, or dies, gives back by itself. Where there are none (a page that is
 * not served securely) each tab tells for itself.
 *
 * @param onLooked - another tab was looked at
 */
export function ownTabs(agentId: string, onLooked: () => void): OwnTabs {
	const name = `desk ${agentId}`;
	const channel = new BroadcastChannel(name);
	channel.addEventListener("message", onLooked);
	const locks = "locks" in navigator ? navigator.locks : null;
	const [teller, looker] = [`${name} tells`, `${name} looks`];
	let isTeller = locks === null;
	const stopTelling = hold(locks, teller, { onHeld: () => (isTeller = true) });
	let lookAway: (() => void) | null = null;
	const seen = (isSeen: boolean): void => {
		if (isSeen === (lookAway !== null)) return;
		lookAway?.();
		lookAway = isSeen ? hold(locks, looker, { mode: "shared" }) : null;
	};
	return {
		elsewhere: async () => {
			const { held = [] } = (await locks?.query()) ?? {};
			if (held.some((lock) => lock.name === looker)) return "looks";
			return isTeller ? null : "tells";
		},
		seen,
		tellLooked: () => channel.postMessage("looked"),
		stop: () => {
			stopTelling();
			seen(false);
			channel.close();
		},
	};
}

/** Waits for a lock, and has it from then on. @returns gives it back, or waits no longer */
function hold(
	locks: LockManager | null,
	name: string,
	{ mode = "exclusive", onHeld }: { mode?: LockMode; onHeld?: () => void },
): () => void {
	let giveBack = (): void => undefined;
	const untilGivenBack = new Promise<void>((resolve) => (giveBack = resolve));
	void locks?.request(name, { mode }, () => {
		onHeld?.();
		return untilGivenBack;
	});
	return giveBack;
}
