import type { ReactNode, RefObject } from "react";
import { classNames } from "../ui/class-names.ts";

interface ListPaneProps {
	/** Of the page, which is still called so where its list is covered. */
	title: string;
	isCovered: boolean;
	/** Takes the focus that was lost with what had it. */
	place?: RefObject<HTMLDivElement | null>;
	children: ReactNode;
}

/** The list beside what is open: where there is no room for both, one of the two is seen. */
export function ListPane({ title, isCovered, place, children }: ListPaneProps) {
	return (
		<>
			{isCovered && <h1 className="sr-only beside:hidden">{title}</h1>}
			<div
				ref={place}
				// oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- no fields of a form, and no region to be listed
				role="group"
				aria-label={title}
				tabIndex={-1}
				className={classNames(
					"flex min-h-0 w-full flex-col border-line outline-none beside:w-88 beside:shrink-0 beside:border-e",
					isCovered && "max-beside:hidden",
				)}
			>
				{children}
			</div>
		</>
	);
}
