import { randomBytes } from "node:crypto";

/** A new set with one key, as JSON: the Worker's ENCRYPTION_KEYS. */
export function newEncryptionKeys(): string {
	const id = randomBytes(4).toString("hex");
	return JSON.stringify({ keys: [{ id, key: randomBytes(32).toString("base64url") }] });
}
