import { AlarmClock, Timer } from "lucide-react";
import { exactTime } from "../../ui/short-time.ts";
import { useNow } from "../../ui/use-now.ts";

const MINUTE_MS = 60_000;
const TICK_MS = 15_000;
/** So close to the end the clock is shown as a warning. */
const NEAR_MS = 5 * MINUTE_MS;

/** How long until a person should have answered, or since when one should have. The company's hours are counted in already. */
export function ResponseClock({ dueAt }: { dueAt: string }) {
	const nowMs = useNow(TICK_MS);
	const dueMs = Date.parse(dueAt);
	const leftMs = dueMs - nowMs;
	const isOver = leftMs <= 0;
	const Icon = isOver ? AlarmClock : Timer;
	return (
		<span
			title={`An answer is due: ${exactTime(dueMs)}`}
			className={
				isOver
					? "inline-flex shrink-0 items-center gap-1 font-medium text-danger-ink"
					: leftMs < NEAR_MS
						? "inline-flex shrink-0 items-center gap-1 text-warn-ink"
						: "inline-flex shrink-0 items-center gap-1"
			}
		>
			<Icon aria-hidden="true" size={12} />
			<span className="tabular">
				{clockText(leftMs)}
				<span className="sr-only">{isOver ? " with an answer" : " to answer"}</span>
			</span>
		</span>
	);
}

/** `15 min left`, `5 min late`: a bare time would be read as how long somebody has waited. */
export function clockText(leftMs: number): string {
	return leftMs > 0 ? `${spanOf(leftMs)} left` : `${spanOf(-leftMs)} late`;
}

/** A span of time as short as a row wants it. */
export function spanOf(ms: number): string {
	const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
	if (minutes < 60) return `${minutes} min`;
	if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
	return `${Math.round(minutes / 60 / 24)} d`;
}
