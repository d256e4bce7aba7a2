import { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { ApiKey, ApiKeyList, MadeApiKey, NewApiKey, PageQuery } from "../../contracts/accounts.ts";
import { knownPermissions } from "../../contracts/permissions.ts";
import {
	type ApiKeyRecord,
	createApiKey,
	listApiKeys,
	readApiKey,
	revokeApiKey,
} from "../../store/api-keys.ts";
import { freshId } from "../../store/fresh-id.ts";
import { audit } from "../auth/audit.ts";
import { refuseGivingMore } from "../auth/giving-roles.ts";
import { hashOfToken, newOpaqueToken } from "../auth/opaque-token.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { jsonBody } from "./auth/json-body.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

const list = defineRoute(
	{ access: "api_keys:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listApiKeys",
		summary: "All API keys, newest first, those that ended included",
		tags: ["administration"],
		request: { query: PageQuery },
		responses: {
			200: answer(ApiKeyList, "One page; `nextCursor` asks for the next."),
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

const create = defineRoute(
	{ access: "api_keys:write", limit: null },
	{
		method: "post",
		path: "/",
		operationId: "createApiKey",
		summary: "Makes a key for a program",
		description:
			"The key is shown once. It may what its scopes name, as far as its owner, who made it, may it too.",
		tags: ["administration"],
		request: jsonBody(NewApiKey),
		responses: { 201: answer(MadeApiKey, "The key."), ...refusals(400, 401, 403, 415, 429, 503) },
	},
);

const remove = defineRoute(
	{ access: "api_keys:write", limit: null },
	{
		method: "delete",
		path: "/{id}",
		operationId: "revokeApiKey",
		summary: "Ends a key at once",
		description: "Of somebody else only one whose scopes one holds.",
		tags: ["administration"],
		request: { params: z.object({ id: z.uuidv7() }) },
		responses: { 204: { description: "Ended." }, ...refusals(400, 401, 403, 404, 429, 503) },
	},
);

export const apiKeys = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const { cursor, limit } = c.req.valid("query");
		const page = await listApiKeys(c.var.services.database, { cursor: cursor ?? null, limit });
		return c.json({ keys: page.keys.map(toApiKey), nextCursor: page.nextCursor }, 200);
	})
	.openapi(create, async (c) => {
		const { name, scopes, expiresInDays } = c.req.valid("json");
		refuseGivingMore(c, scopes);
		const nowMs = c.var.surroundings.nowMs();
		const prefix = newPrefix();
		const key = `care_${prefix}_${newOpaqueToken()}`;
		const record = {
			id: freshId(nowMs),
			name,
			prefix,
			secretHash: await hashOfToken(key),
			scopes: [...new Set(scopes)],
			ownerId: c.var.principal.user.id,
			createdAtMs: nowMs,
			expiresAtMs: nowMs + expiresInDays * 86_400_000,
		};
		await createApiKey(c.var.services.database, record);
		await audit(c, {
			action: "api_key.created",
			target: { kind: "api_key", id: record.id },
			details: { scopes: record.scopes },
		});
		return c.json({ ...toApiKey({ ...record, lastUsedAtMs: null, revokedAtMs: null }), key }, 201);
	})
	.openapi(remove, async (c) => {
		const { id } = c.req.valid("param");
		const { database } = c.var.services;
		const key = await readApiKey(database, id);
		const { kind, user } = c.var.principal;
		// people end their own always: it may have more than they have by now
		if (key !== null && (kind !== "user" || key.ownerId !== user.id))
			refuseGivingMore(c, knownPermissions(key.scopes));
		if (!(await revokeApiKey(database, id, c.var.surroundings.nowMs())))
			throw new AppError("not_found", "There is no such key, or it has ended.");
		await audit(c, { action: "api_key.revoked", target: { kind: "api_key", id } });
		return c.body(null, 204);
	});

function newPrefix(): string {
	const letters = "abcdefghijklmnopqrstuvwxyz234567";
	return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => letters.charAt(byte & 31)).join("");
}

function toApiKey(key: ApiKeyRecord): z.infer<typeof ApiKey> {
	const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
	return {
		id: key.id,
		name: key.name,
		prefix: `care_${key.prefix}_`,
		scopes: knownPermissions(key.scopes),
		ownerId: key.ownerId,
		createdAt: new Date(key.createdAtMs).toISOString(),
		expiresAt: new Date(key.expiresAtMs).toISOString(),
		lastUsedAt: instant(key.lastUsedAtMs),
		revokedAt: instant(key.revokedAtMs),
	};
}
