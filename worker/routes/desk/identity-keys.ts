import { OpenAPIHono } from "@hono/zod-openapi";
import { importSPKI } from "jose";
import { z } from "zod";
import {
	IdentityKey,
	IdentityKeyList,
	MadeIdentityKey,
	MAX_IDENTITY_KEYS,
	NewIdentityKey,
} from "../../../contracts/identity.ts";
import { freshId } from "../../../store/fresh-id.ts";
import type { SealedTexts } from "../../../store/sealed-texts.ts";
import {
	createIdentityKey,
	identitySecretOf,
	listIdentityKeys,
	revokeIdentityKey,
} from "../../../store/identities.ts";
import { findSite } from "../../../store/sites.ts";
import { audit } from "../../auth/audit.ts";
import { refuseGivingMore } from "../../auth/giving-roles.ts";
import { newOpaqueToken } from "../../auth/opaque-token.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { jsonBody } from "../auth/json-body.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

/** Below it a signature by RSA can be forged. */
const MIN_RSA_BITS = 2_048;

const SitePath = z.object({ id: z.uuid() });
const KeyPath = SitePath.extend({ keyId: z.uuid() });
const tags = ["desk"];
/** A key vouches for anybody, and so opens what anybody of the site has said: who makes one must be allowed to read it. */
const OPENED = ["conversations:read"] as const;

const list = defineRoute(
	{ access: "settings:read", limit: null },
	{
		method: "get",
		path: "/{id}/identity-keys",
		operationId: "listIdentityKeys",
		summary: "The keys by which a site's company vouches for its visitors",
		tags,
		request: { params: SitePath },
		responses: {
			200: answer(IdentityKeyList, "Those that count first. Without their secrets."),
			...refusals(400, 401, 403, 404, 429, 503),
		},
	},
);

const create = defineRoute(
	{ access: "settings:write", limit: null },
	{
		method: "post",
		path: "/{id}/identity-keys",
		operationId: "createIdentityKey",
		summary: "Makes a shared secret, or takes a public key",
		description:
			"Needs `conversations:read` too, for who holds the key can be any visitor of the site. The secret is shown once. Several keys count at once, so that one can follow the other: docs/identified-visitors.md.",
		tags,
		request: { params: SitePath, ...jsonBody(NewIdentityKey) },
		responses: {
			201: answer(MadeIdentityKey, "The key; `kid` goes into the header of tokens."),
			...refusals(400, 401, 403, 404, 409, 415, 429, 503),
		},
	},
);

const revoke = defineRoute(
	{ access: "settings:write", limit: null },
	{
		method: "delete",
		path: "/{id}/identity-keys/{keyId}",
		operationId: "revokeIdentityKey",
		summary: "Revokes a key: it opens nothing from now on, and what it opened is closed within 15 s",
		tags,
		request: { params: KeyPath },
		responses: { 200: answer(IdentityKey, "As it is now."), ...refusals(400, 401, 403, 404, 429, 503) },
	},
);

export const identityKeys = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const { database } = c.var.services;
		const { id } = c.req.valid("param");
		if ((await findSite(database, id)) === null) throw noSuchSite();
		return c.json({ keys: [...(await listIdentityKeys(database, id))] }, 200);
	})
	.openapi(create, async (c) => {
		refuseGivingMore(c, OPENED);
		const { database, sealedTexts } = c.var.services;
		const nowMs = c.var.surroundings.nowMs();
		const { id: siteId } = c.req.valid("param");
		if ((await findSite(database, siteId)) === null) throw noSuchSite();
		const id = freshId(nowMs);
		const made = await keyMaterial(c.req.valid("json"), id, sealedTexts);
		const { algorithm, sealedSecret, publicKey, secret } = made;
		const row = { id, siteId, kid: newKid(), algorithm, sealedSecret, publicKey };
		const key = await createIdentityKey(database, row, nowMs);
		if (key === null)
			throw new AppError(
				"conflict",
				`A site has at most ${MAX_IDENTITY_KEYS} keys that count: revoke one first.`,
			);
		await audit(c, {
			action: "site.identity_key_created",
			target: { kind: "site", id: siteId },
			details: { kid: key.kid, algorithm: key.algorithm },
		});
		return c.json({ ...key, secret }, 201);
	})
	.openapi(revoke, async (c) => {
		const { id: siteId, keyId: id } = c.req.valid("param");
		const key = await revokeIdentityKey(c.var.services.database, { siteId, id }, c.var.surroundings.nowMs());
		if (key === null) throw new AppError("not_found", "The site has no such key.");
		c.var.services.sites.changed();
		await audit(c, {
			action: "site.identity_key_revoked",
			target: { kind: "site", id: siteId },
			details: { kid: key.kid },
		});
		return c.json(key, 200);
	});

/** @throws AppError bad_request for a key that can't verify; unavailable where no secret can be kept */
async function keyMaterial(
	wanted: z.infer<typeof NewIdentityKey>,
	id: string,
	sealedTexts: SealedTexts | null,
) {
	const { algorithm } = wanted;
	if (algorithm !== "HS256") {
		await refuseUnfitKey(wanted.publicKey, algorithm);
		return { algorithm, sealedSecret: null, publicKey: wanted.publicKey, secret: null };
	}
	if (sealedTexts === null)
		throw new AppError("unavailable", "Secrets can't be kept here: ENCRYPTION_KEYS is missing.");
	const secret = newOpaqueToken();
	return {
		algorithm,
		sealedSecret: await sealedTexts.seal(secret, identitySecretOf(id)),
		publicKey: null,
		secret,
	};
}

async function refuseUnfitKey(pem: string, algorithm: string): Promise<void> {
	const key = await importSPKI(pem, algorithm, { extractable: true }).catch(() => null);
	const bits = key === null ? 0 : Number(Reflect.get(key.algorithm, "modulusLength") ?? MIN_RSA_BITS);
	if (bits >= MIN_RSA_BITS) return;
	const message = key === null ? `is no public key for ${algorithm}` : `has fewer than ${MIN_RSA_BITS} bits`;
	throw new AppError("bad_request", "The request has fields that can't be taken.", {
		fields: [{ path: "body.publicKey", message }],
	});
}

/** 16 characters of a-z 0-9: see IDENTITY_KID. */
function newKid(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte % 36).toString(36)).join("");
}

function noSuchSite(): AppError {
	return new AppError("not_found", "There is no such site.");
}
