/** Models that were published at run time. See models.ts and docs/decisions/0013-model-and-vectors-are-assets.md. */
import { sql } from "drizzle-orm";
import { check, customType, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** A model file that is here as a whole: its row comes after the last of its pieces. */
export const models = pgTable(
	"models",
	{
		/** SHA-256 of the file. */
		id: text("id").primaryKey(),
		/** What the model calls itself, and what conversations note: the fingerprint of what it learned. */
		modelId: text("model_id").notNull(),
		fileName: text("file_name").notNull(),
		assistantId: text("assistant_id").notNull(),
		bytes: integer("bytes").notNull(),
		pieces: integer("pieces").notNull(),
		createdAt: instant("created_at").notNull(),
	},
	(table) => [
		index("models_by_model_id").on(table.modelId),
		index("models_by_file_name").on(table.fileName),
		check("models_id", sql`${table.id} ~ '^[0-9a-f]{64}$'`),
		check("models_size", sql`${table.bytes} > 0 and ${table.pieces} > 0`),
	],
);

/** The file, cut small enough for one statement each. No foreign key: the pieces come first. */
export const modelPieces = pgTable(
	"model_pieces",
	{
		model: text("model").notNull(),
		ordinal: integer("ordinal").notNull(),
		data: bytea("data").notNull(),
		createdAt: instant("created_at").notNull(),
	},
	(table) => [primaryKey({ columns: [table.model, table.ordinal] })],
);

/** Which model new conversations begin with; no row, or null, is the one that travels with the release. */
export const activeModel = pgTable(
	"active_model",
	{
		id: integer("id").primaryKey(),
		model: text("model").references(() => models.id, { onDelete: "set null" }),
		changedAt: instant("changed_at").notNull(),
	},
	(table) => [check("active_model_one_row", sql`${table.id} = 1`)],
);
