import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { classNames } from "./class-names.ts";
import { IconButton } from "./icon-button.tsx";

const WIDTHS = { narrow: "sm:max-w-110", wide: "sm:max-w-180" } as const;

interface DialogProps {
	isOpen: boolean;
	onClose: () => void;
	title: string;
	lead?: ReactNode;
	width?: keyof typeof WIDTHS;
	children: ReactNode;
}

/** What floats over the page and takes the focus until it is closed; on a phone a sheet from below. */
export function Dialog({ isOpen, onClose, title, lead, width = "narrow", children }: DialogProps) {
	const body = useRef<HTMLDivElement>(null);
	return (
		<Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
			<Base.Portal>
				<Base.Backdrop className="fixed inset-0 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
				<Base.Popup
					initialFocus={(openedBy) => (openedBy === "touch" ? true : firstWanted(body.current))}
					className={classNames(
						"fixed inset-x-0 bottom-0 mx-auto flex max-h-[88dvh] w-full flex-col rounded-t-bubble border border-line bg-raised text-sm text-ink shadow-float outline-none sm:top-[10dvh] sm:bottom-auto sm:max-h-[80dvh] sm:rounded-bubble",
						"transition-[opacity,translate] duration-150 ease-out data-ending-style:opacity-0 data-starting-style:translate-y-1.5 data-starting-style:opacity-0",
						WIDTHS[width],
					)}
				>
					<header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
						<div className="min-w-0">
							<Base.Title className="text-base font-semibold text-balance break-words">{title}</Base.Title>
							{lead !== undefined && (
								<Base.Description className="mt-0.5 text-muted">{lead}</Base.Description>
							)}
						</div>
						<Base.Close
							render={<IconButton label="Close" icon={<X size={16} />} className="-me-2 -mt-1 size-8" />}
						/>
					</header>
					{/* a form's buttons stand over its end: what is come to by keyboard stops above them */}
					<div ref={body} className="min-h-0 scroll-pb-16 overflow-y-auto px-5 pb-5">
						{children}
					</div>
				</Base.Popup>
			</Base.Portal>
		</Base.Root>
	);
}

/** Whoever opens a form wants to fill it in, and otherwise to do what it is there for. A touch must not bring up the keyboard unasked. */
function firstWanted(body: HTMLElement | null): HTMLElement | null {
	const field = body?.querySelector<HTMLElement>("form :is(input, select, textarea):not(:disabled)");
	return field ?? body?.querySelector<HTMLElement>("button:not(:disabled)") ?? null;
}
