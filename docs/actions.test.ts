import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const read = (path: string): string =>
	readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), "utf8").trimEnd();

const blocks = [...read("docs/actions.md").matchAll(/^```\w+ file=(?<file>\S+)\n(?<shown>[\s\S]*?)^```$/gm)];

test.each(blocks.map(({ groups }) => [groups?.["file"] ?? "", groups?.["shown"] ?? ""]))(
	"[DX1] docs/actions.md shows %s as it is",
	(file, shown) => {
		expect(shown.trimEnd()).toBe(read(file));
	},
);

test("[DX1] it shows domain, types, actions and tests", () => {
	expect(blocks.map(({ groups }) => groups?.["file"]?.replace(/^.*\//, ""))).toEqual([
		"domain.yml",
		"domain-types.ts",
		"actions.ts",
		"actions.test.ts",
	]);
});
