import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

interface CheckFieldProps {
	isChecked: boolean;
	onToggle: () => void;
	className?: string;
	children: ReactNode;
}

/** A box with its words, which are part of it. */
export function CheckField({ isChecked, onToggle, className, children }: CheckFieldProps) {
	return (
		<label className={classNames("flex min-h-8 items-center gap-2", className)}>
			<input type="checkbox" className="size-4 accent-accent" checked={isChecked} onChange={onToggle} />
			{children}
		</label>
	);
}
