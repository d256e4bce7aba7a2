const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/** Making one takes longer than hundreds of rows take to use it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** A format that is made once for its options. */
export function dateFormat(options: Intl.DateTimeFormatOptions, locale?: string): Intl.DateTimeFormat {
	const key = `${locale ?? ""} ${JSON.stringify(options)}`;
	const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
	formats.set(key, known);
	return known;
}

/** How long ago, as short as a list wants it: `now`, `5 min`, `3 h`, `2 d`, then the date. */
export function shortTime(atMs: number, nowMs: number, locale?: string): string {
	const agoMs = nowMs - atMs;
	if (agoMs < MINUTE_MS && agoMs > -MINUTE_MS) return "now";
	if (agoMs >= 0 && agoMs < HOUR_MS) return `${Math.floor(agoMs / MINUTE_MS)} min`;
	if (agoMs >= 0 && agoMs < DAY_MS) return `${Math.floor(agoMs / HOUR_MS)} h`;
	if (agoMs >= 0 && agoMs < WEEK_MS) return `${Math.floor(agoMs / DAY_MS)} d`;
	const isThisYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
	const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
	return dateFormat(isThisYear ? day : { ...day, year: "numeric" }, locale).format(atMs);
}

/** The exact time, for a tooltip and for those who need it. */
export function exactTime(atMs: number): string {
	return dateFormat({ dateStyle: "medium", timeStyle: "medium" }).format(atMs);
}
