import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "../database.ts";

/** How many rows `from …` (with a `where`, if it has one) gives. */
export async function countRows(db: Database, from: string): Promise<number> {
	const [count] = await queryRows(db, z.int(), sql.raw(`select count(*)::int as row from ${from}`));
	return count ?? 0;
}

/** A digest of every row of every table of ours: equal when nothing changed. */
export async function digestOf(db: Database, tables: readonly string[]): Promise<string> {
	const parts = tables.map(
		(table) =>
			`select '${table}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from ${table} t`,
	);
	const [digest] = await queryRows(
		db,
		z.string(),
		sql.raw(
			`select to_json(string_agg(name || digest, ',' order by name)) as row from (${parts.join(" union all ")}) as d`,
		),
	);
	return digest ?? "";
}

export const SHOP_TABLES = [
	"customers",
	"products",
	"orders",
	"order_lines",
	"returns",
	"refunds",
	"tickets",
	"order_changes",
] as const;

export const ACCOUNT_TABLES = [
	"account_tokens",
	"api_keys",
	"external_identities",
	"invitations",
	"recovery_codes",
	"role_permissions",
	"roles",
	"user_roles",
	"users",
] as const;

export const DESK_TABLES = [
	"canned_replies",
	"contact_identities",
	"conversation_labels",
	"labels",
	"notification_settings",
	"saved_views",
	"site_identity_keys",
	"sites",
	"team_settings",
] as const;

export const ANALYTICS_TABLES = [
	"analytics_cohorts",
	"analytics_days",
	"analytics_hours",
	"analytics_months",
	"analytics_quarters",
	"analytics_slice_days",
	"analytics_slices",
	"analytics_times",
	"analytics_unsummed_days",
	"analytics_unsummed_spans",
	"analytics_packs",
	"analytics_packed_bits",
	"analytics_packed_lists",
	"analytics_packed_changes",
	"analytics_slice_months",
	"analytics_summed_months",
	"conversation_facets",
	"conversation_facts",
] as const;
