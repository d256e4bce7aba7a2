import { ChevronDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { FieldFrame, type FieldNotes } from "./field-frame.tsx";

const LOOK =
	"block w-full rounded-sm border bg-raised px-2.5 text-sm text-ink outline-offset-0 placeholder:text-muted disabled:text-muted pointer-coarse:text-base";

type Own<Tag extends "input" | "textarea" | "select"> = Omit<ComponentProps<Tag>, "id" | "className"> &
	FieldNotes;

type InputFieldProps = Own<"input"> & {
	/** Stands beside the field and belongs to it alone. */
	beside?: ReactNode;
};

/** The dashboard's compact field of one line. */
export function InputField({
	label,
	hint,
	error,
	isLabelHidden,
	className,
	beside,
	...rest
}: InputFieldProps) {
	return (
		<FieldFrame
			look={LOOK}
			{...{ label, hint, error, className }}
			{...(isLabelHidden === true ? { isLabelHidden } : {})}
		>
			{({ className: own, ...wiring }) => (
				<span className="flex gap-2">
					<input
						{...wiring}
						className={classNames(own, "min-h-8 min-w-0 pointer-coarse:min-h-10")}
						{...rest}
					/>
					{beside}
				</span>
			)}
		</FieldFrame>
	);
}

export function AreaField({ label, hint, error, isLabelHidden, className, ...rest }: Own<"textarea">) {
	return (
		<FieldFrame
			look={LOOK}
			{...{ label, hint, error, className }}
			{...(isLabelHidden === true ? { isLabelHidden } : {})}
		>
			{({ className: own, ...wiring }) => (
				<textarea {...wiring} className={classNames(own, "py-1.5")} {...rest} />
			)}
		</FieldFrame>
	);
}

export function SelectField({ label, hint, error, isLabelHidden, className, ...rest }: Own<"select">) {
	return (
		<FieldFrame
			look={LOOK}
			{...{ label, hint, error, className }}
			{...(isLabelHidden === true ? { isLabelHidden } : {})}
		>
			{({ className: own, ...wiring }) => (
				<span className="relative block">
					<select
						{...wiring}
						className={classNames(own, "min-h-8 appearance-none truncate pe-7 pointer-coarse:min-h-10")}
						{...rest}
					/>
					<ChevronDown
						aria-hidden="true"
						size={14}
						className="pointer-events-none absolute end-2 top-1/2 -translate-y-1/2 text-muted"
					/>
				</span>
			)}
		</FieldFrame>
	);
}
