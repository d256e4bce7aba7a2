import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";

type IconButtonProps = Omit<ComponentProps<"button">, "children" | "aria-label"> & {
	/** What it does; also the tooltip. */
	label: string;
	icon: ReactNode;
};

export function IconButton({ label, icon, className, type = "button", ...rest }: IconButtonProps) {
	return (
		<button
			// oxlint-disable-next-line react/button-has-type -- "button" unless the caller says submit
			type={type}
			aria-label={label}
			title={label}
			className={classNames(
				"inline-grid size-9 pointer-coarse:size-11 shrink-0 place-items-center rounded-md border border-transparent text-muted",
				"transition-colors duration-150 hover:bg-hover hover:text-ink",
				className,
			)}
			{...rest}
		>
			{icon}
		</button>
	);
}
