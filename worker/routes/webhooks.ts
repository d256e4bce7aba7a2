import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import {
	DeadLetterList,
	DeadLetterQuery,
	MadeWebhook,
	NewWebhook,
	Replay,
	Replayed,
	Webhook,
	WebhookChange,
	WebhookList,
} from "../../contracts/webhooks.ts";
import { refusalOfAddress } from "../../durable-objects/outgoing-address.ts";
import { outgoingRules } from "../../durable-objects/outgoing-network.ts";
import { newWebhookSecret } from "../../durable-objects/webhooks/webhook-signature.ts";
import { freshId } from "../../store/fresh-id.ts";
import {
	changeWebhook,
	createWebhook,
	deleteWebhook,
	listDeadLetters,
	listWebhooks,
	MAX_WEBHOOKS,
	readDeadLetters,
	removeDeadLetters,
	webhookSecretOf,
} from "../../store/webhooks.ts";
import { audit } from "../auth/audit.ts";
import { refuseGivingMore } from "../auth/giving-roles.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { jsonBody } from "./auth/json-body.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";
import { readCursor, requeue, writeCursor } from "./webhook-replay.ts";

const WebhookPath = z.object({ id: z.uuidv7() });
const readable = { access: "webhooks:read", limit: null } as const;
const writable = { access: "webhooks:write", limit: null } as const;
const tags = ["webhooks"];
/** A webhook is told what is said in all conversations: who says where it goes must be allowed to read them. */
const TOLD = ["conversations:read"] as const;

const list = defineRoute(readable, {
	method: "get",
	path: "/",
	operationId: "listWebhooks",
	summary: "All webhooks, oldest first",
	tags,
	responses: { 200: answer(WebhookList, "Without their secrets."), ...refusals(401, 403, 429, 503) },
});

const create = defineRoute(writable, {
	method: "post",
	path: "/",
	operationId: "createWebhook",
	summary: "Makes a webhook",
	description:
		"Needs `conversations:read` too, for it is told what is said. The secret that signs its deliveries is shown once. docs/webhooks.md says how to verify them.",
	tags,
	request: jsonBody(NewWebhook),
	responses: {
		201: answer(MadeWebhook, "The webhook and its secret."),
		...refusals(400, 401, 403, 409, 415, 429, 503),
	},
});

const change = defineRoute(writable, {
	method: "patch",
	path: "/{id}",
	operationId: "changeWebhook",
	summary: "Changes a webhook, or turns it off and on",
	description:
		"Another address, other events and turning it on need `conversations:read` too. Turned off it loses what waits for it; turned on again it is told what happens from then on.",
	tags,
	request: { params: WebhookPath, ...jsonBody(WebhookChange) },
	responses: { 200: answer(Webhook, "As it is now."), ...refusals(400, 401, 403, 404, 415, 429, 503) },
});

const remove = defineRoute(writable, {
	method: "delete",
	path: "/{id}",
	operationId: "deleteWebhook",
	summary: "Removes a webhook, what waits for it and its dead letters",
	tags,
	request: { params: WebhookPath },
	responses: { 204: { description: "Removed." }, ...refusals(400, 401, 403, 404, 429, 503) },
});

const letters = defineRoute(readable, {
	method: "get",
	path: "/{id}/dead-letters",
	operationId: "listDeadLetters",
	summary: "Deliveries that were given up after a day, newest first",
	tags,
	request: { params: WebhookPath, query: DeadLetterQuery },
	responses: {
		200: answer(DeadLetterList, "One page; `nextCursor` asks for the next."),
		...refusals(400, 401, 403, 429, 503),
	},
});

const replay = defineRoute(writable, {
	method: "post",
	path: "/{id}/dead-letters/replay",
	operationId: "replayDeadLetters",
	summary: "Delivers dead letters again, under their old ids",
	tags,
	request: { params: WebhookPath, ...jsonBody(Replay) },
	responses: {
		200: answer(Replayed, "Which of them are on their way."),
		...refusals(400, 401, 403, 415, 429, 503),
	},
});

