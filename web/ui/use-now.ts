import { useEffect, useState } from "react";

/** The time, renewed every `everyMs` while the page is seen. */
export function useNow(everyMs: number): number {
	const [nowMs, setNowMs] = useState(() => Date.now());
	useEffect(() => onTick(everyMs, setNowMs), [everyMs]);
	return nowMs;
}

type Hear = (nowMs: number) => void;

interface Ticker {
	readonly hearers: Set<Hear>;
	readonly stop: () => void;
}

/** One timer for all that look at the time in the same rhythm: hundreds of rows are drawn anew together. */
const tickers = new Map<number, Ticker>();

function onTick(everyMs: number, hear: Hear): () => void {
	const ticker = tickers.get(everyMs) ?? startTicker(everyMs);
	ticker.hearers.add(hear);
	return () => {
		ticker.hearers.delete(hear);
		if (ticker.hearers.size > 0) return;
		ticker.stop();
		tickers.delete(everyMs);
	};
}

function startTicker(everyMs: number): Ticker {
	const hearers = new Set<Hear>();
	const tick = (): void => {
		if (document.visibilityState === "visible") for (const hear of hearers) hear(Date.now());
	};
	const timer = setInterval(tick, everyMs);
	document.addEventListener("visibilitychange", tick);
	const ticker: Ticker = {
		hearers,
		stop: () => {
			clearInterval(timer);
			document.removeEventListener("visibilitychange", tick);
		},
	};
	tickers.set(everyMs, ticker);
	return ticker;
}
