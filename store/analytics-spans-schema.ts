/**
 * Sums of their own for what a year has too much of by day: the bins of each person's replies, and customers by when they first
 * wrote. Written by the database itself, as those of analytics-schema.ts are; see docs/decisions/0016.
 */
import { date, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { named, sum } from "./analytics-schema.ts";
import { instant } from "./columns.ts";

/** What `analytics_days` has of people (`agent`, `reply`, `rating`, `resolver`), by month (UTC). */
export const analyticsMonths = pgTable(
	"analytics_months",
	{
		/** Its first day. */
		month: date("month").notNull(),
		channel: text("channel").notNull(),
		language: text("language").notNull(),
		...named(),
	},
	(table) => [
		primaryKey({
			columns: [table.channel, table.language, table.kind, table.month, table.name, table.detail],
		}),
	],
);

/** Customers by the hour (UTC) in which their first conversation began, and by the seven days since then in which they began one. */
export const analyticsCohorts = pgTable(
	"analytics_cohorts",
	{
		at: instant("at").notNull(),
		/** 0: the first seven days, in which each of them is. */
		week: integer("week").notNull(),
		customers: sum("customers"),
	},
	(table) => [primaryKey({ columns: [table.at, table.week] })],
);

/** Days (UTC) from before there were these sums: `care migrate` makes them, one after the other. */
export const analyticsUnsummedSpans = pgTable("analytics_unsummed_spans", { day: date("day").primaryKey() });