export const webhooks = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => c.json({ webhooks: [...(await listWebhooks(c.var.services.database))] }, 200))
	.openapi(create, async (c) => {
		const { url, events } = c.req.valid("json");
		refuseGivingMore(c, TOLD);
		refuseAddress(c, url);
		const { sealedTexts, database } = c.var.services;
		if (sealedTexts === null)
			throw new AppError("unavailable", "Webhooks are not set up here: ENCRYPTION_KEYS is missing.");
		const nowMs = c.var.surroundings.nowMs();
		const id = freshId(nowMs);
		const secret = newWebhookSecret();
		const sealedSecret = await sealedTexts.seal(secret, webhookSecretOf(id));
		const webhook = await createWebhook(database, { id, url, events, sealedSecret, nowMs });
		if (webhook === null) throw new AppError("conflict", `There can be at most ${MAX_WEBHOOKS} webhooks.`);
		await audit(c, { action: "webhook.created", target: { kind: "webhook", id }, details: { events } });
		return c.json({ ...webhook, secret }, 201);
	})
	.openapi(change, async (c) => {
		const { id } = c.req.valid("param");
		const wanted = c.req.valid("json");
		const tellsMore = wanted.url !== undefined || wanted.events !== undefined || wanted.enabled === true;
		if (tellsMore) refuseGivingMore(c, TOLD);
		if (wanted.url !== undefined) refuseAddress(c, wanted.url);
		const nowMs = c.var.surroundings.nowMs();
		const webhook = await changeWebhook(c.var.services.database, id, { ...wanted, nowMs });
		if (webhook === null) throw noSuchWebhook();
		await audit(c, {
			action: "webhook.changed",
			target: { kind: "webhook", id },
			details: { changed: Object.keys(wanted), enabled: webhook.enabled },
		});
		return c.json(webhook, 200);
	})
	.openapi(remove, async (c) => {
		const { id } = c.req.valid("param");
		if (!(await deleteWebhook(c.var.services.database, id))) throw noSuchWebhook();
		await audit(c, { action: "webhook.deleted", target: { kind: "webhook", id } });
		return c.body(null, 204);
	})
	.openapi(letters, async (c) => {
		const { cursor, limit } = c.req.valid("query");
		const place = readCursor(cursor);
		const before = place && { id: place.id, failedAt: new Date(place.atMs).toISOString() };
		const rows = await listDeadLetters(c.var.services.database, c.req.valid("param").id, {
			limit: limit + 1,
			before,
		});
		const page = rows.slice(0, limit);
		const last = rows.length > limit ? page.at(-1) : undefined;
		return c.json(
			{ deadLetters: page, nextCursor: last === undefined ? null : writeCursor(last.failedAt, last.id) },
			200,
		);
	})
	.openapi(replay, async (c) => {
		const { id: webhookId } = c.req.valid("param");
		const { ids } = c.req.valid("json");
		const { database } = c.var.services;
		const found = await readDeadLetters(database, webhookId, ids);
		// first into the queues, then off the list: a crash between the two delivers once more, and loses nothing
		const replayed = await requeue(c, webhookId, found);
		await removeDeadLetters(database, replayed);
		await audit(c, {
			action: "webhook.replayed",
			target: { kind: "webhook", id: webhookId },
			details: { deliveries: replayed.length },
		});
		return c.json({ replayed, gone: ids.filter((id) => !replayed.includes(id)) }, 200);
	});

function refuseAddress(c: Context<HonoEnv>, url: string): void {
	const refusal = refusalOfAddress(url, outgoingRules(c.var.services.config));
	if (refusal === null) return;
	throw new AppError("bad_request", "The request has fields that can't be taken.", {
		fields: [{ path: "body.url", message: refusal }],
	});
}

function noSuchWebhook(): AppError {
	return new AppError("not_found", "There is no such webhook.");
}
