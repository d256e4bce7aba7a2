import { type RefObject, useLayoutEffect, useRef, useState } from "react";

/** How wide an element is drawn; 0 before it is. */
export function useWidth<Element extends HTMLElement>(): [RefObject<Element | null>, number] {
	const element = useRef<Element>(null);
	const [width, setWidth] = useState(0);
	useLayoutEffect(() => {
		const { current } = element;
		if (current === null) return undefined;
		const measure = (): void => setWidth(Math.floor(current.getBoundingClientRect().width));
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(current);
		return () => observer.disconnect();
	}, []);
	return [element, width];
}
