import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair } from "jose";

/** A new private JWK Set with one ES256 key, as JSON: the Worker's SIGNING_KEYS. */
export async function newSigningKeys(): Promise<string> {
	const { privateKey } = await generateKeyPair("ES256", { extractable: true });
	const kid = randomBytes(8).toString("hex");
	return JSON.stringify({ keys: [{ ...(await exportJWK(privateKey)), kid, alg: "ES256", use: "sig" }] });
}
