import { z } from "zod";

const Coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "not 32 bytes in base64url");
const Kid = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, "1 to 64 characters of A-Z a-z 0-9 _ . -");

const EcKey = z.object({
	kty: z.literal("EC"),
	crv: z.literal("P-256"),
	kid: Kid,
	alg: z.literal("ES256").default("ES256"),
	x: Coordinate,
	y: Coordinate,
	d: Coordinate,
});
const OkpKey = z.object({
	kty: z.literal("OKP"),
	crv: z.literal("Ed25519"),
	kid: Kid,
	alg: z.literal("EdDSA").default("EdDSA"),
	x: Coordinate,
	d: Coordinate,
});

/** A private key of ours: only two kinds exist, so that no token can talk us into a third. */
export const SigningKey = z.discriminatedUnion("kty", [EcKey, OkpKey]);
export type SigningKey = z.infer<typeof SigningKey>;

/** A private JWK Set (RFC 7517). The first key signs; all of them verify, so a rotated key stays until its tokens ran out. */
export const SigningKeySet = z
	.object({ keys: z.array(SigningKey).min(1).max(8) })
	.refine((set) => new Set(set.keys.map((key) => key.kid)).size === set.keys.length, "two keys share a kid");
export type SigningKeySet = z.infer<typeof SigningKeySet>;

/** The set as the world may see it: no private part. */
export function publicKeySet(set: SigningKeySet): { keys: object[] } {
	return {
		keys: set.keys.map((key) => {
			const common = { kty: key.kty, crv: key.crv, kid: key.kid, alg: key.alg, use: "sig", x: key.x };
			return key.kty === "EC" ? { ...common, y: key.y } : common;
		}),
	};
}
