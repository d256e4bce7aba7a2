import type { BusinessHours } from "../../../contracts/business-hours.ts";

type Spans = BusinessHours["weekly"]["monday"];
type Exceptions = BusinessHours["exceptions"];

/** Hours as a field shows them: `09:00-12:00, 13:00-18:00`; nothing for a day that is closed. */
export function spansText(spans: Spans): string {
	return spans.map(({ opens, closes }) => `${opens}-${closes}`).join(", ");
}

/** @returns null for what are no hours */
export function readSpans(text: string): Spans | null {
	const parts = text
		.split(",")
		.map((part) => part.trim())
		.filter(Boolean);
	const spans = parts.map((part) => {
		const [, opens = "", closes = ""] = /^(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)$/u.exec(part) ?? [];
		return { opens: opens.padStart(5, "0"), closes: closes.padStart(5, "0") };
	});
	return spans.every(({ opens, closes }) => opens !== "00000" && closes !== "00000") ? spans : null;
}

/** Days that differ, one a line: `2026-12-25 closed Christmas`, `2026-12-24 09:00-12:00`. */
export function exceptionsText(exceptions: Exceptions): string {
	return exceptions
		.map(({ date, spans, note }) => [date, spansText(spans) || "closed", note].filter(Boolean).join(" "))
		.join("\n");
}

/** @returns null when a line can't be read */
export function readExceptions(text: string): Exceptions | null {
	const lines = text
		.split("\n")
		.map((line) => line.trim())
		.filter(Boolean);
	const read = lines.map((line) => {
		const match = /^(\d{4}-\d\d-\d\d)\s+(?=\S)(closed|[\d:,\s–-]*\d)(?:\s+([^\d\s].*))?$/iu.exec(line);
		const [, date, hours = "", note] = match ?? [];
		const spans = hours.toLowerCase() === "closed" ? [] : readSpans(hours);
		if (date === undefined || spans === null) return null;
		return { date, spans, ...(note === undefined ? {} : { note }) };
	});
	return read.every((line) => line !== null) ? read : null;
}
