import { classNames } from "./class-names.ts";
import { exactTime, shortTime } from "./short-time.ts";
import { useNow } from "./use-now.ts";

interface MomentProps {
	/** ISO 8601. */
	at: string;
	className?: string;
}

/** How long ago, with the exact time in the tooltip; it goes on counting. */
export function Moment({ at, className }: MomentProps) {
	const nowMs = useNow(30_000);
	const atMs = Date.parse(at);
	return (
		<time
			dateTime={at}
			title={exactTime(atMs)}
			className={classNames("whitespace-nowrap", className ?? "text-muted")}
		>
			{shortTime(atMs, nowMs)}
		</time>
	);
}

/** The day and the time of day, in the reader's own time zone. */
export function ExactMoment({ at, className }: MomentProps) {
	return (
		<time dateTime={at} className={classNames("whitespace-nowrap", className ?? "text-muted")}>
			{exactTime(Date.parse(at))}
		</time>
	);
}
