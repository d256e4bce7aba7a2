/**
 * Days that are over, each conversation of them as one bit of strings of bits: what no sum is kept of (two filters at once, open
 * hours to any minute) is counted in them, a thousand conversations at a time. And sums by month of each slice. Made by the
 * scheduler (store/analytics/pack.ts); kept true by the database itself; see docs/decisions/0016.
 */
import { bigint, date, index, integer, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { named } from "./analytics-schema.ts";
import { bits, instant } from "./columns.ts";

/** One row a day (UTC) that is packed. A conversation's place is that in the order in which they began. */
export const analyticsPacks = pgTable("analytics_packs", {
	day: date("day").primaryKey(),
	conversations: integer("conversations").notNull(),
	/** How many began before each quarter of an hour of the day, and before the next day. */
	quarters: integer("quarters").array().notNull(),
	/** The minute of the day in which each began: they rise. */
	minutes: integer("minutes").array().notNull(),
	/** Null in the place of one that is gone. */
	ids: uuid("ids").array().notNull(),
	/** A one for each. */
	every: bits("every").notNull(),
	packedAt: instant("packed_at").notNull(),
});

/**
 * A bit for each conversation of a day. Of `part` `has`: whether it has this; of `n` and `m`: the bit of this power of two of
 * its number (`-`: of one below zero). Kinds: `measure` and `time` (its bin) by their names; `channel`, `language`, `model`,
 * `label`, `test`, `resolver`; `intent`, `form`, `slot` and `agent` as `conversation_facets` has them.
 */
export const analyticsPackedBits = pgTable(
	"analytics_packed_bits",
	{
		kind: text("kind").notNull(),
		day: date("day").notNull(),
		name: text("name").notNull(),
		detail: text("detail").notNull(),
		part: text("part").notNull(),
		power: smallint("power").notNull(),
		bits: bits("bits").notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.kind, table.day, table.name, table.detail, table.part, table.power] }),
	],
);

/** What few conversations of a day have, by their places: `confused`, `reply` and `rating`. */
export const analyticsPackedLists = pgTable(
	"analytics_packed_lists",
	{
		kind: text("kind").notNull(),
		day: date("day").notNull(),
		name: text("name").notNull(),
		places: integer("places").array().notNull(),
		details: text("details").array().notNull(),
		n: bigint("n", { mode: "number" }).array().notNull(),
		m: bigint("m", { mode: "number" }).array().notNull(),
	},
	(table) => [primaryKey({ columns: [table.kind, table.day, table.name] })],
);

/** Conversations that changed since their day was packed: they are looked at, their bits are not. */
export const analyticsPackedChanges = pgTable(
	"analytics_packed_changes",
	{
		day: date("day").notNull(),
		/** Made up for one that is gone. */
		conversationId: uuid("conversation_id").notNull(),
		/** From 0; null: it is in no place. */
		place: integer("place"),
	},
	(table) => [primaryKey({ columns: [table.day, table.conversationId] })],
);

/** What `analytics_slice_days` has, by month (UTC), of those months that are summed. */
export const analyticsSliceMonths = pgTable(
	"analytics_slice_months",
	{
		slice: text("slice").notNull(),
		/** Its first day. */
		month: date("month").notNull(),
		...named(),
	},
	(table) => [
		primaryKey({ columns: [table.slice, table.kind, table.month, table.name, table.detail] }),
		// for who makes a month anew: a hundred thousand rows of one hash would stand in one chain
		index("analytics_slice_months_by_month").on(table.month),
	],
);

/** Months of which there are these sums: those that are over. */
export const analyticsSummedMonths = pgTable("analytics_summed_months", {
	month: date("month").primaryKey(),
});
