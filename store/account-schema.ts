/** Users, what they may do, and what lets them in. No secret stands here in the clear: hashes, or sealed by the caller. */
import { sql } from "drizzle-orm";
import {
	boolean,
	check,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	unique,
	uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/** People with an account. The id is also the contact's id of their own conversations. */
export const users = pgTable(
	"users",
	{
		id: uuid("id").primaryKey(),
		/** As it was typed; mails go here. */
		email: text("email").notNull(),
		/** The one spelling by which an address is looked up: see `emailKey`. */
		emailKey: text("email_key").notNull(),
		name: text("name").notNull(),
		/** `scrypt$ln,r,p$salt$hash`; null for somebody who only comes by an identity provider. */
		passwordHash: text("password_hash"),
		/** Whether the password is long enough to stand without a second factor. */
		isPasswordLong: boolean("is_password_long").notNull().default(false),
		verifiedAt: instant("verified_at"),
		disabledAt: instant("disabled_at"),
		/** Sealed with this row's id; null without a second factor. */
		totpSecret: text("totp_secret"),
		/** Null while the secret is only proposed. */
		totpConfirmedAt: instant("totp_confirmed_at"),
		/** The last step of 30 s whose code was used: none is taken twice. */
		totpLastStep: integer("totp_last_step").notNull().default(0),
		/** Sessions that began before this are over. */
		sessionsValidFrom: instant("sessions_valid_from").notNull(),
		createdAt: instant("created_at").notNull(),
		lastSignInAt: instant("last_sign_in_at"),
	},
	(table) => [
		unique("users_email_key").on(table.emailKey),
		index("users_by_creation").on(table.createdAt.desc(), table.id.desc()),
		check("users_lengths", sql`length(${table.email}) <= 254 and length(${table.name}) <= 100`),
	],
);

/** Roles that a company made up; those that come with the product are code. */
export const roles = pgTable("roles", {
	name: text("name").primaryKey(),
	description: text("description").notNull(),
	createdAt: instant("created_at").notNull(),
});

export const rolePermissions = pgTable(
	"role_permissions",
	{
		roleName: text("role_name")
			.notNull()
			.references(() => roles.name, { onDelete: "cascade" }),
		permission: text("permission").notNull(),
	},
	(table) => [primaryKey({ columns: [table.roleName, table.permission] })],
);

/** Who has which role. No key into `roles`: most names are of roles that are code. */
export const userRoles = pgTable(
	"user_roles",
	{
		userId: uuid("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		roleName: text("role_name").notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.userId, table.roleName] }),
		index("user_roles_by_role").on(table.roleName),
	],
);

/** Codes for a lost second factor, each good once. */
export const recoveryCodes = pgTable(
	"recovery_codes",
	{
		userId: uuid("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		codeHash: text("code_hash").notNull(),
	},
	(table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
);

/** What mails and half-done sign-ins carry: kept as a hash, good once, for a while. Used and expired ones are deleted. */
export const accountTokens = pgTable(
	"account_tokens",
	{
		tokenHash: text("token_hash").primaryKey(),
		userId: uuid("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		purpose: text("purpose", { enum: ["verify_email", "reset_password", "second_factor"] }).notNull(),
		expiresAt: instant("expires_at").notNull(),
	},
	(table) => [
		index("account_tokens_by_user").on(table.userId, table.purpose),
		check(
			"account_tokens_purpose",
			sql`${table.purpose} in ('verify_email', 'reset_password', 'second_factor')`,
		),
	],
);

/** Somebody who is asked to join with certain roles. */
export const invitations = pgTable(
	"invitations",
	{
		id: uuid("id").primaryKey(),
		email: text("email").notNull(),
		emailKey: text("email_key").notNull(),
		roleNames: jsonb("role_names").$type<string[]>().notNull(),
		tokenHash: text("token_hash").notNull(),
		/** Null for one that the command line made. */
		invitedBy: uuid("invited_by").references(() => users.id, { onDelete: "set null" }),
		createdAt: instant("created_at").notNull(),
		expiresAt: instant("expires_at").notNull(),
		acceptedAt: instant("accepted_at"),
	},
	(table) => [
		unique("invitations_token_hash").on(table.tokenHash),
		index("invitations_by_creation").on(table.createdAt.desc(), table.id.desc()),
	],
);

/** Keys of programs. A key does what its scopes name and its owner still may. */
export const apiKeys = pgTable(
	"api_keys",
	{
		id: uuid("id").primaryKey(),
		name: text("name").notNull(),
		/** The part that may be shown, and by which a key is found. */
		prefix: text("prefix").notNull(),
		secretHash: text("secret_hash").notNull(),
		scopes: jsonb("scopes").$type<string[]>().notNull(),
		ownerId: uuid("owner_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		createdAt: instant("created_at").notNull(),
		expiresAt: instant("expires_at").notNull(),
		/** To the minute. */
		lastUsedAt: instant("last_used_at"),
		revokedAt: instant("revoked_at"),
	},
	(table) => [
		unique("api_keys_prefix").on(table.prefix),
		index("api_keys_by_owner").on(table.ownerId),
		index("api_keys_by_creation").on(table.createdAt.desc(), table.id.desc()),
	],
);

/** Who somebody is at an OpenID Connect issuer. */
export const externalIdentities = pgTable(
	"external_identities",
	{
		issuer: text("issuer").notNull(),
		subject: text("subject").notNull(),
		userId: uuid("user_id")
			.notNull()
			.references(() => users.id, { onDelete: "cascade" }),
		createdAt: instant("created_at").notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.issuer, table.subject] }),
		index("external_identities_by_user").on(table.userId),
	],
);
