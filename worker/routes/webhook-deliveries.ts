import { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { DeliveryList, DeliveryPayload, DeliveryQuery, Replay, Replayed } from "../../contracts/webhooks.ts";
import { listDeliveries, readDeliveries } from "../../store/webhook-deliveries.ts";
import { removeDeadLetters } from "../../store/webhooks.ts";
import { audit } from "../auth/audit.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { jsonBody } from "./auth/json-body.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";
import { readCursor, requeue, writeCursor } from "./webhook-replay.ts";

const WebhookPath = z.object({ id: z.uuidv7() });
const readable = { access: "webhooks:read", limit: null } as const;
const tags = ["webhooks"];

const list = defineRoute(readable, {
	method: "get",
	path: "/{id}/deliveries",
	operationId: "listDeliveries",
	summary: "How the deliveries of the last days fared, latest attempt first",
	description: "Their place, not their content. What was tried while Postgres was away may be missing.",
	tags,
	request: { params: WebhookPath, query: DeliveryQuery },
	responses: {
		200: answer(DeliveryList, "One page; `nextCursor` asks for the next."),
		...refusals(400, 401, 403, 429, 503),
	},
});

const payload = defineRoute(readable, {
	method: "get",
	path: "/{id}/deliveries/{deliveryId}/payload",
	operationId: "readDeliveryPayload",
	summary: "What a delivery says, read from its conversation",
	description: "Without the permission `conversations:read` nobody's words are in it.",
	tags,
	request: { params: WebhookPath.extend({ deliveryId: z.string().min(1).max(200) }) },
	responses: {
		200: answer(DeliveryPayload, "The body."),
		...refusals(400, 401, 403, 404, 429, 503),
	},
});

const replay = defineRoute(
	{ access: "webhooks:write", limit: null },
	{
		method: "post",
		path: "/{id}/deliveries/replay",
		operationId: "replayDeliveries",
		summary: "Delivers again, under the old ids",
		tags,
		request: { params: WebhookPath, ...jsonBody(Replay) },
		responses: {
			200: answer(Replayed, "Which of them are on their way."),
			...refusals(400, 401, 403, 415, 429, 503),
		},
	},
);

export const webhookDeliveries = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const { cursor, limit, status } = c.req.valid("query");
		const rows = await listDeliveries(c.var.services.database, c.req.valid("param").id, {
			status,
			before: readCursor(cursor),
			limit: limit + 1,
		});
		const page = rows.slice(0, limit);
		const last = rows.length > limit ? page.at(-1) : undefined;
		const nextCursor = last === undefined ? null : writeCursor(last.triedAt, last.id);
		return c.json({ deliveries: page, nextCursor }, 200);
	})
	.openapi(payload, async (c) => {
		const { id, deliveryId } = c.req.valid("param");
		const [delivery] = await readDeliveries(c.var.services.database, id, [deliveryId]);
		const conversation = delivery && c.env.CONVERSATIONS.getByName(delivery.conversationId);
		const said = delivery && (await conversation?.webhookPayload(delivery.seq));
		if (said === undefined || said === null)
			throw new AppError("not_found", "There is no such delivery, or its conversation is no more.");
		const isRedacted = !c.var.principal.permissions.has("conversations:read");
		const whole = z.json().parse(JSON.parse(JSON.stringify(said)));
		return c.json({ payload: isRedacted ? withoutWords(whole) : whole, isRedacted }, 200);
	})
	.openapi(replay, async (c) => {
		const { id: webhookId } = c.req.valid("param");
		const { ids } = c.req.valid("json");
		const { database } = c.var.services;
		const replayed = await requeue(c, webhookId, await readDeliveries(database, webhookId, ids));
		// what is on its way is given up no longer
		await removeDeadLetters(database, replayed);
		await audit(c, {
			action: "webhook.replayed",
			target: { kind: "webhook", id: webhookId },
			details: { deliveries: replayed.length },
		});
		return c.json({ replayed, gone: ids.filter((one) => !replayed.includes(one)) }, 200);
	});

type Json = z.infer<ReturnType<typeof z.json>>;
/** What says where something stands and of which kind it is; every other text may be somebody's. */
const STRUCTURE = new Set(["type", "kind", "at", "conversationId", "messageId", "owner", "code", "rating"]);
const HIDDEN = "[hidden]";

function withoutWords(value: Json, key = ""): Json {
	if (typeof value === "string") return STRUCTURE.has(key) ? value : HIDDEN;
	if (Array.isArray(value)) return value.map((item) => withoutWords(item, key));
	if (typeof value !== "object" || value === null) return value;
	// what a response brings along has names of its own
	const isForeign = key === "extra";
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name, withoutWords(inner, isForeign ? "extra" : name)]),
	);
}
