import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

const LOOKS = {
	solid: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
	outline: "border-edge bg-raised text-ink hover:bg-hover",
	quiet: "border-transparent bg-transparent text-ink hover:bg-hover",
	/** What can't be undone. */
	danger: "border-danger-ink bg-raised text-danger-ink hover:bg-danger-soft",
	/** Takes the colour of the line that it stands in. */
	inline:
		"border-transparent bg-transparent px-1 text-current underline underline-offset-2 hover:no-underline",
} as const;

const SIZES = {
	small: "min-h-7 rounded-sm px-2 text-xs pointer-coarse:min-h-9",
	/** The dashboard's. */
	compact: "min-h-8 rounded-sm px-2.5 text-sm pointer-coarse:min-h-10",
	medium: "min-h-9 rounded-md px-3 text-sm pointer-coarse:min-h-11",
} as const;

interface ButtonLook {
	look?: keyof typeof LOOKS;
	size?: keyof typeof SIZES;
}
type ButtonProps = ComponentProps<"button"> & ButtonLook;

/** The classes of a button, for a link that looks like one. */
export function buttonLook({ look = "outline", size = "medium" }: ButtonLook): string {
	return classNames(
		"inline-flex items-center justify-center gap-1.5 border font-medium transition-colors duration-150",
		LOOKS[look],
		SIZES[size],
	);
}

export function Button({
	look = "outline",
	size = "medium",
	className,
	type = "button",
	...rest
}: ButtonProps) {
	return (
		<button
			// oxlint-disable-next-line react/button-has-type -- "button" unless the caller says submit
			type={type}
			className={classNames(buttonLook({ look, size }), className)}
			{...rest}
		/>
	);
}
