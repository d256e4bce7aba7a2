import { type BusinessHours, WEEKDAYS } from "../../../contracts/business-hours.ts";
import type { DeskSite } from "../../../contracts/sites.ts";
import type { Result } from "../../api/call-api.ts";
import { exceptionsText, readExceptions, readSpans, spansText } from "./hours-text.ts";

/** A week as people write it down. */
export const WEEK = [...WEEKDAYS.slice(1), ...WEEKDAYS.slice(0, 1)];

/** Where a week begins that nobody has set yet, and to which days what is set of Monday can be copied. */
const WORKDAYS: readonly string[] = WEEK.slice(0, 5);
const OFFICE = "09:00-17:00";

/** A site as its form shows it: everything a text. */
export interface SiteDraft {
	readonly name: string;
	readonly accentColor: string;
	readonly greeting: string;
	/** One a line; empty: as configured. */
	readonly starters: string;
	readonly launcherPosition: DeskSite["launcherPosition"];
	readonly locale: string;
	/** One a line. */
	readonly allowedOrigins: string;
	readonly hasHours: boolean;
	readonly timeZone: string;
	/** By weekday: `09:00-18:00`. */
	readonly hours: Readonly<Record<string, string>>;
	readonly exceptions: string;
}

export function draftOf(site: DeskSite): SiteDraft {
	const hours = site.businessHours;
	return {
		name: site.name ?? "",
		accentColor: site.accentColor ?? "",
		greeting: site.greeting ?? "",
		starters: site.starters?.map(({ text }) => text).join("\n") ?? "",
		launcherPosition: site.launcherPosition,
		locale: site.locale ?? "",
		allowedOrigins: site.allowedOrigins.join("\n"),
		hasHours: hours !== null,
		timeZone: hours?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
		hours: Object.fromEntries(
			WEEK.map((day) => [
				day,
				hours === null ? (WORKDAYS.includes(day) ? OFFICE : "") : spansText(hours.weekly[day] ?? []),
			]),
		),
		exceptions: exceptionsText(hours?.exceptions ?? []),
	};
}

/** Monday's hours on Tuesday to Friday as well. */
export function withMondayCopied(hours: SiteDraft["hours"]): SiteDraft["hours"] {
	const { monday = "" } = hours;
	return { ...hours, ...Object.fromEntries(WORKDAYS.map((day) => [day, monday])) };
}

type Wanted = Omit<DeskSite, "id" | "key" | "isDefault" | "createdAt" | "updatedAt">;

/** What the form says, as the API takes it; what can't be read is named by its field. */
export function siteOf(draft: SiteDraft): Result<Wanted> {
	const hours = draft.hasHours ? hoursOf(draft) : { ok: true as const, value: null };
	if (!hours.ok) return hours;
	const starters = linesOf(draft.starters).map((text) => ({ text }));
	return {
		ok: true,
		value: {
			name: orNull(draft.name),
			accentColor: orNull(draft.accentColor),
			greeting: orNull(draft.greeting),
			starters: starters.length === 0 ? null : starters,
			launcherPosition: draft.launcherPosition,
			locale: orNull(draft.locale),
			allowedOrigins: linesOf(draft.allowedOrigins),
			businessHours: hours.value,
		},
	};
}

function hoursOf({ timeZone, hours, exceptions }: SiteDraft): Result<BusinessHours> {
	const fields: Record<string, string> = {};
	const weekly = Object.fromEntries(
		WEEK.map((day) => {
			const spans = readSpans(hours[day] ?? "");
			if (spans === null) fields[day] = "Write 09:00-12:00, 13:00-18:00; nothing for a day that is closed.";
			return [day, spans ?? []];
		}),
	);
	// nobody means that: it would say "closed" to everybody, for ever
	if (Object.values(weekly).every((spans) => spans?.length === 0))
		fields["monday"] =
			"No day has any hours. Give one its hours, or take the tick off: then somebody is always there.";
	const days = readExceptions(exceptions);
	if (days === null) fields["exceptions"] = "A line is 2026-12-25 closed, or 2026-12-24 09:00-12:00.";
	if (Object.keys(fields).length > 0)
		return { ok: false, fault: { code: "bad_request", message: "These hours can't be kept.", fields } };
	const {
		monday = [],
		tuesday = [],
		wednesday = [],
		thursday = [],
		friday = [],
		saturday = [],
		sunday = [],
	} = weekly;
	return {
		ok: true,
		value: {
			timeZone,
			weekly: { monday, tuesday, wednesday, thursday, friday, saturday, sunday },
			exceptions: days ?? [],
		},
	};
}

function linesOf(text: string): string[] {
	return text
		.split("\n")
		.map((line) => line.trim())
		.filter(Boolean);
}

function orNull(text: string): string | null {
	const trimmed = text.trim();
	return trimmed === "" ? null : trimmed;
}
