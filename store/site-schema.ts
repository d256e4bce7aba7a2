/** A company's sites: see contracts/sites.ts for what may stand in them. */
import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { BusinessHours } from "../contracts/business-hours.ts";
import type { Site } from "../contracts/api.ts";
import type { VerifiedVisitor } from "../contracts/identity.ts";
import { instant } from "./columns.ts";
import { contacts } from "./schema.ts";

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

/** By what a company's server vouches for its visitors. */
export const siteIdentityKeys = pgTable(
	"site_identity_keys",
	{
		id: uuid("id").primaryKey(),
		siteId: uuid("site_id")
			.notNull()
			.references(() => sites.id, { onDelete: "cascade" }),
		kid: text("kid").notNull().unique(),
		algorithm: text("algorithm", { enum: ["HS256", "ES256", "RS256", "EdDSA"] }).notNull(),
		/** Sealed with this row's id: see sealed-texts.ts. Null for a key pair of the company's. */
		secret: text("secret"),
		/** PEM; null for a shared secret. */
		publicKey: text("public_key"),
		createdAt: instant("created_at").notNull(),
		revokedAt: instant("revoked_at"),
	},
	(table) => [
		index("site_identity_keys_by_site").on(table.siteId),
		check("site_identity_keys_algorithm", sql`${table.algorithm} in ('HS256', 'ES256', 'RS256', 'EdDSA')`),
		check("site_identity_keys_one", sql`(${table.secret} is null) <> (${table.publicKey} is null)`),
	],
);

/** Contacts whom a company's server has named. */
export const contactIdentities = pgTable(
	"contact_identities",
	{
		siteId: uuid("site_id")
			.notNull()
			.references(() => sites.id, { onDelete: "cascade" }),
		/** The company's own id of this person. */
		subject: text("subject").notNull(),
		contactId: uuid("contact_id")
			.notNull()
			.unique()
			.references(() => contacts.id, { onDelete: "cascade" }),
		email: text("email"),
		name: text("name"),
		attributes: jsonb("attributes").$type<VerifiedVisitor["attributes"]>().notNull(),
		identifiedAt: instant("identified_at").notNull(),
	},
	(table) => [primaryKey({ columns: [table.siteId, table.subject] })],
);
