import type { ComponentProps } from "react";
import { FieldFrame, type FieldNotes } from "./field-frame.tsx";

type TextFieldProps = Omit<ComponentProps<"input">, "id" | "className"> & Omit<FieldNotes, "isLabelHidden">;

const LOOK =
	"block min-h-10 w-full rounded-md border bg-raised px-3 text-base text-ink outline-offset-0 placeholder:text-muted pointer-coarse:min-h-11";

/** The customer's field of one line. */
export function TextField({ label, hint, error, className, ...rest }: TextFieldProps) {
	return (
		<FieldFrame look={LOOK} {...{ label, hint, error, className }}>
			{(wiring) => <input {...wiring} {...rest} />}
		</FieldFrame>
	);
}
