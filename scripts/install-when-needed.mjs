// Runs before every npm script that needs packages, on whatever node the machine has (20 or later): installs when
// node_modules is missing or older than the lock file. Plain JavaScript, for the global node may not read TypeScript.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";

const lock = "package-lock.json";
const marker = "node_modules/.package-lock.json";

if (!existsSync(marker) || statSync(marker).mtimeMs < statSync(lock).mtimeMs) {
	console.error("Installing packages (a minute or two on a cold cache) …");
	const started = Date.now();
	const done = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], {
		stdio: ["ignore", 2, 2],
		shell: process.platform === "win32",
	});
	if (done.status !== 0) {
		console.error("npm install failed: see its message above. Then run this command again.");
		process.exit(1);
	}
	console.error(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}
