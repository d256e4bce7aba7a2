import type { Wording } from "./wording.ts";

/** Where the shop's people are: "today" and "tomorrow" are meant there. */
const SHOP_TIME_ZONE = "Europe/Berlin";
const DAY_MS = 86_400_000;

const dayKey = new Intl.DateTimeFormat("en-CA", { timeZone: SHOP_TIME_ZONE, dateStyle: "short" });

/** `18 November`, with the year where it is not the present one. */
export function dateInWords(atMs: number, { nowMs, locale }: Wording): string {
	const isThisYear = dayKey.format(atMs).slice(0, 4) === dayKey.format(nowMs).slice(0, 4);
	return formatDay(atMs, locale, isThisYear ? { day: "numeric", month: "long" } : { dateStyle: "long" });
}

/** Fits behind a verb: `today`, `tomorrow`, `yesterday`, `on Wednesday, 18 November`. */
export function dayInWords(atMs: number, wording: Wording): string {
	const { nowMs, locale } = wording;
	const day = dayKey.format(atMs);
	const distance = [0, 1, -1].find((days) => day === dayKey.format(nowMs + days * DAY_MS));
	if (distance !== undefined)
		return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(distance, "day");
	const weekday = formatDay(atMs, locale, { weekday: "long" });
	return wording.phrase("utter_words_on_day", { weekday, date: dateInWords(atMs, wording) });
}

/** The weekday is enough for what comes within the next days. */
const NEAR_MS = 6 * DAY_MS;

/**
 * `Monday at 09:00`, with the date where it is not within a week.
 *
 * @param timeZone - the customer's, as their page says; without one that is known, the shop's, which is then named
 */
export function openingInWords(
	atMs: number,
	timeZone: string | null,
	{ nowMs, locale }: Pick<Wording, "nowMs" | "locale">,
): string {
	const date = atMs - nowMs < NEAR_MS ? {} : ({ day: "numeric", month: "long" } as const);
	const parts = { weekday: "long", hour: "2-digit", minute: "2-digit", ...date } as const;
	try {
		if (timeZone !== null) return new Intl.DateTimeFormat(locale, { ...parts, timeZone }).format(atMs);
	} catch {
		// not a zone that anybody has
	}
	return formatDay(atMs, locale, { ...parts, timeZoneName: "short" });
}

/** Whether the day of `atMs` is over: a parcel promised for today is not late yet. */
export function isDayOver(atMs: number, nowMs: number): boolean {
	return dayKey.format(atMs) < dayKey.format(nowMs);
}

function formatDay(atMs: number, locale: string, options: Intl.DateTimeFormatOptions): string {
	return new Intl.DateTimeFormat(locale, { timeZone: SHOP_TIME_ZONE, ...options }).format(atMs);
}
