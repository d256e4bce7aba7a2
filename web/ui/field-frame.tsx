import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

export interface FieldNotes {
	label: string;
	/** Stands below the field, until an error takes its place. */
	hint?: ReactNode;
	/** What is wrong with it; read out with the field. */
	error?: string | undefined;
	/** For a field whose place says what it is: the label is for those who don't see it. */
	isLabelHidden?: boolean;
	className?: string | undefined;
}

/** What the field itself carries. */
export interface FieldWiring {
	id: string;
	"aria-invalid": boolean;
	"aria-describedby": string | undefined;
	className: string;
}

/** A label, a hint and an error, tied to the field for those who don't see them. `look` is the field's own. */
export function FieldFrame({
	label,
	hint,
	error,
	isLabelHidden = false,
	className,
	look,
	children,
}: FieldNotes & { look: string; children: (wiring: FieldWiring) => ReactNode }) {
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
				className: classNames(look, error === undefined ? "border-edge" : "border-danger-ink"),
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
