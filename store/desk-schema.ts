/** What agents add to conversations, and what they answer with. */
import { sql } from "drizzle-orm";
import {
	check,
	foreignKey,
	index,
	jsonb,
	pgTable,
	primaryKey,
	text,
	uniqueIndex,
	uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { conversations } from "./schema.ts";

export const labels = pgTable(
	"labels",
	{
		id: uuid("id").primaryKey(),
		name: text("name").notNull(),
		/** One of the desk's colours: see contracts/desk.ts. */
		color: text("color").notNull(),
		createdAt: instant("created_at").notNull(),
	},
	(table) => [
		uniqueIndex("labels_by_name").on(sql`lower(${table.name})`),
		check("labels_name", sql`length(${table.name}) between 1 and 40`),
	],
);

export const conversationLabels = pgTable(
	"conversation_labels",
	{
		conversationId: uuid("conversation_id").notNull(),
		labelId: uuid("label_id").notNull(),
		at: instant("at").notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.conversationId, table.labelId] }),
		foreignKey({ columns: [table.conversationId], foreignColumns: [conversations.id] }).onDelete("cascade"),
		foreignKey({ columns: [table.labelId], foreignColumns: [labels.id] }).onDelete("cascade"),
		index("conversation_labels_by_label").on(table.labelId),
	],
);

export const cannedReplies = pgTable("canned_replies", {
	id: uuid("id").primaryKey(),
	/** What is typed behind the slash: lower case. */
	shortcut: text("shortcut").notNull().unique(),
	text: text("text").notNull(),
	updatedAt: instant("updated_at").notNull(),
});

/** How a team gives out conversations, and when the bot gives them away: contracts/inbox.ts. */
export const teamSettings = pgTable("team_settings", {
	team: text("team").primaryKey(),
	settings: jsonb("settings").notNull(),
	updatedAt: instant("updated_at").notNull(),
});
