import { exportJWK, generateKeyPair } from "jose";

/** A fresh private JWK, as SIGNING_KEYS holds them. */
export async function freshJwk(kid: string, alg: "ES256" | "EdDSA" = "ES256") {
	const { privateKey } = await generateKeyPair(alg, { extractable: true });
	return { ...(await exportJWK(privateKey)), kid, alg };
}
