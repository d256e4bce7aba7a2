/** Rasa's REST channel with `?stream=true`, in front of an action server that takes its time. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { type HeldActionServer, heldActionServer } from "./testing/held-action-server.ts";
import { startProduct, UNLIMITED, type Product } from "./testing/product.ts";

const PROJECT = {
	"config.yml": `language: de
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]`,
	"domain.yml": `intents: [book]
actions: [action_book]
responses:
  utter_wait: [{text: Einen Moment bitte}]
  utter_bye: [{text: Bis bald}]`,
	"data/all.yml": `nlu: [{intent: book, examples: "- buchen\\n"}]
rules: [{rule: book, steps: [{intent: book}, {action: utter_wait}, {action: action_book}, {action: utter_bye}]}]`,
};

let product: Product;
let actions: HeldActionServer;
const folder = mkdtempSync(join(tmpdir(), "care-stream-"));
beforeAll(async () => {
	mkdirSync(join(folder, "data"));
	for (const [path, text] of Object.entries(PROJECT)) writeFileSync(join(folder, path), `${text}\n`);
	actions = await heldActionServer();
	const args = ["--project", folder, "--actions", actions.url];
	product = await startProduct({ args, env: { RATE_LIMITS: UNLIMITED } });
});
afterAll(async () => {
	await product?.stop();
	await actions?.close();
	rmSync(folder, { recursive: true, force: true });
});

/** The lines of an answer, one at a time; null at its end. */
async function stream(sender: string, message: string) {
	const response = await fetch(`${product.origin}/webhooks/rest/webhook?stream=true`, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ sender, message }),
	});
	if (response.body === null) throw new Error("no body");
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let rest = "";
	return {
		type: response.headers.get("Content-Type"),
		next: async (): Promise<unknown> => {
			while (!rest.includes("\n")) {
				const { value, done } = await reader.read();
				if (done) return null;
				rest += value;
			}
			const [line = "", ...others] = rest.split("\n");
			rest = others.join("\n");
			return JSON.parse(line);
		},
	};
}

test("[RC4] each message is a line as soon as it is made: the first is read while the action still works", async ({
	expect,
}) => {
	const lines = await stream("ann", "buchen");
	expect(lines.type).toBe("text/event-stream");
	expect(await lines.next()).toEqual({ recipient_id: "ann", text: "Einen Moment bitte" });
	await actions.called();
	actions.answer(200, { events: [], responses: [{ text: "Gebucht" }] });
	expect(await lines.next()).toEqual({ recipient_id: "ann", text: "Gebucht" });
	expect(await lines.next()).toEqual({ recipient_id: "ann", text: "Bis bald" });
	expect(await lines.next()).toBeNull();
});

test("[RC4] an action that fails in the middle is a line that says so, and the last of its turn", async ({
	expect,
}) => {
	const lines = await stream("bea", "buchen");
	expect(await lines.next()).toEqual({ recipient_id: "bea", text: "Einen Moment bitte" });
	await actions.called();
	actions.answer(500, { error: "broken" });
	expect(await lines.next()).toEqual({
		recipient_id: "bea",
		text: expect.stringContaining("something went wrong on our side"),
	});
	expect(await lines.next()).toBeNull();
});
