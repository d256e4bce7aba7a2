/** Tokens by which a company's server says who a visitor is. */
import { decodeProtectedHeader, importSPKI, jwtVerify } from "jose";
import { z } from "zod";
import { IdentityClaims, MAX_IDENTITY_SECONDS, type VerifiedVisitor } from "../../contracts/identity.ts";
import type { VerifyingKey } from "../../store/identities.ts";
import { FOREIGN_KEY_HEADERS } from "./signing-keys.ts";
import type { Vouched } from "./visitor-token.ts";

/** Longest token that is looked at: a person with all attributes fits. */
export const MAX_IDENTITY_CHARS = 4_096;
/** Clocks of two companies differ. */
const CLOCK_TOLERANCE_SECONDS = 30;

/** Names of keys as we give them: whatever else is asked of no database. */
export const IDENTITY_KID = /^[a-z0-9]{16}$/;

export type IdentityReading =
	| { readonly outcome: "vouched"; readonly vouched: Vouched }
	/** Whatever is wrong with it: a caller learns nothing from the difference. */
	| { readonly outcome: "refused" }
	/** Signed as it should be, and says what can't be kept: the company's server wants to hear which. */
	| { readonly outcome: "unusable"; readonly faults: readonly { path: string; message: string }[] };

export interface IdentityPorts {
	/** The key of this name, if the site has it and it counts. */
	readonly findKey: (kid: string) => Promise<VerifyingKey | null>;
	/** Opens a sealed secret. */
	readonly openSecret: (key: VerifyingKey & { readonly sealedSecret: string }) => Promise<string>;
}

const Times = z.object({ iat: z.number(), exp: z.number(), aud: z.string() });

/** @throws what the ports throw */
export async function readIdentity(
	token: string,
	{ siteKey, nowMs }: { readonly siteKey: string; readonly nowMs: number },
	ports: IdentityPorts,
): Promise<IdentityReading> {
	const refused = { outcome: "refused" } as const;
	const named = namedKey(token);
	const key = named === null ? null : await ports.findKey(named.kid);
	// by that key's own algorithm alone: a public key is never taken for a shared secret
	if (named === null || key === null || key.algorithm !== named.alg) return refused;
	const verifier = await verifierOf(key, ports);
	const claims = await verifiedClaims(token, key, verifier, { siteKey, nowMs });
	if (claims === null) return refused;
	const read = IdentityClaims.safeParse(claims.payload);
	if (!read.success)
		return {
			outcome: "unusable",
			faults: read.error.issues.map(({ path, message }) => ({
				path: ["body.identity", ...path.map(String)].join("."),
				message,
			})),
		};
	const { sub: subject, email = null, name = null, attributes = null } = read.data;
	const visitor: VerifiedVisitor = { site: siteKey, subject, email, name, attributes: attributes ?? {} };
	return { outcome: "vouched", vouched: { kid: named.kid, visitor, untilMs: claims.exp * 1_000 } };
}

function namedKey(token: string): { kid: string; alg: string } | null {
	if (token.length > MAX_IDENTITY_CHARS) return null;
	try {
		const header = decodeProtectedHeader(token);
		if (FOREIGN_KEY_HEADERS.some((name) => name in header)) return null;
		const { kid, alg, typ } = header;
		if (typeof kid !== "string" || !IDENTITY_KID.test(kid) || typeof alg !== "string") return null;
		return typ === undefined || typ.toUpperCase() === "JWT" ? { kid, alg } : null;
	} catch {
		return null; // no token at all
	}
}

async function verifierOf(key: VerifyingKey, { openSecret }: IdentityPorts) {
	const { sealedSecret, publicKey, algorithm } = key;
	if (sealedSecret !== null) return new TextEncoder().encode(await openSecret({ ...key, sealedSecret }));
	return importSPKI(publicKey ?? "", algorithm);
}

async function verifiedClaims(
	token: string,
	{ algorithm }: VerifyingKey,
	verifier: Awaited<ReturnType<typeof verifierOf>>,
	{ siteKey, nowMs }: { readonly siteKey: string; readonly nowMs: number },
) {
	try {
		const { payload } = await jwtVerify(token, verifier, {
			algorithms: [algorithm],
			audience: siteKey,
			requiredClaims: ["sub", "iat", "exp", "aud"],
			clockTolerance: CLOCK_TOLERANCE_SECONDS,
			maxTokenAge: MAX_IDENTITY_SECONDS,
			currentDate: new Date(nowMs),
		});
		const { iat, exp } = Times.parse(payload);
		const isShort = exp > iat && exp - iat <= MAX_IDENTITY_SECONDS;
		// within the tolerance of clocks a token is still read; what it opens needs time that is left
		return isShort && exp * 1_000 > nowMs ? { payload, exp } : null;
	} catch {
		return null;
	}
}
