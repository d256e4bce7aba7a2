import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";
import {
	exited,
	findProgram,
	freePort,
	launch,
	type LocalServer,
	type RunAs,
	runAs,
	signalFamily,
	until,
} from "./local-server.ts";

const debianHome = "/usr/lib/postgresql";
const password = "a-password-of-the-test";

/** Why no PostgreSQL can be started here; null when one can. */
export function postgresMissing(): string | null {
	if (findPostgres() !== null) return null;
	return "PostgreSQL is not installed (Debian: apt-get install postgresql-15; the server need not run)";
}

/** A PostgreSQL of its own in a temporary folder on a free port, with SCRAM passwords and a database `care`. */
export async function startPostgres(): Promise<LocalServer> {
	const program = findPostgres();
	if (program === null) throw new Error(postgresMissing() ?? "");
	const home = mkdtempSync(join(tmpdir(), "care-postgres-"));
	const as = runAs("postgres");
	const data = makeCluster(dirname(program), home, as);
	const port = await freePort();
	const url = `postgresql://care:${password}@127.0.0.1:${port}/care`;
	const args = [
		"-D",
		data,
		"-p",
		String(port),
		"-k",
		home,
		"-c",
		"listen_addresses=127.0.0.1",
		"-c",
		"fsync=off",
	];
	let server = launch(program, args, { ...as, cwd: home });
	const firstUrl = url.replace(/care$/, "postgres");
	const answers = () => ask(firstUrl, "SELECT 1");
	await until(answers, "PostgreSQL");
	await ask(firstUrl, "CREATE DATABASE care");
	return {
		url,
		port,
		stop: async () => {
			signalFamily(server.pid, "SIGCONT");
			server.kill("SIGQUIT");
			await exited(server);
			rmSync(home, { recursive: true, force: true });
		},
		kill: async () => {
			signalFamily(server.pid, "SIGKILL");
			await exited(server);
		},
		restart: () =>
			until(async () => {
				if (server.exitCode !== null || server.signalCode !== null)
					server = launch(program, args, { ...as, cwd: home });
				await answers();
			}, "PostgreSQL"),
		pause: () => {
			signalFamily(server.pid, "SIGSTOP");
		},
		resume: () => {
			signalFamily(server.pid, "SIGCONT");
		},
	};
}

/** Runs initdb; @returns the folder of the data */
function makeCluster(programs: string, home: string, as: RunAs): string {
	if (as.uid !== undefined && as.gid !== undefined) chownSync(home, as.uid, as.gid);
	const passwordFile = join(home, "password");
	writeFileSync(passwordFile, password, { mode: 0o644 });
	const data = join(home, "data");
	const args = [
		"-D",
		data,
		"-U",
		"care",
		"-A",
		"scram-sha-256",
		"--pwfile",
		passwordFile,
		"-E",
		"UTF8",
		"--no-sync",
	];
	execFileSync(join(programs, "initdb"), args, { ...as, cwd: home, stdio: "ignore" });
	return data;
}

async function ask(url: string, text: string): Promise<void> {
	const client = new Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
	await client.connect();
	await client.query(text);
	await client.end();
}

function findPostgres(): string | null {
	const versions = existsSync(debianHome)
		? readdirSync(debianHome).sort((a, b) => Number(b) - Number(a))
		: [];
	return findProgram(
		"postgres",
		versions.filter((version) => Number(version) >= 15).map((version) => join(debianHome, version, "bin")),
	);
}
