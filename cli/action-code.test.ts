import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { DOMAIN_TYPES_HEAD } from "../dialogue/write-domain-types.ts";
import { mentionsInActionCode } from "./action-code.ts";

test("[VA9] names in the code of actions, whole or made up, are in use", async ({ expect }) => {
	const directory = mkdtempSync(join(tmpdir(), "action-code-"));
	try {
		mkdirSync(join(directory, "actions"));
		writeFileSync(
			join(directory, "actions/say.py"),
			`dispatcher.utter_message(response=f"utter_order_{state}")`,
		);
		writeFileSync(join(directory, "actions/read.ts"), 'slots["town"]; say(`utter_refund_${state}`)');
		writeFileSync(join(directory, "other.py"), "elsewhere");
		writeFileSync(join(directory, "actions/domain-types.ts"), `${DOMAIN_TYPES_HEAD}\n"utter_idle"`);
		const isMentioned = await mentionsInActionCode(directory);
		expect(
			["utter_order_paid", "utter_refund_paid", "town", "elsewhere", "utter_idle"].map(isMentioned),
		).toEqual([true, true, true, false, false]);
	} finally {
		rmSync(directory, { recursive: true });
	}
});
