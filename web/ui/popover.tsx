import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";

interface PopoverProps {
	trigger: ReactElement;
	/** Named for those who don't see where it opens. */
	title: string;
	children: ReactNode;
	align?: "start" | "end";
	isOpen?: boolean;
	onOpenChange?: (isOpen: boolean) => void;
}

/** A small panel beside the button that opens it. */
export function Popover({ trigger, title, children, align = "start", isOpen, onOpenChange }: PopoverProps) {
	return (
		<Base.Root
			{...(isOpen === undefined ? {} : { open: isOpen })}
			{...(onOpenChange === undefined ? {} : { onOpenChange })}
		>
			<Base.Trigger render={trigger} />
			<Base.Portal>
				<Base.Positioner align={align} sideOffset={4} className="z-10">
					<Base.Popup
						aria-label={title}
						className="max-h-(--available-height) w-72 max-w-[94vw] overflow-y-auto rounded-md border border-line bg-raised p-3 text-sm text-ink shadow-float transition-opacity duration-150 outline-none data-ending-style:opacity-0 data-starting-style:opacity-0"
					>
						{children}
					</Base.Popup>
				</Base.Positioner>
			</Base.Portal>
		</Base.Root>
	);
}
