import { classNames } from "../../../ui/class-names.ts";
import type { HourOfWeek } from "../charts/week-map.tsx";
import { clock, WEEKDAYS } from "../names.ts";

export const nameOf = ({ weekday, hour }: HourOfWeek): string => `${WEEKDAYS[weekday - 1]}, ${clock(hour)}`;

/** From fewer to more. */
export function Legend({ looks }: { looks: readonly string[] }) {
	return (
		<p className="flex items-center gap-1.5 px-4 pb-3 text-2xs text-muted" aria-hidden="true">
			Fewer
			{looks.map((look) => (
				<span key={look} className={classNames("h-3 w-6 rounded-sm", look)} />
			))}
			More
		</p>
	);
}
