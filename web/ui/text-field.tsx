import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

type TextFieldProps = Omit<ComponentProps<"input">, "id"> & {
	label: string;
	/** Stands below the field, until an error takes its place. */
	hint?: ReactNode;
	/** What is wrong with it; read out with the field. */
	error?: string | undefined;
};

/** A field with its label, its hint and its error, tied together for those who don't see them. */
export function TextField({ label, hint, error, className, ...rest }: TextFieldProps) {
	const id = useId();
	const isHinted = hint !== undefined && error === undefined;
	const note = `${id}-note`;
	return (
		<div className={className}>
			<label htmlFor={id} className="mb-1 block text-sm font-medium">
				{label}
			</label>
			<input
				id={id}
				aria-invalid={error !== undefined}
				aria-describedby={isHinted || error !== undefined ? note : undefined}
				className={classNames(
					"block min-h-10 w-full rounded-md border bg-raised px-3 text-base text-ink outline-offset-0 placeholder:text-muted pointer-coarse:min-h-11",
					error === undefined ? "border-edge" : "border-danger-ink",
				)}
				{...rest}
			/>
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
