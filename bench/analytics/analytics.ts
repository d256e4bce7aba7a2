/** Every report at millions of messages, as the Worker asks for it: Neon's driver, the gateway, a real PostgreSQL. */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { alignColumns } from "../../cli/nlu-report/align-columns.ts";
import { migrateDatabase } from "../../cli/migrate-database.ts";
import { progressLine } from "../../cli/progress-line.ts";
import { startGateway } from "../../gateway/gateway.ts";
import { startPostgres } from "../../gateway/testing/start-postgres.ts";
import { packAnalytics } from "../../store/analytics/pack.ts";
import { daysOf, sumUp } from "../../store/analytics/sum-up.ts";
import { verifyAnalytics } from "../../store/analytics/verify.ts";
import { connectDatabase, type Database } from "../../store/database.ts";
import { percentile } from "../statistics.ts";
import { DAYS, FIRST_MS, generate } from "./generate.ts";
import { ASKED, questionOf, type Report, REPORTS, SPANS, UNFILTERED } from "./questions.ts";

const TOKEN = "a-token-of-the-bench-0123456789abcdef";
const GOAL_MS = 500;
const ROUNDS = 20;
/** Of questions that narrow: there are many. */
const NARROWED_ROUNDS = 10;
/** What takes longer is measured less often. */
const CELL_MS = 4_000;
const MIN_ROUNDS = 5;

/**
 * `npm run bench -- analytics [MESSAGES] [DATABASE_URL] [figures | verify | QUESTION] [ROUNDS]`: a database that has conversations is
 * measured as it is; with `figures` their logs are left out when it is filled, with `verify` everything is counted anew at the
 * end, as `care analytics verify` does. QUESTION: that one of `ASKED` alone. ROUNDS: no more of each.
 */
export async function benchAnalytics([
	count = "10000000",
	given,
	what = "",
	most = "20",
]: readonly string[]): Promise<void> {
	const isQuestion = Object.hasOwn(ASKED, what);
	if (!isQuestion && !["", "figures", "verify"].includes(what))
		throw new Error(
			`There is no question "${what}": figures, verify, or one of ${Object.keys(ASKED).join("; ")}.`,
		);
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
		if (await fill(client, Number(count), what !== "figures")) {
			await sumUp(db, await daysOf(db));
			await client.query("vacuum analyze");
		}
		await pack(db);
		await measure(db, isQuestion ? what : null, Number(most));
		if (what === "verify") await verify(db);
	} finally {
		await client.end();
		await gateway.close();
		await server?.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

/** @returns whether it was empty */
async function fill(client: Client, messages: number, withLog: boolean): Promise<boolean> {
	const there = await client.query("select from conversations limit 1");
	if (there.rows.length > 0) return false;
	const progress = progressLine(process.stderr);
	const started = performance.now();
	const onProgress = (share: number): void => progress.show({ label: "messages", share });
	const made = await generate(client, { messages, withLog, onProgress });
	console.log(`${made} messages were made in ${seconds(started)} s.`);
	progress.end();
	await client.query("vacuum analyze");
	return true;
}

/** As the scheduler does it, by the day after the last conversation: the last days are not packed. */
async function pack(db: Database): Promise<void> {
	const started = performance.now();
	const nowMs = FIRST_MS + (DAYS + 0.5) * 86_400_000;
	const { made } = await packAnalytics(db, { nowMs, untilMs: Infinity });
	if (made > 0) console.log(`${made} days and months were packed in ${seconds(started)} s.`);
}

const seconds = (started: number): string => ((performance.now() - started) / 1_000).toFixed(0);

/** A table for each question: p95 of each report over each span, and what share of the goal it is. */
async function measure(db: Database, only: string | null, most: number): Promise<void> {
	const spans = Object.keys(SPANS);
	const over: string[] = [];
	let worst = { p95: 0, of: "" };
	for (const [asking, asked] of Object.entries(ASKED)) {
		if (only !== null && only !== asking) continue;
		const isPlain = Object.keys(asked).length === 0;
		const reports = isPlain ? { ...REPORTS, ...UNFILTERED } : REPORTS;
		const rounds = Math.min(most, isPlain ? ROUNDS : NARROWED_ROUNDS);
		const rows = [[asking, ...spans]];
		for (const [name, report] of Object.entries(reports)) {
			const cells: string[] = [];
			for (const [span, days] of Object.entries(SPANS)) {
				const cell = await cellOf(rounds, (round) => report(db, questionOf(days, round, asked)));
				cells.push(cell.text);
				const of = `${asking}, ${name}, ${span}: ${cell.text}`;
				if (cell.p95 > worst.p95) worst = { p95: cell.p95, of };
				if (cell.p95 > GOAL_MS) over.push(of);
			}
			rows.push([name, ...cells]);
			console.log(`${asking}, ${name}: ${cells.join("  ")}  load ${(loadavg()[0] ?? 0).toFixed(1)}`);
		}
		console.log(`\n${alignColumns(rows)}`);
	}
	console.log(`\nThe slowest: ${worst.of}`);
	for (const of of over) console.log(`over ${GOAL_MS} ms: ${of}`);
	console.log(
		`Load of the machine at the end: ${loadavg()
			.map((load) => load.toFixed(1))
			.join(" ")}`,
	);
	console.log(
		`\np50 / p95 in ms and p95 ÷ ${GOAL_MS} ms, of ${Math.min(most, ROUNDS)} each (${Math.min(most, NARROWED_ROUNDS)} where it is narrowed), fewer (at least ${MIN_ROUNDS}) where they take long`,
	);
}

interface Cell {
	readonly p95: number;
	readonly text: string;
}

async function cellOf(rounds: number, ask: (round: number) => ReturnType<Report>): Promise<Cell> {
	const samples: number[] = [];
	const begun = performance.now();
	try {
		for (let round = 0; round < rounds; round += 1) {
			if (round >= MIN_ROUNDS && performance.now() - begun > CELL_MS) break;
			const started = performance.now();
			await ask(round);
			samples.push(performance.now() - started);
		}
	} catch (error) {
		return { p95: Infinity, text: error instanceof Error ? error.name : "failed" };
	}
	const p95 = percentile(samples, 0.95);
	const text = `${percentile(samples, 0.5).toFixed(0)} / ${p95.toFixed(0)} (${(p95 / GOAL_MS).toFixed(2)})`;
	return { p95, text };
}

async function verify(db: Database): Promise<void> {
	const started = performance.now();
	const { conversations, differences } = await verifyAnalytics(db, { limit: 20 });
	console.log(`${conversations} conversations were counted anew in ${seconds(started)} s.`);
	for (const difference of differences) console.log(JSON.stringify(difference));
}
