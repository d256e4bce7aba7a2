import { classNames } from "./class-names.ts";

/** How much of it, beside the figure itself: for the eye alone. @param share - in [0, 1] */
export function Bar({ share, isAgainst = false }: { share: number; isAgainst?: boolean }) {
	return (
		<span aria-hidden="true" className="h-1 w-20 shrink-0 overflow-hidden rounded-full bg-hover">
			<span
				className={classNames("block h-full rounded-full", isAgainst ? "bg-edge" : "bg-accent-ink")}
				style={{ width: `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%` }}
			/>
		</span>
	);
}
