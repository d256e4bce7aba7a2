import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** SHA-256 over the names and contents of files and of all files below folders; absent paths count as empty. */
export function fingerprint(paths: readonly string[]): string {
	const hash = createHash("sha256");
	for (const path of paths.flatMap(filesBelow)) {
		hash.update(path).update("\0").update(readFileSync(path)).update("\0");
	}
	return hash.digest("hex");
}

function filesBelow(path: string): string[] {
	if (!existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path, { withFileTypes: true })
		.filter((entry) => entry.name !== "node_modules" && !/\.test\.tsx?$/.test(entry.name))
		.flatMap((entry) => filesBelow(join(path, entry.name)))
		.toSorted();
}

/** True when what was built from `print` is still there: `stamp` holds the print and every output exists. */
export function isFresh(stamp: string, print: string, outputs: readonly string[]): boolean {
	return (
		existsSync(stamp) && readFileSync(stamp, "utf8") === print && outputs.every((path) => existsSync(path))
	);
}

/** Remembers what the outputs were built from. */
export function writeStamp(stamp: string, print: string): void {
	writeFileSync(stamp, print);
}
