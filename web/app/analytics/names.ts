import { UNKNOWN_LANGUAGE } from "../../../contracts/analytics-filter.ts";

const languages = new Intl.DisplayNames(["en-GB"], { type: "language" });

/** `de` → German; empty: not known. */
export function nameOfLanguage(code: string): string {
	if (code === "" || code === UNKNOWN_LANGUAGE) return "Not known";
	try {
		return languages.of(code) ?? code;
	} catch {
		return code; // what a client sent, and no language's code
	}
}

/** `order_status` → Order status. */
export function inWords(name: string): string {
	const words = name.replaceAll(/[_/]+/gu, " ").trim();
	return words === "" ? name : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** `09:00` */
export const clock = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

export const WEEKDAYS = [
	"Monday",
	"Tuesday",
	"Wednesday",
	"Thursday",
	"Friday",
	"Saturday",
	"Sunday",
] as const;
