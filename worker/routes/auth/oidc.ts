import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { Email, Providers } from "../../../contracts/accounts.ts";
import { errorText } from "../../../observability/scrub.ts";
import { findExternalUser, joinExternalIdentity } from "../../../store/external-identities.ts";
import { freshId } from "../../../store/fresh-id.ts";
import { createUser, findUser, findUserByEmail, type UserRecord } from "../../../store/users.ts";
import type { OidcProvider } from "../../account-settings.ts";
import { audit } from "../../auth/audit.ts";
import { openSession } from "../../auth/begin-session.ts";
import { clearCookie, readCookie, writeCookie } from "../../auth/cookies.ts";
import { authorizationUrl, PendingSignIn, redeemCode, type Vouched } from "../../auth/oidc.ts";
import { hashOfToken, isSameHash, newOpaqueToken } from "../../auth/opaque-token.ts";
import { isWelcome } from "../../auth/standing.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { letterheadOf } from "../../mail/send-letter.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";
import { newChallenge } from "./sign-in.ts";

const STATE_SECONDS = 600;
const ProviderPath = z.object({ provider: z.string().regex(/^[a-z0-9-]{1,32}$/) });

const list = defineRoute(
	{ access: "public", limit: null },
	{
		method: "get",
		path: "/providers",
		operationId: "listProviders",
		summary: "Identity providers by which one can sign in",
		tags: ["accounts"],
		responses: { 200: answer(Providers, "None, where none is configured."), ...refusals(429, 503) },
	},
);

const start = defineRoute(
	{ access: "public", limit: "sign_up" },
	{
		method: "get",
		path: "/oidc/{provider}/start",
		operationId: "startOidc",
		summary: "Sends the browser to an identity provider",
		tags: ["accounts"],
		request: { params: ProviderPath },
		responses: { 302: { description: "To the provider." }, ...refusals(400, 404, 429, 503) },
	},
);

const callback = defineRoute(
	{ access: "public", limit: "sign_up" },
	{
		method: "get",
		path: "/oidc/{provider}/callback",
		operationId: "finishOidc",
		summary: "Where the identity provider sends the browser back to",
		tags: ["accounts"],
		request: {
			params: ProviderPath,
			query: z.object({
				state: z.string().max(100),
				code: z.string().max(4_000).optional(),
				error: z.string().max(200).optional(),
			}),
		},
		responses: { 302: { description: "To the account's page." }, ...refusals(400, 404, 429, 503) },
	},
);

export const oidcRoutes = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, (c) => {
		const providers = c.var.services.config.accounts?.oidcProviders ?? [];
		c.header("Cache-Control", "public, max-age=60"); // it changes with the configuration
		return c.json({ providers: providers.map(({ id, name }) => ({ id, name })) }, 200);
	})
	.openapi(start, async (c) => {
		const provider = providerOf(c, c.req.valid("param").provider);
		const state = newOpaqueToken();
		const pending = { providerId: provider.id, nonce: newOpaqueToken(), verifier: newOpaqueToken() };
		const key = await keyOf(state);
		const kept = await c.var.services.redis.attempt((redis) =>
			redis.set(key, pending, { ex: STATE_SECONDS }),
		);
		if (!kept.answered) throw away();
		const redirectUri = await redirectUriOf(c, provider);
		const url = await authorizationUrl(provider, {
			redirectUri,
			state,
			pending,
			nowMs: c.var.surroundings.nowMs(),
		}).catch((error: unknown) => failed(c, error));
		writeCookie(c, "oidc", state);
		return c.redirect(url, 302);
	})
	.openapi(callback, async (c) => {
		const provider = providerOf(c, c.req.valid("param").provider);
		const { state, code } = c.req.valid("query");
		const mine = readCookie(c, "oidc") ?? "";
		clearCookie(c, "oidc");
		// the state must be the one of this browser: nobody is signed in as somebody else by a link
		if (!isSameHash(await hashOfToken(mine), await hashOfToken(state))) throw foreignReturn();
		const pending = await takePending(c, state);
		if (pending === null || pending.providerId !== provider.id) throw foreignReturn();
		if (code === undefined) return c.redirect("/account#/sign-in", 302);
		const redirectUri = await redirectUriOf(c, provider);
		const vouched = await redeemCode(provider, {
			code,
			redirectUri,
			pending,
			nowMs: c.var.surroundings.nowMs(),
		}).catch((error: unknown) => failed(c, error));
		const user = await userOf(c, provider, vouched);
		if (user.totpConfirmedAtMs !== null)
			return c.redirect(`/account#/second-factor?challenge=${await newChallenge(c, user.id)}`, 302);
		await openSession(c, user.id, "oidc");
		return c.redirect("/account#/welcome", 302);
	});

