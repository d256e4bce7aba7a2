import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Within this distance the reader counts as being at the end. */
const AT_END_PIXELS = 48;

interface Options {
	/** Key of the newest message of whoever reads: a new one always scrolls. */
	ownKey: string | null;
	/** `seq` of the first message: a smaller one means that history was added above. */
	firstSeq: number;
	/** Whether the end is in view, in a tab that is in view. */
	onAttention?: (isAttentive: boolean) => void;
}

/** Pixels of all there is, and of what is in view. */
interface Extent {
	height: number;
	view: number;
}

interface StickToEnd<Box extends HTMLElement> {
	scroller: RefObject<Box | null>;
	content: RefObject<HTMLDivElement | null>;
	isAtEnd: boolean;
	scrollToEnd: () => void;
}

/** Keeps the newest message in view only for a reader who is there; what is added above moves nothing. */
export function useStickToEnd<Box extends HTMLElement>({
	ownKey,
	firstSeq,
	onAttention,
}: Options): StickToEnd<Box> {
	const scroller = useRef<Box>(null);
	const content = useRef<HTMLDivElement>(null);
	const [isAtEnd, setIsAtEnd] = useState(true);
	const isStuck = useRef(true);
	/** Before the latest change, in pixels: for the place of what stands in view, and for where the reader went. */
	const before = useRef<Extent>({ height: 0, view: 0 });
	const jump = useCallback(() => {
		const box = scroller.current;
		if (box !== null) box.scrollTop = box.scrollHeight;
	}, []);

	useLayoutEffect(() => {
		isStuck.current = true;
		jump();
		// oxlint-disable-next-line react/exhaustive-effect-dependencies -- the key is the reason to run, not an input
	}, [ownKey, jump]);

	useLayoutEffect(() => {
		const box = scroller.current;
		if (box === null) return;
		if (isStuck.current) jump();
		else if (before.current.height > 0) box.scrollTop += box.scrollHeight - before.current.height;
		before.current.height = box.scrollHeight;
		// oxlint-disable-next-line react/exhaustive-effect-dependencies -- runs when something was added above, and only then
	}, [firstSeq, jump]);

	useEffect(() => {
		const box = scroller.current;
		const inner = content.current;
		if (box === null || inner === null) return undefined;
		const onScroll = (): void => {
			isStuck.current = pixelsToEnd(box, before.current) < AT_END_PIXELS;
			setIsAtEnd(isStuck.current);
		};
		// grows by a message, an image that has loaded, a wider font: all the same to the reader
		const observer = new ResizeObserver(() => {
			before.current = { height: box.scrollHeight, view: box.clientHeight };
			if (isStuck.current) jump();
			onScroll();
		});
		observer.observe(inner);
		observer.observe(box);
		box.addEventListener("scroll", onScroll, { passive: true });
		return () => {
			observer.disconnect();
			box.removeEventListener("scroll", onScroll);
		};
	}, [jump]);

	useEffect(() => {
		if (onAttention === undefined) return undefined;
		const tell = (): void => onAttention(isAtEnd && document.visibilityState === "visible");
		tell();
		document.addEventListener("visibilitychange", tell);
		return () => document.removeEventListener("visibilitychange", tell);
	});

	const scrollToEnd = (): void => {
		const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
		scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior: isCalm ? "auto" : "smooth" });
	};
	return { scroller, content, isAtEnd, scrollToEnd };
}

/**
 * How far above the end the reader went. An event of scrolling may come after a change that was not observed yet:
 * what grew meanwhile took nobody from the end, and what shrank left nobody short of it.
 */
function pixelsToEnd(box: HTMLElement, before: Extent): number {
	return Math.min(box.scrollHeight, before.height) - box.scrollTop - Math.max(box.clientHeight, before.view);
}
