/** Seals every secret of the database anew, so that an old key can be thrown away. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "./database.ts";
import type { SealedTexts } from "./sealed-texts.ts";

/** Where sealed texts stand; each belongs to `table.column:id`. */
const COLUMNS = [
	{ table: "users", column: "totp_secret" },
	{ table: "webhooks", column: "secret" },
	{ table: "site_identity_keys", column: "secret" },
] as const;

const PAGE = 200;
const Row = z.object({ id: z.string(), sealed: z.string() });

export interface RotationReport {
	/** Sealed anew under the newest key. */
	readonly rotated: number;
	/** Already under the newest key. */
	readonly current: number;
	/** Rows whose key is not among those given, or that were changed: `webhooks.secret:<id>`. */
	readonly unreadable: readonly string[];
}

/** A repeat does nothing; one that is interrupted goes on where it was. @throws StoreUnavailable */
export async function rotateSecrets(
	db: Database,
	texts: SealedTexts,
	newestKeyId: string,
): Promise<RotationReport> {
	let [rotated, current] = [0, 0];
	const unreadable: string[] = [];
	for (const { table, column } of COLUMNS) {
		for (let after = ""; ;) {
			// page after page
			const rows = await sealedRows(db, { table, column, after });
			for (const { id, sealed } of rows) {
				if (sealed.startsWith(`v1.${newestKeyId}.`)) {
					current += 1;
					continue;
				}
				const belongsTo = `${table}.${column}:${id}`;
				// secrets are few
				const text = await texts.open(sealed, belongsTo).catch(() => null);
				if (text === null) unreadable.push(belongsTo);
				else
					rotated += await exchange(db, {
						table,
						column,
						id,
						sealed,
						fresh: await texts.seal(text, belongsTo),
					});
			}
			const last = rows.at(-1);
			if (last === undefined || rows.length < PAGE) break;
			after = last.id;
		}
	}
	return { rotated, current, unreadable };
}

function sealedRows(
	db: Database,
	{ table, column, after }: { readonly table: string; readonly column: string; readonly after: string },
): Promise<readonly z.infer<typeof Row>[]> {
	const name = sql.identifier(column);
	return queryRows(
		db,
		Row,
		sql`select json_build_object('id', id::text, 'sealed', ${name}) as row from ${sql.identifier(table)}
			where ${name} is not null and id::text > ${after} order by id::text limit ${PAGE}`,
	);
}

/** Only where nobody wrote meanwhile. @returns how many rows it changed */
async function exchange(
	db: Database,
	row: Readonly<Record<"table" | "column" | "id" | "sealed" | "fresh", string>>,
): Promise<number> {
	const name = sql.identifier(row.column);
	const changed = await queryRows(
		db,
		z.string(),
		sql`update ${sql.identifier(row.table)} set ${name} = ${row.fresh}
			where id = ${row.id}::uuid and ${name} = ${row.sealed} returning to_json(id::text) as row`,
	);
	return changed.length;
}