function providerOf(c: Context<HonoEnv>, id: string): OidcProvider {
	const provider = c.var.services.config.accounts?.oidcProviders.find((candidate) => candidate.id === id);
	if (provider === undefined) throw new AppError("not_found", "There is no such identity provider.");
	return provider;
}

async function redirectUriOf(c: Context<HonoEnv>, { id }: OidcProvider): Promise<string> {
	return `${(await letterheadOf(c)).origin}/api/auth/oidc/${id}/callback`;
}

async function keyOf(state: string): Promise<string> {
	return `care:oidc:${await hashOfToken(state)}`;
}

/** Good once. */
async function takePending(c: Context<HonoEnv>, state: string): Promise<PendingSignIn | null> {
	const key = await keyOf(state);
	const entry = await c.var.services.redis.attempt((redis) => redis.getdel<unknown>(key));
	if (!entry.answered) throw away();
	const pending = PendingSignIn.safeParse(entry.value);
	return pending.success ? pending.data : null;
}

/** The user whom an issuer vouches for: known, joined by a verified address, or new. @throws AppError */
async function userOf(c: Context<HonoEnv>, provider: OidcProvider, vouched: Vouched): Promise<UserRecord> {
	const { database } = c.var.services;
	const knownId = await findExternalUser(database, vouched);
	const user = await (knownId === null ? joinOrCreate(c, provider, vouched) : findUser(database, knownId));
	if (user === null || !isWelcome(user)) throw new AppError("forbidden", "This account is closed.");
	return user;
}

async function joinOrCreate(
	c: Context<HonoEnv>,
	provider: OidcProvider,
	vouched: Vouched,
): Promise<UserRecord | null> {
	const { database } = c.var.services;
	const nowMs = c.var.surroundings.nowMs();
	const email = Email.safeParse(vouched.email);
	if (!email.success || !vouched.isEmailVerified)
		throw new AppError("forbidden", `${provider.name} does not say that your e-mail address is yours.`);
	const known = await findUserByEmail(database, email.data);
	// one that nobody confirmed may have been opened by a stranger, with a password that the stranger knows
	if (known !== null && known.verifiedAtMs === null)
		throw new AppError("conflict", "This address has an account that waits to be confirmed: do that first.");
	const id = known?.id ?? freshId(nowMs);
	if (known === null) {
		const name = (vouched.name ?? email.data).slice(0, 100);
		const user = { id, email: email.data, name, passwordHash: null, isPasswordLong: false, isVerified: true };
		if (!(await createUser(database, { ...user, roleNames: ["customer"], nowMs }))) throw away();
	}
	await joinExternalIdentity(database, vouched, id, nowMs);
	await audit(c, {
		action: "user.identity_joined",
		target: { kind: "user", id },
		details: { provider: provider.id },
		userId: id,
	});
	return findUser(database, id);
}

function foreignReturn(): AppError {
	return new AppError(
		"invalid_link",
		"This sign-in was begun elsewhere, or has taken too long: begin again.",
	);
}

function away(): AppError {
	return new AppError("unavailable", "Signing in is not possible just now.", { retryAfterSeconds: 5 });
}

/** The issuer's affair or its operator's: said in the log, and to the caller without the words of either. */
function failed(c: Context<HonoEnv>, error: unknown): never {
	c.var.surroundings.log({ event: "oidc.failed", requestId: c.var.requestId, error: errorText(error) });
	throw new AppError("unavailable", "The identity provider could not vouch for you just now.", {
		retryAfterSeconds: 5,
		cause: error,
	});
}
