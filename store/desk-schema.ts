/** What agents add to conversations, what they answer with, and what they arrange for themselves. */
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
import { users } from "./account-schema.ts";
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

/** Lists of the inbox that somebody comes back to: contracts/own-settings.ts. */
export const savedViews = pgTable(
	"saved_views",
	{
		userId: uuid("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		name: text("name").notNull(),
		question: jsonb("question").notNull(),
		updatedAt: instant("updated_at").notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.userId, table.name] }),
		check("saved_views_name", sql`length(${table.name}) between 1 and 40`),
	],
);

/** What somebody wants to hear of, and how: contracts/own-settings.ts. */
export const notificationSettings = pgTable("notification_settings", {
	userId: uuid("user_id")
		.primaryKey()
		.references(() => users.id, { onDelete: "cascade" }),
	settings: jsonb("settings").notNull(),
	updatedAt: instant("updated_at").notNull(),
});
