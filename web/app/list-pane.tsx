import type { ReactNode } from "react";
import { classNames } from "../ui/class-names.ts";

interface ListPaneProps {
	/** Of the page, which is still called so where its list is covered. */
	title: string;
	isCovered: boolean;
	children: ReactNode;
}

/** The list beside what is open: where there is no room for both, one of the two is seen. */
export function ListPane({ title, isCovered, children }: ListPaneProps) {
	return (
		<>
			{isCovered && <h1 className="sr-only beside:hidden">{title}</h1>}
			<div
				className={classNames(
					"flex min-h-0 w-full flex-col border-line beside:w-88 beside:shrink-0 beside:border-e",
					isCovered && "max-beside:hidden",
				)}
			>
				{children}
			</div>
		</>
	);
}
