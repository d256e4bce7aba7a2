import type { ReactNode } from "react";
import { classNames } from "../ui/class-names.ts";

/** The list beside what is open: on a phone one of the two is seen. */
export function ListPane({ isCovered, children }: { isCovered: boolean; children: ReactNode }) {
	return (
		<div
			className={classNames(
				"flex min-h-0 w-full flex-col border-line md:w-88 md:shrink-0 md:border-e",
				isCovered && "max-md:hidden",
			)}
		>
			{children}
		</div>
	);
}
