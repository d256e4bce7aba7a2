/** A company's sites. The one of the key `default` is always there: a migration makes it. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type ChangeSite, DEFAULT_SITE_KEY, DeskSite, type NewSite } from "../contracts/sites.ts";
import { MAX_IDENTITY_SECONDS } from "../contracts/identity.ts";
import { type Database, queryRows } from "./database.ts";
import { instantOf } from "./desk/page.ts";
import { msOf } from "./orders.ts";
import { storableJson, storableText } from "./storable.ts";

/** Every isolate keeps all of them in mind. */
export const MAX_SITES = 50;

const Row = DeskSite.omit({ isDefault: true, createdAt: true, updatedAt: true }).extend({
	createdAtMs: z.number(),
	updatedAtMs: z.number(),
});

const SITE = sql`json_build_object('id', s.id, 'key', s.key, 'name', s.name, 'accentColor', s.accent_color,
	'greeting', s.greeting, 'starters', s.starters, 'launcherPosition', s.launcher_position, 'locale', s.locale,
	'allowedOrigins', s.allowed_origins, 'businessHours', s.business_hours, 'createdAtMs', ${msOf("s.created_at")},
	'updatedAtMs', ${msOf("s.updated_at")}) as row`;

/** A site, and the keys of which nothing counts any more, while something could. */
export interface KnownSite extends DeskSite {
	readonly revokedKids: readonly string[];
}

/** All of them with what every isolate keeps in mind. */
export async function listKnownSites(db: Database, nowMs: number): Promise<readonly KnownSite[]> {
	// an hour longer than the last token of a key
	const since = instantOf(nowMs - (MAX_IDENTITY_SECONDS + 3_600) * 1_000);
	const Known = z.object({ site: Row, revokedKids: z.array(z.string()) });
	const rows = await queryRows(
		db,
		Known,
		sql`select json_build_object('site', (select row from (select ${SITE}) of_site), 'revokedKids', (
				select coalesce(json_agg(k.kid), '[]') from site_identity_keys k
				where k.site_id = s.id and k.revoked_at > ${since})) as row
			from sites s order by s.key`,
	);
	return rows.map(({ site, revokedKids }) => ({ ...toSite(site), revokedKids }));
}

/** The default site first, then by key. */
export async function listSites(db: Database): Promise<readonly DeskSite[]> {
	const rows = await queryRows(
		db,
		Row,
		sql`select ${SITE} from sites s order by s.key <> ${DEFAULT_SITE_KEY}, s.key`,
	);
	return rows.map(toSite);
}

export async function findSite(db: Database, id: string): Promise<DeskSite | null> {
	const [row] = await queryRows(db, Row, sql`select ${SITE} from sites s where s.id = ${id}::uuid`);
	return row === undefined ? null : toSite(row);
}

/** @returns `taken` when a site has that key, `full` when there are `MAX_SITES` */
export async function createSite(
	db: Database,
	site: NewSite & { readonly id: string },
	nowMs: number,
): Promise<DeskSite | "taken" | "full"> {
	const now = instantOf(nowMs);
	const Outcome = z.object({ isFull: z.boolean(), made: Row.nullable() });
	const [outcome] = await queryRows(
		db,
		Outcome,
		sql`with room as (select count(*) < ${MAX_SITES} as is_left from sites), made as (
				insert into sites as s (id, key, name, accent_color, greeting, starters, launcher_position, locale,
					allowed_origins, business_hours, created_at, updated_at)
				select ${site.id}::uuid, ${site.key}, ${storableText(site.name)}, ${site.accentColor}::text,
					${textOrNull(site.greeting)}::text, ${jsonOrNull(site.starters)}::jsonb, ${site.launcherPosition},
					${site.locale}::text, ${storableJson(site.allowedOrigins)}::jsonb,
					${jsonOrNull(site.businessHours)}::jsonb, ${now}, ${now}
				from room where room.is_left
				on conflict do nothing returning ${SITE})
			select json_build_object('isFull', not (select is_left from room), 'made', (select row from made)) as row`,
	);
	if (outcome?.made) return toSite(outcome.made);
	return outcome?.isFull === true ? "full" : "taken";
}

/** What is left out stays. @returns null when there is none of this id */
export async function changeSite(
	db: Database,
	id: string,
	change: ChangeSite,
	nowMs: number,
): Promise<DeskSite | null> {
	const columns = [
		change.name === undefined ? null : sql`name = ${textOrNull(change.name)}::text`,
		change.accentColor === undefined ? null : sql`accent_color = ${change.accentColor}::text`,
		change.greeting === undefined ? null : sql`greeting = ${textOrNull(change.greeting)}::text`,
		change.starters === undefined ? null : sql`starters = ${jsonOrNull(change.starters)}::jsonb`,
		change.launcherPosition === undefined ? null : sql`launcher_position = ${change.launcherPosition}`,
		change.locale === undefined ? null : sql`locale = ${change.locale}::text`,
		change.allowedOrigins === undefined
			? null
			: sql`allowed_origins = ${storableJson(change.allowedOrigins)}::jsonb`,
		change.businessHours === undefined
			? null
			: sql`business_hours = ${jsonOrNull(change.businessHours)}::jsonb`,
		sql`updated_at = ${instantOf(nowMs)}`,
	].filter((column) => column !== null);
	const [row] = await queryRows(
		db,
		Row,
		sql`update sites s set ${sql.join(columns, sql`, `)} where s.id = ${id}::uuid returning ${SITE}`,
	);
	return row === undefined ? null : toSite(row);
}

/** The default site stays. @returns the key of the one that went, or null */
export async function deleteSite(db: Database, id: string): Promise<string | null> {
	const [key] = await queryRows(
		db,
		z.string(),
		sql`delete from sites where id = ${id}::uuid and key <> ${DEFAULT_SITE_KEY} returning to_json(key) as row`,
	);
	return key ?? null;
}

function textOrNull(text: string | null): string | null {
	return text === null ? null : storableText(text);
}

function jsonOrNull(value: object | null): string | null {
	return value === null ? null : storableJson(value);
}

function toSite({ createdAtMs, updatedAtMs, ...row }: z.infer<typeof Row>): DeskSite {
	return {
		...row,
		isDefault: row.key === DEFAULT_SITE_KEY,
		createdAt: new Date(createdAtMs).toISOString(),
		updatedAt: new Date(updatedAtMs).toISOString(),
	};
}
