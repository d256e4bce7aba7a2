import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

interface FieldNotes {
	label: string;
	/** Stands below the field, until an error takes its place. */
	hint?: ReactNode;
	/** What is wrong with it; read out with the field. */
	error?: string | undefined;
	/** For a field whose place says what it is: the label is for those who don't see it. */
	isLabelHidden?: boolean;
	className?: string | undefined;
}

interface Wiring {
	id: string;
	"aria-invalid": boolean;
	"aria-describedby": string | undefined;
	className: string;
}

const LOOK =
	"block w-full rounded-sm border bg-raised px-2.5 text-sm text-ink outline-offset-0 placeholder:text-muted disabled:text-muted pointer-coarse:text-base";

function Frame({
	label,
	hint,
	error,
	isLabelHidden = false,
	className,
	children,
}: FieldNotes & { children: (wiring: Wiring) => ReactNode }) {
	const id = useId();
	const isHinted = hint !== undefined && error === undefined;
	const note = `${id}-note`;
	return (
		<div className={className}>
			<label
				htmlFor={id}
				className={classNames(isLabelHidden ? "sr-only" : "mb-1 block text-sm font-medium")}
			>
				{label}
			</label>
			{children({
				id,
				"aria-invalid": error !== undefined,
				"aria-describedby": isHinted || error !== undefined ? note : undefined,
				className: classNames(LOOK, error === undefined ? "border-edge" : "border-danger-ink"),
			})}
			{isHinted && (
				<p id={note} className="mt-1 text-xs text-muted">
					{hint}
				</p>
			)}
			{error !== undefined && (
				<p id={note} className="mt-1 text-xs text-danger-ink">
					{error}
				</p>
			)}
		</div>
	);
}

type Own<Tag extends "input" | "textarea" | "select"> = Omit<ComponentProps<Tag>, "id" | "className"> &
	FieldNotes;

/** The dashboard's compact field of one line. */
export function InputField({ label, hint, error, isLabelHidden, className, ...rest }: Own<"input">) {
	return (
		<Frame {...{ label, hint, error, className }} {...(isLabelHidden === true ? { isLabelHidden } : {})}>
			{({ className: look, ...wiring }) => (
				<input {...wiring} className={classNames(look, "min-h-8 pointer-coarse:min-h-10")} {...rest} />
			)}
		</Frame>
	);
}

export function AreaField({ label, hint, error, isLabelHidden, className, ...rest }: Own<"textarea">) {
	return (
		<Frame {...{ label, hint, error, className }} {...(isLabelHidden === true ? { isLabelHidden } : {})}>
			{({ className: look, ...wiring }) => (
				<textarea {...wiring} className={classNames(look, "py-1.5")} {...rest} />
			)}
		</Frame>
	);
}

export function SelectField({ label, hint, error, isLabelHidden, className, ...rest }: Own<"select">) {
	return (
		<Frame {...{ label, hint, error, className }} {...(isLabelHidden === true ? { isLabelHidden } : {})}>
			{({ className: look, ...wiring }) => (
				<select {...wiring} className={classNames(look, "min-h-8 pe-1 pointer-coarse:min-h-10")} {...rest} />
			)}
		</Frame>
	);
}
