/**
 * Sums that keep reports short over a year, whatever is asked for: by hour and by day (UTC), of all conversations and of each
 * slice of them. Written by the database itself, as those of analytics-schema.ts are; see docs/decisions/0016.
 */
import { sql } from "drizzle-orm";
import { type AnyPgColumn, date, index, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { count, measures, named } from "./analytics-schema.ts";
import { instant } from "./columns.ts";

/** For who makes or counts a day anew. Of an expression, lest a report takes it for its range and reads every slice. */
const byDay = (name: string, at: AnyPgColumn) => index(name).on(sql`((${at} at time zone 'UTC')::date)`);

/** What a row of sums is of. */
const slice = () => ({
	/** `hour` or `day` of UTC, which begins `at`. */
	grain: text("grain").notNull(),
	/**
	 * Empty: all; else `intent …`, `agent …`, `model …` or `label …` (its id): those that have it. `+test`: test conversations, which
	 * are in no other.
	 */
	slice: text("slice").notNull(),
	/** `*` stands for all, on its own and with the other one. */
	channel: text("channel").notNull(),
	language: text("language").notNull(),
	at: instant("at").notNull(),
});

/** Measures of the conversations that began in an hour or on a day. */
export const analyticsSlices = pgTable("analytics_slices", { ...slice(), ...measures() }, (table) => [
	primaryKey({ columns: [table.grain, table.slice, table.channel, table.language, table.at] }),
	byDay("analytics_slices_by_day", table.at),
]);

/** Their times by bin, the 32 bins of a doubling beside each other. By hour of all and of tests only. */
export const analyticsTimes = pgTable(
	"analytics_times",
	{
		...slice(),
		/** Which time. */
		name: text("name").notNull(),
		doubling: smallint("doubling").notNull(),
		b00: count("b00"),
		b01: count("b01"),
		b02: count("b02"),
		b03: count("b03"),
		b04: count("b04"),
		b05: count("b05"),
		b06: count("b06"),
		b07: count("b07"),
		b08: count("b08"),
		b09: count("b09"),
		b10: count("b10"),
		b11: count("b11"),
		b12: count("b12"),
		b13: count("b13"),
		b14: count("b14"),
		b15: count("b15"),
		b16: count("b16"),
		b17: count("b17"),
		b18: count("b18"),
		b19: count("b19"),
		b20: count("b20"),
		b21: count("b21"),
		b22: count("b22"),
		b23: count("b23"),
		b24: count("b24"),
		b25: count("b25"),
		b26: count("b26"),
		b27: count("b27"),
		b28: count("b28"),
		b29: count("b29"),
		b30: count("b30"),
		b31: count("b31"),
	},
	(table) => [
		primaryKey({
			name: "analytics_times_pk",
			columns: [
				table.grain,
				table.slice,
				table.channel,
				table.language,
				table.at,
				table.name,
				table.doubling,
			],
		}),
		byDay("analytics_times_by_day", table.at),
	],
);

/** What `analytics_days` has of all conversations, by the hour; without times. */
export const analyticsHours = pgTable(
	"analytics_hours",
	{
		at: instant("at").notNull(),
		...named(),
	},
	(table) => [
		primaryKey({ columns: [table.kind, table.at, table.name, table.detail] }),
		byDay("analytics_hours_by_day", table.at),
	],
);

/** What `analytics_days` has of all conversations, of those of each slice but the first, and of each `channel …` and `language …`; without times. */
export const analyticsSliceDays = pgTable(
	"analytics_slice_days",
	{
		slice: text("slice").notNull(),
		/** UTC. */
		day: date("day").notNull(),
		...named(),
	},
	(table) => [
		primaryKey({ columns: [table.slice, table.kind, table.day, table.name, table.detail] }),
		// not for ranges: a report would read every slice
		index("analytics_slice_days_by_day").using("hash", table.day),
	],
);

/** Days (UTC) from before there were these sums: `care migrate` makes them, one after the other. */
export const analyticsUnsummedDays = pgTable("analytics_unsummed_days", { day: date("day").primaryKey() });
