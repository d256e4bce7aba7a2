import { z } from "zod";
import { Availability, DeskSettings, type InboxRow } from "../../contracts/inbox.ts";
import { Person } from "../../contracts/desk-commands.ts";
import { BusinessHours } from "../../contracts/business-hours.ts";
import type { SiteHours } from "../../contracts/site-hours.ts";
import { DEFAULT_SITE_KEY } from "../../contracts/sites.ts";
import { type KeptRow, RowCounts, toInboxRow } from "./inbox-rows.ts";
import { ResponseClock } from "./response-clock.ts";

/** What the inbox knows of somebody who has been at the desk. */
const KnownAgent = Person.extend({ availability: Availability, givenAtMs: z.number() });
export type KnownAgent = z.infer<typeof KnownAgent>;

/** Whether somebody is there, as customers who wait were told last; since when nobody is, while they are not told yet. */
const Attended = z.object({ isAttended: z.boolean(), goneSinceMs: z.number().nullable() });
type Attended = z.infer<typeof Attended>;

const KeptHours = z.record(z.string(), BusinessHours.nullable());

const TABLES = [
	"CREATE TABLE IF NOT EXISTS inbox_rows (id TEXT PRIMARY KEY, version INTEGER NOT NULL, row TEXT NOT NULL) WITHOUT ROWID",
	"CREATE TABLE IF NOT EXISTS inbox_agents (id TEXT PRIMARY KEY, agent TEXT NOT NULL) WITHOUT ROWID",
	"CREATE TABLE IF NOT EXISTS inbox_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
	"CREATE TABLE IF NOT EXISTS spent_tickets (id TEXT PRIMARY KEY, until_ms INTEGER NOT NULL) WITHOUT ROWID",
];

/**
 * The inbox's lines, in its own SQLite and in memory: a desk has some thousands. Every change counts the version up, in
 * the write that makes it.
 */
export class InboxStore {
	readonly #storage: DurableObjectStorage;
	readonly #sql: SqlStorage;
	readonly rows = new Map<string, KeptRow>();
	readonly agents = new Map<string, KnownAgent>();
	readonly counts = new RowCounts();
	#version = 0;
	#forgottenVersion = 0;
	#settings: DeskSettings | null = null;
	#hours: SiteHours = {};
	readonly #clock = new ResponseClock();
	#isBuilt = false;
	#attended: Attended = { isAttended: false, goneSinceMs: null };

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
		this.#sql = storage.sql;
		this.#makeTables();
		for (const { row } of this.#sql.exec<{ row: string }>("SELECT row FROM inbox_rows"))
			this.#remember(keptRow(row));
		for (const { agent } of this.#sql.exec<{ agent: string }>("SELECT agent FROM inbox_agents")) {
			const known = KnownAgent.parse(JSON.parse(agent));
			this.agents.set(known.id, known);
		}
		this.#version = Number(this.#meta("version") ?? 0);
		this.#forgottenVersion = Number(this.#meta("forgotten") ?? 0);
		const hours = this.#meta("site_hours");
		this.#hours = hours === null ? {} : KeptHours.parse(JSON.parse(hours));
		// one that an earlier release filled does not know the sites
		this.#isBuilt = this.#meta("built") !== null && hours !== null;
		const settings = this.#meta("settings");
		this.#settings = settings === null ? null : DeskSettings.parse(JSON.parse(settings));
		const attended = this.#meta("attended");
		if (attended !== null) this.#attended = Attended.parse(JSON.parse(attended));
		this.#setClock();
	}

	get version(): number {
		return this.#version;
	}

	/** Up to this version lines were forgotten: who is not beyond it has to list anew. */
	get forgottenVersion(): number {
		return this.#forgottenVersion;
	}

	/** False until it has been filled from Postgres. */
	get isBuilt(): boolean {
		return this.#isBuilt;
	}

	get attended(): Attended {
		return this.#attended;
	}

	get settings(): DeskSettings {
		return this.#settings ?? DeskSettings.parse({});
	}

	get sql(): SqlStorage {
		return this.#sql;
	}

