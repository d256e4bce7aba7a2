import { z } from "zod";

/** IANA name of a time zone. */
export const TimeZone = z.string().max(64).refine(isTimeZone, "is not a time zone such as Europe/Berlin");

function isTimeZone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
	} catch {
		return false; // the constructor throws for a name that it does not know
	}
}
