import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Bulk, type BulkAction, BulkOutcome, type BulkResult } from "../../../contracts/desk-bulk.ts";
import type { ErrorCode } from "../../../contracts/errors.ts";
import type { DeskCommand } from "../../../durable-objects/desk/desk-commands.ts";
import { assertNever } from "../../../dialogue/assert-never.ts";
import { changeLabelOf } from "../../../store/desk/bulk-labels.ts";
import { audit } from "../../auth/audit.ts";
import { INBOX } from "../../auth/end-sessions.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refusalOf } from "../../middleware/on-error.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { jsonBody } from "../auth/json-body.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";
import { COMMAND_HAS_ID } from "../repeats.ts";
import { agentsOf, auditCommand, perform, wakeMs } from "./perform-command.ts";

/** Objects that are asked at a time: a Worker has six connections. */
const AT_A_TIME = 6;

type LabelChange = Extract<BulkAction, { labelId: string }>;

const bulk = defineRoute(
	{
		access: "conversations:write",
		limit: null,
		repeat: COMMAND_HAS_ID,
	},
	{
		method: "post",
		path: "/bulk",
		operationId: "changeConversations",
		summary: "One thing done to many conversations, each by itself",
		description: "One that is refused keeps no other from being done; `results` says what became of each.",
		tags: ["desk"],
		request: jsonBody(Bulk),
		responses: {
			200: answer(BulkOutcome, "What became of each, in the order in which they were asked for."),
			...refusals(400, 401, 403, 413, 415, 429, 503),
		},
	},
);

export const deskBulk = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid }).openapi(bulk, async (c) => {
	const { id, action, conversations } = c.req.valid("json");
	if ("labelId" in action) return c.json({ results: await changeLabels(c, action, conversations) }, 200);
	const command = await commandOf(c, action);
	const results: BulkResult[] = [];
	for (let from = 0; from < conversations.length; from += AT_A_TIME) {
		const some = conversations.slice(from, from + AT_A_TIME);
		// a few at a time is the point
		const done = await Promise.all(
			some.map(({ id: conversationId, expectedEpoch, seenSeq }) =>
				performOne(c, { conversationId, body: { id, expectedEpoch, seenSeq }, command }),
			),
		);
		results.push(...done);
	}
	return c.json({ results }, 200);
});

/** What the conversations' objects are told. @throws AppError for what can't be done to any */
async function commandOf(
	c: Context<HonoEnv>,
	action: Exclude<BulkAction, LabelChange>,
): Promise<DeskCommand> {
	switch (action.do) {
		case "queue":
			return { do: "enqueue" };
		case "take_over":
		case "hand_back":
		case "resolve":
		case "reopen":
			return { do: action.do };
		case "assign": {
			const ids = action.userId === null ? [] : [action.userId];
			const [to = null] = await agentsOf(c, ids, "body.action.userId");
			return { do: "assign", to };
		}
		case "snooze":
			return { do: "snooze", untilMs: wakeMs(c, action.until, "body.action.until") };
		case "priority":
			return { do: "prioritize", priority: action.priority };
		default:
			return assertNever(action);
	}
}

async function performOne(c: Context<HonoEnv>, order: Parameters<typeof perform>[1]): Promise<BulkResult> {
	const { conversationId: id } = order;
	try {
		const result = await perform(c, order);
		if (result === null) return refused(id, "not_found", "There is no such conversation.");
		const { standing } = result.ok ? result.outcome : result;
		if (!result.ok) return { ...refused(id, "conflict", result.message), standing };
		await auditCommand(c, order, result);
		return { outcome: "done", id, standing, labels: null };
	} catch (error) {
		// it keeps no other from being done; whoever asks again under the same id does nothing twice
		const { code, message } = refusalOf(error instanceof Error ? error : new Error(String(error)), c);
		return refused(id, code, message);
	}
}

async function changeLabels(
	c: Context<HonoEnv>,
	{ do: what, labelId }: LabelChange,
	conversations: Bulk["conversations"],
): Promise<BulkResult[]> {
	const change = { ids: conversations.map(({ id }) => id), labelId, isOn: what === "add_label" };
	const changed = await changeLabelOf(c.var.services.database, change, c.var.surroundings.nowMs());
	if (changed === null)
		throw new AppError("bad_request", "There is no such label.", {
			fields: [{ path: "body.action.labelId", message: "names a label that does not exist" }],
		});
	const inbox = c.env.INBOXES.getByName(INBOX);
	// its lists have the old labels until it is built anew; Postgres has the new ones
	const told = [...changed].map(([id, labels]) => inbox.labelled(id, labels).catch(() => undefined));
	await Promise.all(told);
	await audit(c, {
		action: "conversations.labelled",
		target: { kind: "label", id: labelId },
		details: { conversationIds: [...changed.keys()], isOn: change.isOn },
	});
	return change.ids.map((id) => {
		const labels = changed.get(id);
		return labels === undefined
			? refused(id, "not_found", "There is no such conversation.")
			: { outcome: "done", id, standing: null, labels: [...labels] };
	});
}

function refused(id: string, code: ErrorCode, message: string) {
	return { outcome: "refused" as const, id, code, message, standing: null };
}
