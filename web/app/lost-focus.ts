import { type RefObject, useEffect, useRef } from "react";

/**
 * Takes the focus when what had it went away with a change of the page: who has no pointer goes on from there, not from the
 * page's beginning. Whoever has the focus elsewhere keeps it.
 *
 * @param change - another value: what stands on the page is another now
 * @param mayLose - whether such a change takes something away; stable
 */
export function useLostFocus<Change>(
	place: RefObject<HTMLElement | null>,
	change: Change,
	mayLose: (before: Change, now: Change) => boolean = always,
): void {
	const last = useRef(change);
	useEffect(() => {
		const before = last.current;
		if (before === change) return;
		last.current = change;
		if (mayLose(before, change) && document.activeElement === document.body) place.current?.focus();
	}, [place, change, mayLose]);
}

const always = (): boolean => true;
