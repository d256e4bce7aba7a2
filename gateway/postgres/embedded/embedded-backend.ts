import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Pool } from "pg";
import { GatewayError } from "../../gateway-error.ts";
import type { GatewayLimits } from "../../options.ts";
import type { PostgresBackend, WireListener } from "../postgres-backend.ts";
import { blankBackendKey, parameterStatus, readyForQuery } from "../wire/backend-messages.ts";
import { BackendTurn } from "./backend-turn.ts";
import { lockDataDir } from "./data-dir-lock.ts";
import { PgliteSession } from "./pglite-session.ts";
import { PgliteStream } from "./pglite-stream.ts";
import { PgliteThread } from "./pglite-thread.ts";

export interface EmbeddedSettings {
	dataDir: string;
	limits: GatewayLimits;
	onTrouble: (line: string) => void;
	onProgress: (line: string) => void;
}

const closeTimeoutMs = 5_000;

/** What PostgreSQL tells a client that signs in, as PGlite is set up. */
const greeting = Buffer.concat([
	...Object.entries({
		server_version: "18.0",
		server_encoding: "UTF8",
		client_encoding: "UTF8",
		DateStyle: "ISO, MDY",
		IntervalStyle: "postgres",
		TimeZone: "UTC",
		integer_datetimes: "on",
		standard_conforming_strings: "on",
		is_superuser: "on",
		session_authorization: "postgres",
	}).map(([name, value]) => parameterStatus(name, value)),
	blankBackendKey(),
	readyForQuery("I"),
]);

/**
 * PGlite, its files under `postgres/` of the data folder.
 *
 * @throws Error when another gateway has this folder, or the database does not open
 */
export async function openEmbeddedPostgres(settings: EmbeddedSettings): Promise<PostgresBackend> {
	const { limits, onTrouble } = settings;
	mkdirSync(settings.dataDir, { recursive: true });
	const unlock = lockDataDir(settings.dataDir);
	const dataDir = join(settings.dataDir, "postgres");
	if (!existsSync(dataDir)) settings.onProgress("Making the embedded database (once)…");
	const setup = { dataDir, templateDir: templateDir(), maxResultBytes: limits.maxResultBytes };
	const thread = new PgliteThread(setup, onTrouble);
	const turn = new BackendTurn();
	const open = (listener: WireListener) => new PgliteSession({ thread, turn, limits, greeting }, listener);
	const pool = new Pool({
		stream: () => new PgliteStream(open),
		max: limits.poolSize,
		connectionTimeoutMillis: limits.timeoutMs,
		idleTimeoutMillis: 30_000,
	});
	pool.on("error", (error) => {
		onTrouble(`An idle connection ended: ${error.message}`);
	});
	try {
		await thread.ready();
	} catch (error) {
		await thread.close(closeTimeoutMs);
		unlock();
		throw error;
	}
	return {
		kind: "pglite",
		pool,
		openSession: (listener) => Promise.resolve(open(listener)),
		check: async () => {
			if (!thread.isUp()) throw new GatewayError("08006", "The embedded database is starting again.");
			// Whoever is at work is watched by the time-outs; health need not stand in line behind him.
			if (!turn.isBusy()) await pool.query("SELECT 1");
		},
		close: async () => {
			await pool.end();
			await thread.close(closeTimeoutMs);
			unlock();
		},
	};
}

/** Beside PGlite itself, and named for its version: what npm renews, it renews too. */
function templateDir(): string | null {
	const require = createRequire(import.meta.url);
	const packageFile = join(dirname(require.resolve("@electric-sql/pglite")), "..", "package.json");
	const about: unknown = JSON.parse(readFileSync(packageFile, "utf8"));
	if (typeof about !== "object" || about === null || !("version" in about)) return null;
	return join(
		packageFile,
		"..",
		"..",
		"..",
		".cache",
		"customer-care-gateway",
		`pglite-${String(about.version)}`,
	);
}
