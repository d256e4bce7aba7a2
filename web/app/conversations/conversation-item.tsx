import { type ReactNode, useEffect, useRef } from "react";
import { classNames } from "../../ui/class-names.ts";
import { Moment } from "../../ui/moment.tsx";
import { NavLink } from "../shell/nav-link.tsx";

interface ConversationItemProps {
	id: string;
	isOpen: boolean;
	/** What was said last. */
	title: ReactNode;
	at: string;
	/** What else is to be known of it, in small. */
	children: ReactNode;
}

/** A conversation in a list, which opens it; the open one is kept in sight. */
export function ConversationItem({ id, isOpen, title, at, children }: ConversationItemProps) {
	const element = useRef<HTMLLIElement>(null);
	useEffect(() => {
		if (isOpen) element.current?.scrollIntoView({ block: "nearest" });
	}, [isOpen]);
	return (
		<li ref={element}>
			<NavLink
				to={`/conversations/${id}${location.search}`}
				isCurrent={isOpen}
				className={classNames(
					"block border-s-2 px-3 py-2.5 -outline-offset-2",
					isOpen ? "border-accent-ink bg-accent-soft" : "border-transparent hover:bg-panel",
				)}
			>
				<span className="flex items-baseline justify-between gap-3">
					{title}
					<Moment at={at} className="text-xs text-muted" />
				</span>
				<span className="mt-1 flex flex-wrap items-center gap-1.5 text-xs text-muted">{children}</span>
			</NavLink>
		</li>
	);
}
