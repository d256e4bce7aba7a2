import { useLocation } from "wouter";
import type { ReactNode } from "react";

interface NavLinkProps {
	/** Below /app. */
	to: string;
	className?: string;
	isCurrent?: boolean;
	title?: string;
	onPoint?: () => void;
	onGo?: () => void;
	children: ReactNode;
}

/** A link inside of the desk: a real address, followed without loading the page anew. */
export function NavLink({ to, className, isCurrent = false, title, onPoint, onGo, children }: NavLinkProps) {
	const [, navigate] = useLocation();
	return (
		<a
			href={`/app${to}`}
			title={title}
			aria-current={isCurrent ? "page" : undefined}
			className={className}
			onPointerEnter={onPoint}
			onFocus={onPoint}
			onClick={(event) => {
				// in a new tab or window, as the browser does it
				if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
				event.preventDefault();
				navigate(to);
				onGo?.();
			}}
		>
			{children}
		</a>
	);
}
