import type { ReactNode } from "react";
import { classNames } from "../ui/class-names.ts";

/** The list beside what is open: where there is no room for both, one of the two is seen. */
export function ListPane({ isCovered, children }: { isCovered: boolean; children: ReactNode }) {
	return (
		<div
			className={classNames(
				"flex min-h-0 w-full flex-col border-line beside:w-88 beside:shrink-0 beside:border-e",
				isCovered && "max-beside:hidden",
			)}
		>
			{children}
		</div>
	);
}
