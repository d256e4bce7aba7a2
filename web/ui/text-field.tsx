import type { ComponentProps, ReactNode } from "react";
import { FieldFrame, type FieldNotes } from "./field-frame.tsx";

type TextFieldProps = Omit<ComponentProps<"input">, "id" | "className"> &
	Omit<FieldNotes, "isLabelHidden"> & {
		/** A button that belongs to this field alone: it stands beside it. */
		action?: ReactNode;
	};

const LOOK =
	"block min-h-10 w-full min-w-0 rounded-md border bg-raised px-3 text-base text-ink outline-offset-0 placeholder:text-muted pointer-coarse:min-h-11";

/** The customer's field of one line. */
export function TextField({ label, hint, error, className, action, ...rest }: TextFieldProps) {
	return (
		<FieldFrame look={LOOK} {...{ label, hint, error, className }}>
			{(wiring) => (
				<span className="flex gap-2">
					<input {...wiring} {...rest} />
					{action}
				</span>
			)}
		</FieldFrame>
	);
}
