import { navigate } from "wouter/use-browser-location";
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
	const address = `/app${to}`;
	return (
		<a
			href={address}
			title={title}
			aria-current={isCurrent ? "page" : undefined}
			className={className}
			onPointerEnter={onPoint}
			onFocus={onPoint}
			onClick={(event) => {
				// in a new tab or window, as the browser does it
				if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
				event.preventDefault();
				// the address is written, not listened to: a list has hundreds of links
				navigate(address);
				onGo?.();
			}}
		>
			{children}
		</a>
	);
}
