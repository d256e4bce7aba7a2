import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DOMAIN_TYPES_HEAD } from "../dialogue/write-domain-types.ts";

const CODE = /\.(?:py|ts|js|mjs)$/;
const ENTRY = /^actions(?:\.py)?$/;

/**
 * Whether the code of a project's custom actions (`actions.py`, or what is in `actions/`) writes a name out, or the
 * beginning of one that it makes up: `utter_order_${status}`. A response that only code says, or a slot that only code
 * reads, is in use all the same.
 */
export async function mentionsInActionCode(directory: string): Promise<(name: string) => boolean> {
	const names = new Set<string>();
	const beginnings = new Set<string>();
	const entries = await readdir(directory, { withFileTypes: true });
	for (const entry of entries.filter(({ name }) => ENTRY.test(name))) {
		const path = join(directory, entry.name);
		const files = entry.isDirectory() ? await codeFiles(path) : [path];
		const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
		for (const text of texts.filter((one) => !one.startsWith(DOMAIN_TYPES_HEAD)))
			for (const [, name = "", brace] of text.matchAll(/([A-Za-z_][\w/]*)(\$?\{)?/g)) {
				names.add(name);
				if (brace !== undefined && name.endsWith("_")) beginnings.add(name);
			}
	}
	return (name) => names.has(name) || [...beginnings].some((beginning) => name.startsWith(beginning));
}

async function codeFiles(directory: string): Promise<string[]> {
	const entries = await readdir(directory, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile() && CODE.test(entry.name) && !entry.parentPath.includes("node_modules"))
		.map((entry) => join(entry.parentPath, entry.name));
}
