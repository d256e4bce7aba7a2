/**
 * Tells of the expressions that are put together at run time: of the languages' tables, of redaction, and those that the
 * shipped assistant's training data brings. Runs as a thread of its own, for it looks over the shoulder of `new RegExp`.
 */
import { parentPort } from "node:worker_threads";
import type { PatternInCode } from "./pattern-in-code.ts";

const found = new Map<string, PatternInCode>();
let place = "";
globalThis.RegExp = new Proxy(RegExp, {
	construct(target, given: ConstructorParameters<typeof RegExp>) {
		const made = new target(...given);
		if (place !== "")
			found.set(`${made.flags}/${made.source}`, { source: made.source, flags: made.flags, place });
		return made;
	},
});

place = "built of the languages' tables";
const { BuiltinFinder } = await import("../../nlu/builtin/find-builtins.ts");
const made: unknown[] = [];
for (const language of ["en-US", "en-GB", "de", "fr", "es", "tr", "ar"])
	made.push(new BuiltinFinder(language));
place = "built for origins";
await import("../../contracts/allowed-origin.ts");
place = "built for redaction";
await import("../../durable-objects/redaction/passwords.ts");
place = "";
const { readProjectSource } = await import("../../cli/project-source.ts");
const { loadProject } = await import("../../dialogue/train-project.ts");
const { compilePattern } = await import("../../nlu/patterns/python-regex.ts");
const { nlu } = loadProject(await readProjectSource("assistant"));
for (const { name, pattern } of nlu.regexes) {
	place = `training data: ${name}`;
	compilePattern(pattern, false);
}
place = "";
parentPort?.postMessage([...found.values()]);
