import { createMiddleware } from "hono/factory";
import {
	BUILT_IN_ROLES,
	isBuiltInRole,
	knownPermissions,
	type Permission,
} from "../../contracts/permissions.ts";
import { findApiKey, noteApiKeyUse } from "../../store/api-keys.ts";
import { findUser, type UserRecord } from "../../store/users.ts";
import { AppError } from "../errors.ts";
import { type HonoEnv, inBackground } from "../hono-env.ts";
import { readAccessToken } from "./access-token.ts";
import { hashOfToken, isSameHash } from "./opaque-token.ts";
import { isWelcome, userOfSession } from "./standing.ts";
import type { Context } from "hono";

/** Who calls, with what they may do at this moment. */
export interface Principal {
	readonly kind: "user" | "api_key";
	/** The user, or the key's owner. */
	readonly user: UserRecord;
	/** The session; of a program the key's id. */
	readonly credentialId: string;
	readonly permissions: ReadonlySet<Permission>;
}

/** `care_`, the part by which a key is found, the part that nobody but its owner knows. */
export const API_KEY = /^care_([a-z0-9]{12})_([\w-]{43})$/;

/** What somebody's roles allow together. */
export function permissionsOf(user: Pick<UserRecord, "roleNames" | "customPermissions">): Set<Permission> {
	const builtIn = user.roleNames
		.filter(isBuiltInRole)
		.flatMap((name): readonly Permission[] => BUILT_IN_ROLES[name]);
	return new Set([...builtIn, ...knownPermissions(user.customPermissions)]);
}

/**
 * Begins to find out whose session it is while Redis is still asked whether the address may call at all: the two wait for
 * each other nowhere. `requirePrincipal` takes the answer.
 */
export function beginToIdentify(c: Context<HonoEnv>): void {
	const token = bearerOf(c);
	if (token === undefined || API_KEY.test(token)) return;
	const arriving = ofSession(c, token);
	arriving.catch(() => undefined); // who waits for it hears of it
	c.set("arriving", arriving);
}

/** Lets in who shows an access token of a session, or an API key, that counts at this moment. */
export const requirePrincipal = createMiddleware<HonoEnv>(async (c, next) => {
	const token = bearerOf(c);
	if (token === undefined) throw new AppError("unauthorized", "This needs an access token or an API key.");
	const principal = API_KEY.test(token)
		? await ofApiKey(c, token)
		: await (c.var.arriving ?? ofSession(c, token));
	if (principal === null) throw new AppError("unauthorized", "The token is not valid, or no longer.");
	c.set("principal", principal);
	await next();
});

/** Stands after `requirePrincipal`: what a program may not do in its owner's name, such as change the password. */
export const requireSession = createMiddleware<HonoEnv>(async (c, next) => {
	if (c.var.principal.kind !== "user")
		throw new AppError("forbidden", "This is for people, not for API keys.");
	await next();
});

export function requirePermission(permission: Permission) {
	return createMiddleware<HonoEnv>(async (c, next) => {
		if (!c.var.principal.permissions.has(permission))
			throw new AppError("forbidden", `This needs the permission ${permission}.`);
		await next();
	});
}

function bearerOf(c: Context<HonoEnv>): string | undefined {
	return /^Bearer ([\w.-]+)$/i.exec(c.req.header("Authorization") ?? "")?.[1];
}

async function ofSession(c: Context<HonoEnv>, token: string): Promise<Principal | null> {
	const { services, surroundings } = c.var;
	const bearer = await readAccessToken(services.keys, token, surroundings.nowMs());
	if (bearer === null) return null;
	const user = await userOfSession(services, bearer);
	if (user === null) return null;
	return { kind: "user", user, credentialId: bearer.sessionId, permissions: permissionsOf(user) };
}

/** A key may what its scopes name, as far as its owner may it too. */
async function ofApiKey(c: Context<HonoEnv>, token: string): Promise<Principal | null> {
	const { database } = c.var.services;
	const nowMs = c.var.surroundings.nowMs();
	const key = await findApiKey(database, API_KEY.exec(token)?.[1] ?? "");
	if (key === null || !isSameHash(await hashOfToken(token), key.secretHash)) return null;
	if (key.revokedAtMs !== null || key.expiresAtMs <= nowMs) return null;
	const owner = await findUser(database, key.ownerId);
	if (owner === null || !isWelcome(owner)) return null;
	inBackground(
		c,
		noteApiKeyUse(database, key.id, nowMs).catch(() => undefined),
	); // a note, not worth a failed call
	const owners = permissionsOf(owner);
	const permissions = new Set(knownPermissions(key.scopes).filter((scope) => owners.has(scope)));
	return { kind: "api_key", user: owner, credentialId: key.id, permissions };
}