	/** Writes lines as they are now, as one version. */
	put(rows: readonly Omit<KeptRow, "version">[]): void {
		if (rows.length === 0) return;
		this.#storage.transactionSync(() => {
			this.#count();
			for (const row of rows) {
				const kept = { ...row, version: this.#version };
				this.#write(kept);
				this.#remember(kept);
			}
		});
	}

	/** Forgets lines that are nobody's work any more. */
	forget(ids: readonly string[]): void {
		if (ids.length === 0) return;
		this.#storage.transactionSync(() => {
			this.#count();
			this.#forgottenVersion = this.#version;
			this.#setMeta("forgotten", String(this.#version));
			for (const id of ids) {
				const row = this.rows.get(id);
				if (row !== undefined) this.counts.add(row, -1);
				this.rows.delete(id);
				this.#sql.exec("DELETE FROM inbox_rows WHERE id = ?", id);
			}
		});
	}

	/** Forgets a line so that no byte of it is left: SQLite keeps what was deleted in free pages, so all is written anew. */
	async erase(id: string): Promise<void> {
		this.forget([id]);
		const tickets = this.#sql
			.exec<{ id: string; until_ms: number }>("SELECT id, until_ms FROM spent_tickets")
			.toArray();
		const alarmMs = await this.#storage.getAlarm();
		await this.#storage.deleteAll();
		this.#storage.transactionSync(() => {
			this.#makeTables();
			for (const row of this.rows.values()) this.#write(row);
			for (const agent of this.agents.values()) this.keepAgent(agent);
			for (const ticket of tickets)
				this.#sql.exec("INSERT INTO spent_tickets (id, until_ms) VALUES (?, ?)", ticket.id, ticket.until_ms);
			this.#setMeta("version", String(this.#version));
			this.#setMeta("forgotten", String(this.#forgottenVersion));
			if (this.#settings !== null) this.keepSettings(this.#settings);
			this.keepHours(this.#hours);
			this.keepAttended(this.#attended);
			if (this.#isBuilt) this.built();
		});
		if (alarmMs !== null) await this.#storage.setAlarm(alarmMs);
	}

	keepAgent(agent: KnownAgent): void {
		this.agents.set(agent.id, agent);
		this.#sql.exec(
			"INSERT INTO inbox_agents (id, agent) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET agent = excluded.agent",
			agent.id,
			JSON.stringify(agent),
		);
	}

	keepSettings(settings: DeskSettings): void {
		this.#settings = settings;
		this.#setMeta("settings", JSON.stringify(settings));
		this.#setClock();
	}

	keepAttended(attended: Attended): void {
		this.#attended = attended;
		this.#setMeta("attended", JSON.stringify(attended));
	}

	keepHours(hours: SiteHours): void {
		this.#hours = hours;
		this.#setMeta("site_hours", JSON.stringify(hours));
		this.#setClock();
	}

	/** Until when a person should have answered (epoch ms); null when nobody waits. */
	dueAtMs({ report }: KeptRow): number | null {
		return this.#clock.dueAtMs(report.siteKey, report.desk);
	}

	/** A line as agents see it. */
	toInboxRow(row: KeptRow): InboxRow {
		return toInboxRow(row, this.dueAtMs(row));
	}

	/** It has everything that Postgres had. */
	built(): void {
		this.#isBuilt = true;
		this.#setMeta("built", "1");
	}

	#setClock(): void {
		this.#clock.set(this.settings.firstResponseMinutes, this.#hours);
	}

	#makeTables(): void {
		for (const table of TABLES) this.#sql.exec(table);
	}

	#write(row: KeptRow): void {
		this.#sql.exec(
			`INSERT INTO inbox_rows (id, version, row) VALUES (?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET version = excluded.version, row = excluded.row`,
			row.report.id,
			row.version,
			JSON.stringify(row),
		);
	}

	#count(): void {
		this.#version += 1;
		this.#setMeta("version", String(this.#version));
	}

	#remember(row: KeptRow): void {
		const before = this.rows.get(row.report.id);
		if (before !== undefined) this.counts.add(before, -1);
		this.rows.set(row.report.id, row);
		this.counts.add(row, 1);
	}

	#meta(name: string): string | null {
		const [row] = this.#sql
			.exec<{ value: string }>("SELECT value FROM inbox_meta WHERE name = ?", name)
			.toArray();
		return row?.value ?? null;
	}

	#setMeta(name: string, value: string): void {
		this.#sql.exec(
			"INSERT INTO inbox_meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
			name,
			value,
		);
	}
}

/** A line of an earlier release, which knew no sites, is the default one's. */
function keptRow(text: string): KeptRow {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: `put` wrote it from a typed row
	const row = JSON.parse(text) as KeptRow;
	return { ...row, report: { ...row.report, siteKey: siteKeyOf(row.report) } };
}

function siteKeyOf({ siteKey }: { readonly siteKey?: string }): string {
	return siteKey ?? DEFAULT_SITE_KEY;
}
