import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { type ReactElement, type ReactNode, type RefObject, useEffect, useRef } from "react";
import { classNames } from "./class-names.ts";

export interface MenuItem {
	readonly label: string;
	readonly icon?: ReactNode;
	/** The key that does the same. */
	readonly keys?: string;
	/** For a choice among several: whether it is the one that stands. */
	readonly isChosen?: boolean;
	readonly tone?: "danger";
	readonly run: () => void;
}
/** Items under a heading, apart from the next ones. */
export interface MenuGroup {
	readonly heading?: string;
	readonly items: readonly MenuItem[];
}

interface MenuProps {
	/** The button that opens it. */
	trigger: ReactElement;
	groups: readonly MenuGroup[];
	align?: "start" | "end";
	side?: "top" | "bottom";
	/** For a menu that a key opens too. */
	isOpen?: boolean;
	onOpenChange?: (isOpen: boolean) => void;
}

/** What can be done here, behind a button. */
export function Menu({ trigger, groups, align = "end", side = "bottom", isOpen, onOpenChange }: MenuProps) {
	const popup = useRef<HTMLDivElement>(null);
	const isOpenedHere = useRef(false);
	useFirstItem(popup, isOpen === true, isOpenedHere);
	return (
		<Base.Root
			modal={false}
			{...(isOpen === undefined ? {} : { open: isOpen })}
			onOpenChange={(open) => {
				isOpenedHere.current = open;
				onOpenChange?.(open);
			}}
		>
			<Base.Trigger render={trigger} />
			<Base.Portal>
				<Base.Positioner side={side} align={align} sideOffset={4} className="z-10 outline-none">
					<Base.Popup
						ref={popup}
						className="max-h-[min(24rem,var(--available-height))] min-w-44 overflow-y-auto rounded-md border border-line bg-raised p-1 text-sm text-ink shadow-float transition-opacity duration-150 outline-none data-ending-style:opacity-0 data-starting-style:opacity-0"
					>
						{groups.map((group, index) => (
							<Base.Group
								key={group.heading ?? group.items[0]?.label}
								className={classNames(index > 0 && "mt-1 border-t border-line pt-1")}
							>
								{group.heading !== undefined && (
									<Base.GroupLabel className="px-2 py-1 text-xs text-muted">{group.heading}</Base.GroupLabel>
								)}
								{group.items.map((item) => (
									<Item key={item.label} item={item} />
								))}
							</Base.Group>
						))}
					</Base.Popup>
				</Base.Positioner>
			</Base.Portal>
		</Base.Root>
	);
}

/** A key that is not pressed at its button opens it as the button's would: at the first item. */
function useFirstItem(
	popup: RefObject<HTMLElement | null>,
	isOpen: boolean,
	isOpenedHere: RefObject<boolean>,
): void {
	useEffect(() => {
		if (!isOpen || isOpenedHere.current) return undefined;
		let frame = 0;
		const mark = (): void => {
			// the menu takes the focus a moment after it is there
			if (popup.current === null || !popup.current.contains(document.activeElement))
				frame = requestAnimationFrame(mark);
			else popup.current.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
		};
		frame = requestAnimationFrame(mark);
		return () => cancelAnimationFrame(frame);
	}, [popup, isOpen, isOpenedHere]);
}

function Item({ item }: { item: MenuItem }) {
	const className = classNames(
		"flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 outline-none select-none data-highlighted:bg-hover pointer-coarse:min-h-10",
		item.tone === "danger" && "text-danger-ink",
	);
	const content = (
		<>
			{item.icon !== undefined && (
				<span aria-hidden="true" className="shrink-0 text-muted">
					{item.icon}
				</span>
			)}
			<span className="min-w-0 flex-1 truncate">{item.label}</span>
			{item.isChosen === true && <Check aria-hidden="true" size={14} className="shrink-0" />}
			{item.keys !== undefined && <span className="text-xs text-muted">{item.keys}</span>}
		</>
	);
	if (item.isChosen === undefined)
		return (
			<Base.Item className={className} onClick={item.run}>
				{content}
			</Base.Item>
		);
	return (
		<Base.CheckboxItem
			className={className}
			checked={item.isChosen}
			closeOnClick
			onCheckedChange={() => item.run()}
		>
			{content}
		</Base.CheckboxItem>
	);
}
