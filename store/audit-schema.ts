/** Who changed what: append-only, each row carrying a hash of itself and of the row before. See audit-log.ts. */
import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { JsonValue } from "../contracts/parse-data.ts";
import { instant } from "./columns.ts";

/** Ids and small facts, never what a customer wrote. A trigger refuses every change of a row (migration audit-guards). */
export const auditLog = pgTable(
	"audit_log",
	{
		/** From 1, without a gap: a missing number is a missing row. */
		seq: bigint("seq", { mode: "number" }).primaryKey(),
		at: instant("at").notNull(),
		actorKind: text("actor_kind", {
			enum: ["user", "api_key", "visitor", "operator", "system"],
		}).notNull(),
		actorId: text("actor_id"),
		action: text("action").notNull(),
		targetKind: text("target_kind"),
		targetId: text("target_id"),
		requestId: text("request_id"),
		details: jsonb("details").$type<{ [key: string]: JsonValue }>().notNull(),
		previousHash: text("previous_hash").notNull(),
		hash: text("hash").notNull(),
	},
	(table) => [
		index("audit_log_by_action").on(table.action, table.seq.desc()),
		index("audit_log_by_actor").on(table.actorId, table.seq.desc()),
		index("audit_log_by_target").on(table.targetId, table.seq.desc()),
		check("audit_log_seq", sql`${table.seq} > 0`),
		check("audit_log_actor", sql`${table.actorKind} in ('user', 'api_key', 'visitor', 'operator', 'system')`),
	],
);

/** The chain's end, in one row: writers take turns at it, and rows cut off the end are missed. */
export const auditHead = pgTable(
	"audit_head",
	{
		id: integer("id").primaryKey(),
		lastSeq: bigint("last_seq", { mode: "number" }).notNull(),
		previousHash: text("previous_hash").notNull(),
		lastHash: text("last_hash").notNull(),
	},
	(table) => [check("audit_head_one_row", sql`${table.id} = 1`)],
);
