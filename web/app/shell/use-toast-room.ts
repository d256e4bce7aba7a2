import { type RefObject, useEffect } from "react";

/** Where the thread fills the page the toasts float above what stands at the end of the page, not over it: they are told how high it is. */
export function useToastRoom(end: RefObject<HTMLElement | null>): void {
	useEffect(() => {
		const element = end.current;
		if (element === null) return undefined;
		const { style } = document.documentElement;
		const watch = new ResizeObserver(() => style.setProperty("--toast-room", `${element.offsetHeight}px`));
		watch.observe(element);
		return () => {
			watch.disconnect();
			style.removeProperty("--toast-room");
		};
	}, [end]);
}
