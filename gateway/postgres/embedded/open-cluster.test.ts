import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { startGateway } from "../../gateway.ts";
import { lockDataDir } from "./data-dir-lock.ts";

test("[GW21] a folder whose making was cut short is made again", async ({ expect }) => {
	const dataDir = mkdtempSync(join(tmpdir(), "care-cut-short-"));
	mkdirSync(join(dataDir, "postgres"));
	writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "18\n"); // the first file that initdb writes
	writeFileSync(join(dataDir, "postgres.making"), "");
	const gateway = await startGateway({ dataDir });
	expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
	expect(existsSync(join(dataDir, "postgres.making"))).toBe(false);
	await expect(startGateway({ dataDir })).rejects.toThrow("Another gateway");
	await gateway.close();
	rmSync(dataDir, { recursive: true });
}, 90_000);

test("[GW21] a lock counts only while its holder lives", ({ expect }) => {
	const dataDir = mkdtempSync(join(tmpdir(), "care-lock-"));
	const unlock = lockDataDir(dataDir);
	expect(() => lockDataDir(dataDir)).toThrow(`process ${process.pid}`);
	unlock();
	for (const holder of ["", "999999999 5", `${process.ppid} 1`, `${process.pid} 1`, "nonsense"]) {
		writeFileSync(join(dataDir, "gateway.lock"), `${holder}\n`);
		lockDataDir(dataDir)();
	}
	rmSync(dataDir, { recursive: true });
});
