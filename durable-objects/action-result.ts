import { z } from "zod";
import { DialogueEvent } from "../contracts/dialogue-event.ts";
import { JsonValue } from "../contracts/parse-data.ts";
import { Button } from "../contracts/protocol.ts";
import type { ActionResult } from "../dialogue/action-sdk.ts";

/** Events and responses of one action: enough for any real one, and an end to a runaway. */
const MAX_EVENTS = 1_000;
const MAX_RESPONSES = 100;

const Drafts = z.union([
	z.strictObject({ response: z.string().min(1), values: z.record(z.string(), JsonValue).optional() }),
	z.strictObject({
		text: z.string(),
		buttons: z.array(Button).optional(),
		image: z.string().optional(),
		custom: z.record(z.string(), JsonValue).optional(),
	}),
]);

const Result = z.object({
	events: z.array(DialogueEvent).max(MAX_EVENTS),
	responses: z.array(Drafts).max(MAX_RESPONSES),
});

/** An action's result was not what the SDK promises. */
export class BadActionResult extends Error {
	constructor(action: string, issues: z.core.$ZodIssue[]) {
		const first = issues[0];
		const place = first === undefined ? "" : ` at ${first.path.join(".") || "the top"}: ${first.message}`;
		super(`${action} returned something else than events and responses${place}`);
		this.name = "BadActionResult";
	}
}

/** @throws BadActionResult saying what is wrong with it */
export function parseActionResult(action: string, result: unknown): ActionResult {
	const parsed = Result.safeParse(result);
	if (!parsed.success) throw new BadActionResult(action, parsed.error.issues);
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the schema's optional members are absent or set, never undefined
	return parsed.data as ActionResult;
}
