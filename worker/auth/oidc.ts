import { base64url, createRemoteJWKSet, jwtVerify } from "jose";
import { z } from "zod";
import type { OidcProvider } from "../account-settings.ts";

/** An issuer that is slower than this is away. */
const TIMEOUT_MS = 8_000;
/** What an issuer says of itself changes rarely; an isolate asks again after this. */
const DISCOVERY_MS = 3_600_000;
/** Signatures that are taken: none by a shared secret, which an id token of another client could be made with. */
const ALGORITHMS = [
	"RS256",
	"RS384",
	"RS512",
	"PS256",
	"PS384",
	"PS512",
	"ES256",
	"ES384",
	"ES512",
	"EdDSA",
	"Ed25519",
];

const Discovery = z.object({
	issuer: z.string(),
	authorization_endpoint: z.url(),
	token_endpoint: z.url(),
	jwks_uri: z.url(),
});
type Discovery = z.infer<typeof Discovery>;

const TokenAnswer = z.object({ id_token: z.string().max(20_000) });
const IdClaims = z.object({
	sub: z.string().min(1).max(255),
	nonce: z.string(),
	azp: z.string().optional(),
	email: z.string().max(254).optional(),
	email_verified: z.union([z.boolean(), z.enum(["true", "false"])]).optional(),
	name: z.string().optional(),
});

/** Somebody as an issuer vouches for them. */
export interface Vouched {
	readonly issuer: string;
	readonly subject: string;
	readonly email: string | null;
	/** Whether the issuer says that the address is theirs. */
	readonly isEmailVerified: boolean;
	readonly name: string | null;
}

/** What a sign-in must remember until the browser comes back. */
export const PendingSignIn = z.object({ providerId: z.string(), nonce: z.string(), verifier: z.string() });
export type PendingSignIn = z.infer<typeof PendingSignIn>;

const discovered = new Map<
	string,
	{
		readonly atMs: number;
		readonly discovery: Discovery;
		readonly keys: ReturnType<typeof createRemoteJWKSet>;
	}
>();

/** Where the browser is sent to sign in. @throws Error when the issuer can't be asked */
export async function authorizationUrl(
	provider: OidcProvider,
	{
		redirectUri,
		state,
		pending,
		nowMs,
	}: {
		readonly redirectUri: string;
		readonly state: string;
		readonly pending: PendingSignIn;
		readonly nowMs: number;
	},
): Promise<string> {
	const { discovery } = await discover(provider, nowMs);
	const url = new URL(discovery.authorization_endpoint);
	const parameters = {
		response_type: "code",
		client_id: provider.clientId,
		redirect_uri: redirectUri,
		scope: "openid email profile",
		state,
		nonce: pending.nonce,
		code_challenge: await challengeOf(pending.verifier),
		code_challenge_method: "S256",
	};
	for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
	return url.href;
}

/** Exchanges the code and checks what comes. @throws Error for everything that is not as it must be */
export async function redeemCode(
	provider: OidcProvider,
	{
		code,
		redirectUri,
		pending,
		nowMs,
	}: {
		readonly code: string;
		readonly redirectUri: string;
		readonly pending: PendingSignIn;
		readonly nowMs: number;
	},
): Promise<Vouched> {
	const { discovery, keys } = await discover(provider, nowMs);
	const response = await fetch(discovery.token_endpoint, {
		method: "POST",
		headers: {
			"Content-Type": "application/x-www-form-urlencoded",
			Accept: "application/json",
			Authorization: `Basic ${basic(provider)}`,
		},
		body: new URLSearchParams({
			grant_type: "authorization_code",
			code,
			redirect_uri: redirectUri,
			code_verifier: pending.verifier,
		}).toString(),
		redirect: "manual",
		signal: AbortSignal.timeout(TIMEOUT_MS),
	});
	if (!response.ok) throw new Error(`the issuer refused the code: ${response.status}`);
	const { id_token: idToken } = TokenAnswer.parse(await response.json());
	const { payload } = await jwtVerify(idToken, keys, {
		issuer: discovery.issuer,
		audience: provider.clientId,
		algorithms: ALGORITHMS,
		requiredClaims: ["sub", "exp", "iat", "nonce"],
		clockTolerance: 60,
		maxTokenAge: 600,
		currentDate: new Date(nowMs),
	});
	const claims = IdClaims.parse(payload);
	if (claims.nonce !== pending.nonce) throw new Error("the id token answers another sign-in");
	if (Array.isArray(payload.aud) && payload.aud.length > 1 && claims.azp !== provider.clientId)
		throw new Error("the id token was made for another client");
	return {
		issuer: discovery.issuer,
		subject: claims.sub,
		email: claims.email ?? null,
		isEmailVerified: String(claims.email_verified) === "true",
		name: claims.name ?? null,
	};
}

async function discover(provider: OidcProvider, nowMs: number) {
	const known = discovered.get(provider.issuer);
	if (known !== undefined && nowMs - known.atMs < DISCOVERY_MS) return known;
	const address = `${provider.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
	const response = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
	if (!response.ok) throw new Error(`the issuer does not describe itself: ${response.status}`);
	const discovery = Discovery.parse(await response.json());
	if (discovery.issuer !== provider.issuer) throw new Error("the issuer calls itself by another name");
	const keys = createRemoteJWKSet(new URL(discovery.jwks_uri), { timeoutDuration: TIMEOUT_MS });
	const found = { atMs: nowMs, discovery, keys };
	discovered.set(provider.issuer, found);
	return found;
}

async function challengeOf(verifier: string): Promise<string> {
	const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
	return base64url.encode(new Uint8Array(hash));
}

/** RFC 6749, 2.3.1: both parts are form-encoded first. */
function basic({ clientId, clientSecret }: OidcProvider): string {
	const encode = (text: string): string => encodeURIComponent(text).replaceAll("%20", "+");
	return btoa(`${encode(clientId)}:${encode(clientSecret)}`);
}
