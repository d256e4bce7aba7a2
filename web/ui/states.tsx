import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Skeleton } from "./skeleton.tsx";
import { useDelayed } from "./use-delayed.ts";

interface EmptyStateProps {
	icon: ReactNode;
	title: string;
	children?: ReactNode;
	action?: ReactNode;
}

/** Nothing here: says why, and what one can do. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
	return (
		<div className="flex flex-col items-center px-6 py-12 text-center">
			<span
				aria-hidden="true"
				className="grid size-10 place-items-center rounded-md border border-line bg-raised text-muted"
			>
				{icon}
			</span>
			<p className="mt-3 font-medium">{title}</p>
			{children !== undefined && <p className="mt-1 max-w-90 text-balance text-muted">{children}</p>}
			{action !== undefined && <div className="mt-4">{action}</div>}
		</div>
	);
}

/** It could not be loaded: says why, and tries again. */
export function ErrorState({ message, onRetry }: { message: string; onRetry: () => void }) {
	return (
		<div role="alert" className="flex flex-col items-center px-6 py-12 text-center">
			<CircleAlert aria-hidden="true" size={20} className="text-danger-ink" />
			<p className="mt-2 max-w-90 text-balance">{message}</p>
			<Button size="compact" className="mt-4" onClick={onRetry}>
				Try again
			</Button>
		</div>
	);
}

/** Lines in the place of a list that loads; only when it takes its time. */
export function LoadingRows({ rows = 6 }: { rows?: number }) {
	const isSlow = useDelayed(true, 150);
	return (
		<div className="px-4 py-3">
			<output className="sr-only">Loading…</output>
			{isSlow &&
				Array.from({ length: rows }, (_, row) => (
					<div key={row} className="flex items-center gap-4 py-2.5">
						<Skeleton className="h-4 w-1/4" />
						<Skeleton className="h-4 flex-1" />
						<Skeleton className="h-4 w-16" />
					</div>
				))}
		</div>
	);
}
