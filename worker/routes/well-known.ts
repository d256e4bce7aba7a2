import { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { publicKeySet } from "../auth/signing-key-set.ts";
import type { HonoEnv } from "../hono-env.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

const Jwk = z.object({
	kty: z.string(),
	crv: z.string(),
	kid: z.string(),
	alg: z.string(),
	use: z.literal("sig"),
	x: z.string(),
	y: z.string().optional(),
});

const jwks = defineRoute(
	{ access: "public", limit: null },
	{
		method: "get",
		path: "/jwks.json",
		operationId: "jwks",
		summary: "The public keys of our tokens (RFC 7517)",
		tags: ["operations"],
		responses: { 200: answer(z.object({ keys: z.array(Jwk) }), "The keys, newest first."), ...refusals() },
	},
);

export const wellKnown = new OpenAPIHono<HonoEnv>().openapi(jwks, (c) => {
	// short: a key that was taken out after a theft must not be believed for long
	c.header("Cache-Control", "public, max-age=300");
	return c.json(publicKeySet(c.var.services.config.SIGNING_KEYS), 200);
});
