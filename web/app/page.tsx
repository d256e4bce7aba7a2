import { type ReactNode, useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { classNames } from "../ui/class-names.ts";
import { pageAt } from "./page-list.ts";
import { useDesk } from "./world.ts";

/** The first page is where the reader already is; each later one takes the focus, so that it is read out. */
let isFirst = true;

interface PageProps {
	title: string;
	lead?: ReactNode;
	actions?: ReactNode;
	/** A page that fills the window and scrolls inside. */
	isFull?: boolean;
	/** A page of charts and wide tables. */
	isWide?: boolean;
	children: ReactNode;
}

/** The heading of a page, its one or two actions, and what it is about. */
export function Page({ title, lead, actions, isFull = false, isWide = false, children }: PageProps) {
	const heading = usePageHeading(title);
	const [path] = useLocation();
	// the phone's bar says it already
	const isSaid = pageAt(path)?.title === title;
	return (
		<div
			className={classNames(
				isFull ? "flex min-h-0 flex-1 flex-col" : "mx-auto w-full px-4 py-5 sm:px-6 md:py-8",
				!isFull && (isWide ? "max-w-320" : "max-w-250"),
			)}
		>
			<div
				className={classNames(
					"flex flex-wrap items-start justify-between gap-x-4 gap-y-3",
					isFull ? "border-b border-line px-4 py-2.5" : "mb-5",
					isSaid && lead === undefined && actions === undefined && "max-md:sr-only",
				)}
			>
				<div className="min-w-0">
					<h1
						ref={heading}
						tabIndex={-1}
						className={classNames(
							"font-semibold wrap-anywhere outline-none",
							isFull ? "text-base leading-8" : "text-lg",
							isSaid && "max-md:sr-only",
						)}
					>
						{title}
					</h1>
					{lead !== undefined && <p className="max-w-160 text-muted">{lead}</p>}
				</div>
				{actions !== undefined && (
					<div className={classNames("flex flex-wrap items-center gap-2", !isFull && "max-sm:w-full")}>
						{actions}
					</div>
				)}
			</div>
			{children}
		</div>
	);
}

/** Names the window after the page, and takes the focus to its heading when it was come to from another one. */
export function usePageHeading(title: string) {
	const { siteName, windowTitle } = useDesk();
	const heading = useRef<HTMLHeadingElement>(null);
	useEffect(() => {
		windowTitle.page(siteName === null ? title : `${title} · ${siteName}`);
	}, [title, siteName, windowTitle]);
	useEffect(() => {
		if (!isFirst) heading.current?.focus();
		isFirst = false;
	}, []);
	return heading;
}

/** A box on the page that holds a list or a form. */
export function Panel({ children, className }: { children: ReactNode; className?: string }) {
	return (
		<div className={classNames("overflow-hidden rounded-md border border-line bg-raised", className)}>
			{children}
		</div>
	);
}
