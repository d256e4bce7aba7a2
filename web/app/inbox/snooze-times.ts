/** A moment at which a snoozed conversation comes back. */
export interface SnoozePreset {
	readonly label: string;
	/** Null: when the customer writes. */
	readonly untilMs: number | null;
}

const HOUR_MS = 3_600_000;
const MORNING = 9;
const EVENING = 18;
const MONDAY = 1;

/** What is offered, in the agent's own time zone: no two of them at the same moment, none that is over. */
export function snoozePresets(nowMs: number): SnoozePreset[] {
	const now = new Date(nowMs);
	const at = (daysLater: number, hour: number): number =>
		new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysLater, hour).getTime();
	const toMonday = (MONDAY - now.getDay() + 7) % 7 || 7;
	const presets: SnoozePreset[] = [
		{ label: "Until the customer writes", untilMs: null },
		{ label: "In an hour", untilMs: nowMs + HOUR_MS },
		{ label: "In three hours", untilMs: nowMs + 3 * HOUR_MS },
		...(now.getHours() < EVENING - 1 ? [{ label: "This evening", untilMs: at(0, EVENING) }] : []),
		{ label: "Tomorrow morning", untilMs: at(1, MORNING) },
		...(toMonday === 1 ? [] : [{ label: "Monday morning", untilMs: at(toMonday, MORNING) }]),
		{ label: "In a week", untilMs: at(7, MORNING) },
	];
	return presets.filter(
		({ untilMs }, place) => presets.findIndex((other) => other.untilMs === untilMs) === place,
	);
}
