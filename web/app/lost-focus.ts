import { type RefObject, useEffect, useRef } from "react";

/**
 * Takes the focus when what had it went away with a change of the page: who has no pointer goes on from there, not from the
 * page's beginning. Whoever has the focus elsewhere keeps it.
 *
 * @param change - another value: what stands on the page is another now
 */
export function useLostFocus(place: RefObject<HTMLElement | null>, change: unknown): void {
	const last = useRef(change);
	useEffect(() => {
		if (last.current === change) return;
		last.current = change;
		if (document.activeElement === document.body) place.current?.focus();
	}, [place, change]);
}
