import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

interface ConfirmDialogProps {
	isOpen: boolean;
	title: string;
	/** What will be so afterwards. */
	children: ReactNode;
	/** Says what the button does: "Delete the webhook", never "OK". */
	action: string;
	/** `danger`, unless it can be taken back afterwards. */
	look?: "danger" | "solid";
	onConfirm: () => void;
	onClose: () => void;
}

/** Asks before something that can't be undone; the harmless answer has the focus. */
export function ConfirmDialog({
	isOpen,
	title,
	children,
	action,
	look = "danger",
	onConfirm,
	onClose,
}: ConfirmDialogProps) {
	return (
		<Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
			<Base.Portal>
				<Base.Backdrop className="fixed inset-0 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
				<Base.Popup className="fixed inset-x-0 bottom-0 mx-auto w-full rounded-t-bubble border border-line bg-raised p-5 text-sm text-ink shadow-float transition-opacity duration-150 outline-none data-ending-style:opacity-0 data-starting-style:opacity-0 sm:top-[20dvh] sm:bottom-auto sm:max-w-100 sm:rounded-bubble">
					<Base.Title className="text-base font-semibold text-balance break-words">{title}</Base.Title>
					<Base.Description className="mt-1.5 text-muted">{children}</Base.Description>
					<div className="mt-5 flex justify-end gap-2">
						<Base.Close render={<Button size="compact">Cancel</Button>} />
						<Button
							size="compact"
							look={look}
							onClick={() => {
								onConfirm();
								onClose();
							}}
						>
							{action}
						</Button>
					</div>
				</Base.Popup>
			</Base.Portal>
		</Base.Root>
	);
}
