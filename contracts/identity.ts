/** Visitors whom a company's own server vouches for: who they are, and the keys by which it says so. */
import { z } from "zod";
import { SiteKey } from "./site-key.ts";

/** Longest life of an identity token, and so of what it opens. */
export const MAX_IDENTITY_SECONDS = 24 * 60 * 60;
/** Valid keys of one site at once: two for a rotation, and room for another server. */
export const MAX_IDENTITY_KEYS = 4;

const MAX_ATTRIBUTES = 20;
/** Attributes as JSON: they travel with every token and stand beside every message. */
const MAX_ATTRIBUTES_CHARS = 1_000;

/** Facts that a company adds, such as `plan: "gold"`. */
export const VisitorAttributes = z
	.record(
		z.string().regex(/^[A-Za-z][\w.-]{0,39}$/, "a name has 1 to 40 of A-Z a-z 0-9 _ . -, a letter first"),
		z.union([z.string().max(300), z.number(), z.boolean(), z.null()]),
	)
	.refine(
		(attributes) => Object.keys(attributes).length <= MAX_ATTRIBUTES,
		`may be ${MAX_ATTRIBUTES} at most`,
	)
	.refine(
		(attributes) => JSON.stringify(attributes).length <= MAX_ATTRIBUTES_CHARS,
		`may have ${MAX_ATTRIBUTES_CHARS} characters as JSON`,
	);

/** Who somebody is at a company's site, as its server said. */
export const VerifiedVisitor = z.object({
	site: SiteKey,
	/** The company's own id of this person. */
	subject: z.string().min(1).max(200),
	email: z.string().max(254).nullable(),
	name: z.string().max(100).nullable(),
	attributes: VisitorAttributes,
});
export type VerifiedVisitor = z.infer<typeof VerifiedVisitor>;

/** What an identity token may say of somebody, beside `sub`. */
export const IdentityClaims = z.object({
	sub: z
		.string()
		.min(1)
		.max(200)
		.regex(/^[^\p{Cc}\p{Cs}]*$/u, "has control characters"),
	email: z.email().max(254).nullish(),
	name: z.string().trim().min(1).max(100).nullish(),
	attributes: VisitorAttributes.nullish(),
});

export const IdentityAlgorithm = z.enum(["HS256", "ES256", "RS256", "EdDSA"]);
const PublicKey = z
	.string()
	.trim()
	.max(4_000)
	.regex(
		/^-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----$/,
		"must be a public key in PEM (BEGIN PUBLIC KEY), as openssl pkey -pubout writes it",
	);

/** A shared secret, which we make; or the public half of a key pair of the company's. */
export const NewIdentityKey = z.discriminatedUnion("algorithm", [
	z.object({ algorithm: z.literal("HS256") }),
	z.object({ algorithm: z.enum(["ES256", "RS256", "EdDSA"]), publicKey: PublicKey }),
]);
export const IdentityKey = z.object({
	id: z.uuid(),
	/** Goes into the header of the tokens that it signs. */
	kid: z.string(),
	algorithm: IdentityAlgorithm,
	createdAt: z.iso.datetime(),
	/** From then on it opens nothing. */
	revokedAt: z.iso.datetime().nullable(),
});
export type IdentityKey = z.infer<typeof IdentityKey>;
/** The one time that a secret is told. Null for a public key. */
export const MadeIdentityKey = IdentityKey.extend({ secret: z.string().nullable() });
export const IdentityKeyList = z.object({ keys: z.array(IdentityKey) });
