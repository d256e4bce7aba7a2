import { hkdfSync } from "node:crypto";
import { base64url } from "jose";
import type { EncryptionKeySet } from "../../store/sealed-texts.ts";
import type { SigningKeySet } from "./signing-key-set.ts";

const NO_SALT = new Uint8Array();
const KEY_BYTES = 32;
const ID_BYTES = 12;

/**
 * Keys that seal what is kept for a while where no ENCRYPTION_KEYS are set: one out of each signing key, by HKDF. They turn with the
 * signing keys, in the same order, so that what an older one sealed is opened as long as that one is there.
 */
export function derivedKeys({ keys }: SigningKeySet): EncryptionKeySet {
	const derive = (d: string, purpose: string, bytes: number): string =>
		base64url.encode(new Uint8Array(hkdfSync("sha256", base64url.decode(d), NO_SALT, purpose, bytes)));
	return {
		keys: keys.map(({ d }) => ({
			id: derive(d, "customer-care: id of a sealing key", ID_BYTES),
			key: derive(d, "customer-care: sealing key", KEY_BYTES),
		})),
	};
}
