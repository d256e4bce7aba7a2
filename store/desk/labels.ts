/** Labels that agents put on conversations. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { Label } from "../../contracts/desk.ts";
import { type Database, queryRows } from "../database.ts";
import { storableText } from "../storable.ts";
import { instantOf } from "./page.ts";

const LABEL_JSON = sql.raw("json_build_object('id', l.id, 'name', l.name, 'color', l.color)");
const LABEL = sql`${LABEL_JSON} as row`;

interface LabelQuestion {
	/** The last name of the page before, in lower case. */
	readonly after: string | null;
	/** Null for all. */
	readonly limit: number | null;
}

/** By name. `nextCursor` is null at the end. */
export async function listLabels(
	db: Database,
	{ after, limit }: LabelQuestion,
): Promise<{ readonly labels: Label[]; readonly nextCursor: string | null }> {
	const behind = after === null ? sql`true` : sql`lower(l.name) > ${storableText(after)}`;
	const most = limit === null ? sql`` : sql`limit ${limit + 1}`;
	const rows = await queryRows(
		db,
		z.object({ label: Label, place: z.string() }),
		sql`select json_build_object('label', ${LABEL_JSON}, 'place', lower(l.name)) as row
			from labels l where ${behind} order by lower(l.name) ${most}`,
	);
	const page = limit === null ? rows : rows.slice(0, limit);
	return {
		labels: page.map(({ label }) => label),
		nextCursor: rows.length > page.length ? (page.at(-1)?.place ?? null) : null,
	};
}

/** False when a label has that name, in whatever case. */
export async function createLabel(db: Database, label: Label, nowMs: number): Promise<boolean> {
	const made = await queryRows(
		db,
		Label,
		sql`insert into labels as l (id, name, color, created_at)
			values (${label.id}::uuid, ${storableText(label.name)}, ${label.color}, ${instantOf(nowMs)})
			on conflict do nothing returning ${LABEL}`,
	);
	return made.length > 0;
}

/** What is null stays. @returns the label as it is now; `taken` when another one has that name */
export async function changeLabel(
	db: Database,
	id: string,
	{ name, color }: { readonly name: string | null; readonly color: string | null },
): Promise<Label | "missing" | "taken"> {
	const newName = name === null ? null : storableText(name);
	const [outcome] = await queryRows(
		db,
		z.object({ exists: z.boolean(), changed: Label.nullable() }),
		sql`with changed as (update labels l set name = coalesce(${newName}, l.name), color = coalesce(${color}, l.color)
				where l.id = ${id}::uuid and not exists (
					select from labels o where o.id <> l.id and lower(o.name) = lower(${newName}::text))
				returning ${LABEL})
			select json_build_object('exists', exists (select from labels where id = ${id}::uuid),
				'changed', (select row from changed)) as row`,
	);
	if (outcome === undefined || !outcome.exists) return "missing";
	return outcome.changed ?? "taken";
}

/** Takes it from all conversations. False when there is none. */
export async function deleteLabel(db: Database, id: string): Promise<boolean> {
	const gone = await queryRows(
		db,
		Label,
		sql`delete from labels l where l.id = ${id}::uuid returning ${LABEL}`,
	);
	return gone.length > 0;
}
