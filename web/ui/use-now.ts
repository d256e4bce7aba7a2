import { useEffect, useState } from "react";

/** The time, renewed every `everyMs` while the page is seen. */
export function useNow(everyMs: number): number {
	const [nowMs, setNowMs] = useState(() => Date.now());
	useEffect(() => {
		const tick = (): void => {
			if (document.visibilityState === "visible") setNowMs(Date.now());
		};
		const timer = setInterval(tick, everyMs);
		document.addEventListener("visibilitychange", tick);
		return () => {
			clearInterval(timer);
			document.removeEventListener("visibilitychange", tick);
		};
	}, [everyMs]);
	return nowMs;
}
