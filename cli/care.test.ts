import { spawn, spawnSync } from "node:child_process";
import { text } from "node:stream/consumers";
import { test } from "vitest";

const care = (...words: string[]) => {
	const { status, stdout, stderr } = spawnSync(process.execPath, ["cli/care.ts", ...words], {
		encoding: "utf8",
	});
	return { status, stdout, stderr, listed: `${stdout}${stderr}`.match(/^ {2}care \S+(?: \S+)?/gm)?.length };
};

test("what is no command is refused by name, with those that there are; of a group, with the group's", ({
	expect,
}) => {
	const all = care("--help");
	expect(all).toMatchObject({ status: 0, stderr: "" });
	expect(care()).toEqual(all);
	expect(care("trian")).toMatchObject({ status: 2, stdout: "", listed: all.listed });
	expect(care("trian").stderr).toContain('There is no command "trian".');
	for (const [words, named] of [
		[["analytics"], "analytics"],
		[["analytics", "recount", "--json"], "analytics recount"],
	] as const) {
		const refused = care(...words);
		expect(refused, named).toMatchObject({ status: 2, stdout: "", listed: 2 });
		expect(refused.stderr).toContain(`There is no command "${named}".`);
	}
	expect(care("analytics", "--help")).toMatchObject({ status: 0, stderr: "", listed: 2 });
});

test("who reads no further than the first line, as `head` does, sees no fault of ours", async ({
	expect,
}) => {
	const child = spawn(process.execPath, ["cli/care.ts", "validate", "--project", "docs/examples/actions"]);
	child.stdout.destroy();
	const ended = new Promise((resolve) => child.once("exit", resolve));
	expect(await text(child.stderr)).toBe("");
	expect(await ended).toBe(0);
});
