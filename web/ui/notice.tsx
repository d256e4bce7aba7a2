import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const TONES = {
	plain: "bg-panel text-muted",
	warn: "bg-warn-soft text-warn-ink",
	danger: "bg-danger-soft text-danger-ink",
	good: "bg-good-soft text-good-ink",
} as const;

interface NoticeProps {
	tone: keyof typeof TONES;
	icon: ReactNode;
	children: ReactNode;
	action?: ReactNode;
	className?: string;
}

/** One line that says what happened and, where there is something to do, a button that does it. */
export function Notice({ tone, icon, children, action, className }: NoticeProps) {
	return (
		<div
			className={classNames(
				"flex min-h-9 items-center justify-center gap-x-2 px-4 py-1.5 text-sm",
				TONES[tone],
				className,
			)}
		>
			<span aria-hidden="true" className="shrink-0">
				{icon}
			</span>
			<span className="text-balance">
				{children} {action}
			</span>
		</div>
	);
}
