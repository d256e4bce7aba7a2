/** A company's sites: see contracts/sites.ts for what may stand in them. */
import { sql } from "drizzle-orm";
import { check, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { BusinessHours } from "../contracts/business-hours.ts";
import type { Site } from "../contracts/api.ts";
import { instant } from "./columns.ts";

export const sites = pgTable(
	"sites",
	{
		id: uuid("id").primaryKey(),
		/** Pages and tokens name a site by this. */
		key: text("key").notNull().unique(),
		/** Null for the default site: as configured. */
		name: text("name"),
		accentColor: text("accent_color"),
		greeting: text("greeting"),
		/** Null: as configured. */
		starters: jsonb("starters").$type<Site["starters"]>(),
		launcherPosition: text("launcher_position").notNull().default("bottom-right"),
		locale: text("locale"),
		allowedOrigins: jsonb("allowed_origins").$type<string[]>().notNull().default([]),
		/** Null: always open. */
		businessHours: jsonb("business_hours").$type<BusinessHours>(),
		createdAt: instant("created_at").notNull(),
		updatedAt: instant("updated_at").notNull(),
	},
	(table) => [
		check("sites_key", sql`${table.key} ~ '^[a-z0-9-]{1,40}$'`),
		check("sites_name", sql`${table.key} = 'default' or ${table.name} is not null`),
	],
);
