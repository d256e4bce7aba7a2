/** Every report at millions of messages, as the Worker asks for it: Neon's driver, the gateway, a real PostgreSQL. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { migrateDatabase } from "../../cli/migrate-database.ts";
import { progressLine } from "../../cli/progress-line.ts";
import { startGateway } from "../../gateway/gateway.ts";
import { startPostgres } from "../../gateway/testing/start-postgres.ts";
import { readAgents } from "../../store/analytics/agents.ts";
import { listBehind } from "../../store/analytics/behind.ts";
import { readBusyHours, readCohorts } from "../../store/analytics/calendar.ts";
import { readForms } from "../../store/analytics/forms.ts";
import { readIntents } from "../../store/analytics/intents.ts";
import { readBreakdown, readOverview } from "../../store/analytics/overview.ts";
import { type AnalyticsQuestion, spanBefore } from "../../store/analytics/question.ts";
import { connectDatabase, type Database } from "../../store/database.ts";
import { percentile, textTable } from "../statistics.ts";
import { DAYS, generate } from "./generate.ts";

const TOKEN = "a-token-of-the-bench-0123456789abcdef";
const DAY_MS = 86_400_000;
const LAST_MS = Date.UTC(2025, 10, 26) + DAYS * DAY_MS;
const ROUNDS = 20;

/**
 * `npm run bench -- analytics [MESSAGES] [DATABASE_URL] [figures]`: a database that has conversations is measured as it is;
 * with `figures` their logs are left out when it is filled.
 */
export async function benchAnalytics([count = "10000000", given, what]: readonly string[]): Promise<void> {
	const server = given === undefined ? await startPostgres() : null;
	const databaseUrl = given ?? server?.url ?? "";
	const dataDir = mkdtempSync(join(tmpdir(), "care-bench-"));
	const client = new Client({ connectionString: databaseUrl });
	await client.connect();
	const gateway = await startGateway({ dataDir, token: TOKEN, databaseUrl });
	try {
		const db = connectDatabase({
			url: `postgresql://care:${TOKEN}@127.0.0.1:${gateway.port}/care`,
			fetchEndpoint: `${gateway.url}/sql`,
		});
		await migrateDatabase(db);
		await fill(client, Number(count), what !== "figures");
		await measure(db);
	} finally {
		await client.end();
		await gateway.close();
		await server?.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

async function fill(client: Client, messages: number, withLog: boolean): Promise<void> {
	const there = await client.query("select from conversations limit 1");
	if (there.rows.length > 0) return;
	const progress = progressLine(process.stderr);
	const started = performance.now();
	const onProgress = (share: number): void => progress.show({ label: "messages", share });
	const made = await generate(client, { messages, withLog, onProgress });
	console.log(`${made} messages were made in ${seconds(started)} s.`);
	progress.end();
	await client.query("vacuum analyze");
}

const seconds = (started: number): string => ((performance.now() - started) / 1_000).toFixed(0);

type Report = (db: Database, question: AnalyticsQuestion) => Promise<unknown>;

const REPORTS: Readonly<Record<string, Report>> = {
	overview: (db, question) => readOverview(db, question, "day"),
	"overview, compared": (db, question) =>
		Promise.all([readOverview(db, question, "day"), readOverview(db, spanBefore(question), "day")]),
	channels: (db, question) => readBreakdown(db, question, "channel"),
	languages: (db, question) => readBreakdown(db, question, "language"),
	intents: (db, question) => readIntents(db, question, { compare: true, limit: 50 }),
	agents: readAgents,
	"busy hours": readBusyHours,
	forms: readForms,
	cohorts: readCohorts,
	"conversations behind": (db, question) => listBehind(db, { ...question, ...BEHIND, figure: "returned" }),
};

const BEHIND = {
	rating: null,
	minMs: null,
	confusedWith: null,
	isResolvedByAgent: false,
	form: null,
	step: "started",
	slot: null,
	weekday: null,
	hour: null,
	cohort: null,
	cohortWeek: null,
	cursor: null,
	limit: 20,
	withPreview: true,
} as const;

/** What people ask: spans, zones, filters. */
const QUESTIONS: Readonly<Record<string, (toMs: number) => Partial<AnalyticsQuestion>>> = {
	"30 days": (toMs) => ({ fromMs: toMs - 30 * DAY_MS }),
	"90 days": (toMs) => ({ fromMs: toMs - 90 * DAY_MS }),
	year: () => ({ fromMs: LAST_MS - DAYS * DAY_MS, toMs: LAST_MS }),
	"30 days, a language": (toMs) => ({ fromMs: toMs - 30 * DAY_MS, language: "de" }),
	"30 days, an intent": (toMs) => ({ fromMs: toMs - 30 * DAY_MS, intent: "intent_20" }),
	"30 days, open hours": (toMs) => ({
		fromMs: toMs - 30 * DAY_MS,
		hours: {
			zone: "Europe/Berlin",
			weekly: [{ fromWeekday: 1, toWeekday: 5, opens: "09:00", closes: "17:30" }],
			exceptions: [],
		},
	}),
};

async function measure(db: Database): Promise<void> {
	const rows = [["report", ...Object.keys(QUESTIONS)]];
	for (const [name, report] of Object.entries(REPORTS)) {
		const cells: string[] = [];
		for (const asked of Object.values(QUESTIONS)) {
			const samples: number[] = [];
			for (let round = 0; round < ROUNDS; round += 1) {
				const toMs = LAST_MS - (round % 10) * 20 * DAY_MS + 6 * 3_600_000;
				const question: AnalyticsQuestion = { ...ANYTHING, toMs, ...asked(toMs) };
				const started = performance.now();
				await report(db, question);
				samples.push(performance.now() - started);
			}
			cells.push(`${percentile(samples, 0.5).toFixed(0)} / ${percentile(samples, 0.95).toFixed(0)} ms`);
		}
		rows.push([name, ...cells]);
		console.log(name, cells.join("  "));
	}
	console.log(`\n${textTable(rows)}\np50 / p95 of ${ROUNDS} each`);
}

const ANYTHING = {
	fromMs: 0,
	zone: "Europe/Berlin",
	channel: null,
	language: null,
	intent: null,
	agentId: null,
	labelId: null,
	modelId: null,
	hours: null,
	withTests: false,
} as const;
