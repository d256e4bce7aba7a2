import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { readJsonNluFiles } from "./read-input.ts";

test("[TD12] of a folder to judge by, JSON that is Rasa's NLU data is read too, and no other", async ({
	expect,
}) => {
	const directory = mkdtempSync(join(tmpdir(), "care-json-"));
	try {
		mkdirSync(join(directory, "more"));
		const nlu = '{"rasa_nlu_data": {}}';
		writeFileSync(join(directory, "more", "nlu.json"), nlu);
		writeFileSync(join(directory, "report.json"), "{}");
		writeFileSync(join(directory, "nlu.yml"), "nlu: []");
		expect(await readJsonNluFiles(directory)).toEqual([{ path: "more/nlu.json", text: nlu }]);
		expect(await readJsonNluFiles(join(directory, "report.json"))).toEqual([]);
	} finally {
		rmSync(directory, { recursive: true });
	}
});
