/** Where the shop's people are: "today" and "tomorrow" are meant there. */
const SHOP_TIME_ZONE = "Europe/Berlin";
const DAY_MS = 86_400_000;

const dayKey = new Intl.DateTimeFormat("en-CA", { timeZone: SHOP_TIME_ZONE, dateStyle: "short" });
const dayAndMonth = new Intl.DateTimeFormat("en-GB", {
	timeZone: SHOP_TIME_ZONE,
	day: "numeric",
	month: "long",
});
const fullDate = new Intl.DateTimeFormat("en-GB", { timeZone: SHOP_TIME_ZONE, dateStyle: "long" });
const weekday = new Intl.DateTimeFormat("en-GB", { timeZone: SHOP_TIME_ZONE, weekday: "long" });

/** `18 November`, with the year where it is not the present one. */
export function dateInWords(atMs: number, nowMs: number): string {
	const isThisYear = dayKey.format(atMs).slice(0, 4) === dayKey.format(nowMs).slice(0, 4);
	return (isThisYear ? dayAndMonth : fullDate).format(atMs);
}

/** Fits behind a verb: `today`, `tomorrow`, `yesterday`, `on Wednesday, 18 November`. */
export function dayInWords(atMs: number, nowMs: number): string {
	const day = dayKey.format(atMs);
	if (day === dayKey.format(nowMs)) return "today";
	if (day === dayKey.format(nowMs + DAY_MS)) return "tomorrow";
	if (day === dayKey.format(nowMs - DAY_MS)) return "yesterday";
	return `on ${weekday.format(atMs)}, ${dateInWords(atMs, nowMs)}`;
}

/** Whether the day of `atMs` is over: a parcel promised for today is not late yet. */
export function isDayOver(atMs: number, nowMs: number): boolean {
	return dayKey.format(atMs) < dayKey.format(nowMs);
}
