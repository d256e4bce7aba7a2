import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Fault } from "../api/call-api.ts";
import type { FormState } from "../api/use-form.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

interface FormDialogProps {
	isOpen: boolean;
	onClose: () => void;
	title: string;
	lead?: ReactNode;
	width?: "narrow" | "wide";
	form: FormState;
	/** What the button says. */
	submit: string;
	children: ReactNode;
}

/** Fields that float over the page; it closes when they were taken. */
export function FormDialog({ form, submit, children, onClose, ...rest }: FormDialogProps) {
	return (
		<Dialog {...rest} onClose={onClose}>
			<form onSubmit={form.submit} className="space-y-4">
				{children}
				<Problem fault={form.problem} />
				<div className="sticky -bottom-5 -mx-5 -mb-5 flex justify-end gap-2 border-t border-line bg-raised px-5 py-3 sm:rounded-b-bubble">
					<Button size="compact" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" look="solid" size="compact" aria-disabled={form.isSending}>
						{form.isSending ? "One moment…" : submit}
					</Button>
				</div>
			</form>
		</Dialog>
	);
}

/** What went wrong and stands at no field. */
export function Problem({ fault }: { fault: Fault | null }) {
	const isSaidAtFields = fault !== null && Object.keys(fault.fields).length > 0;
	return (
		<div role="alert">
			{fault !== null && !isSaidAtFields && (
				<p className="flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-danger-ink">
					<CircleAlert aria-hidden="true" size={16} className="mt-0.5 shrink-0" />
					{fault.message}
				</p>
			)}
		</div>
	);
}
