import { ListFilter } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Popover } from "../ui/popover.tsx";

interface FiltersPopoverProps {
	/** How many filters hold. */
	held: number;
	className?: string;
	children: ReactNode;
}

/** Filters behind a button that says how many of them hold. */
export function FiltersPopover({ held, className, children }: FiltersPopoverProps) {
	return (
		<Popover
			title="Filters"
			align="end"
			trigger={
				<Button size="compact" className={className}>
					<ListFilter aria-hidden="true" size={14} />
					{held === 0 ? "Filter" : `Filter · ${held}`}
				</Button>
			}
		>
			<div className="space-y-3">{children}</div>
		</Popover>
	);
}
