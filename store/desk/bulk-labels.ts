/** A label on many conversations at once. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { Label } from "../../contracts/desk.ts";
import { type Database, answered, queryRows } from "../database.ts";
import { instantOf } from "./page.ts";

const Labelled = z.object({ id: z.string(), labels: z.array(Label) });

/**
 * Hangs a label on conversations, or takes it off; what is so already stays so.
 *
 * @returns the labels of each that exists; null when there is no such label
 */
export async function changeLabelOf(
	db: Database,
	{
		ids,
		labelId,
		isOn,
	}: { readonly ids: readonly string[]; readonly labelId: string; readonly isOn: boolean },
	nowMs: number,
): Promise<ReadonlyMap<string, readonly Label[]> | null> {
	const wanted = sql`select value::uuid as id from json_array_elements_text(${JSON.stringify(ids)}::json)`;
	const known = await queryRows(
		db,
		z.object({ isThere: z.boolean() }),
		sql`select json_build_object('isThere', exists (select from labels where id = ${labelId}::uuid)) as row`,
	);
	if (known[0]?.isThere !== true) return null;
	await answered(
		db.execute(
			isOn
				? sql`insert into conversation_labels (conversation_id, label_id, at)
					select c.id, l.id, ${instantOf(nowMs)} from conversations c, labels l
					where c.id in (${wanted}) and l.id = ${labelId}::uuid on conflict do nothing`
				: sql`delete from conversation_labels where label_id = ${labelId}::uuid and conversation_id in (${wanted})`,
		),
	);
	const rows = await queryRows(
		db,
		Labelled,
		sql`select json_build_object('id', c.id, 'labels',
				(select coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'color', l.color) order by lower(l.name)), '[]')
					from conversation_labels cl join labels l on l.id = cl.label_id where cl.conversation_id = c.id)) as row
			from conversations c where c.id in (${wanted})`,
	);
	return new Map(rows.map(({ id, labels }) => [id, labels]));
}
