import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

interface OneLineProps {
	className?: string;
	title?: string;
	children: ReactNode;
}

/** Words of somebody's in their own direction, at the start of their place: what has no room is cut off at their end. */
export function OneLine({ className, title, children }: OneLineProps) {
	return (
		<span
			dir="auto"
			title={title}
			className={classNames("block w-fit max-w-full min-w-0 truncate", className)}
		>
			{children}
		</span>
	);
}
