import { z } from "zod";
import { DialogueEvent } from "../contracts/dialogue-event.ts";
import { JsonValue } from "../contracts/parse-data.ts";
import { Button } from "../contracts/protocol.ts";
import type { ActionResult } from "../dialogue/action-sdk.ts";
import { ActionFailed } from "../dialogue/ports.ts";

/** Events and responses of one action: enough for any real one, and an end to a runaway. */
const MAX_EVENTS = 1_000;
const MAX_RESPONSES = 100;

/** Every form of the SDK's `ResponseDraft`. */
const Drafts = z.union([
	z.strictObject({ response: z.string().min(1), values: z.record(z.string(), JsonValue).optional() }),
	z.strictObject({
		text: z.string(),
		buttons: z.array(Button).optional(),
		image: z.string().optional(),
		custom: z.record(z.string(), JsonValue).optional(),
	}),
	z.strictObject({ remote: z.record(z.string(), JsonValue) }),
]);

const Result = z.object({
	events: z.array(DialogueEvent).max(MAX_EVENTS),
	responses: z.array(Drafts).max(MAX_RESPONSES),
});

/** What one action returned, checked. @throws ActionFailed (`bad_result`) saying what is wrong with it */
export function parseActionResult(action: string, result: unknown): ActionResult {
	const parsed = Result.safeParse(result);
	if (!parsed.success) throw badResult(action, parsed.error.issues);
	return parsed.data;
}

/** The failure of an action that answered with something else than the SDK promises. */
export function badResult(action: string, issues: readonly z.core.$ZodIssue[]): ActionFailed {
	const [first] = issues;
	const place = first === undefined ? "" : `, at ${first.path.join(".") || "the top"}: ${first.message}`;
	const reason = `${action} returned something else than events and responses${place}`;
	return new ActionFailed(action, "bad_result", reason);
}
