import { base64url } from "jose";
import { z } from "zod";

const Key = z.object({
	id: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, "1 to 32 characters of A-Z a-z 0-9 _ -"),
	/** 32 random bytes in base64url. */
	key: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "not 32 bytes in base64url"),
});

/** The variable ENCRYPTION_KEYS: the first seals, all of them open what an earlier one sealed. */
export const EncryptionKeySet = z
	.object({ keys: z.array(Key).min(1).max(8) })
	.refine((set) => new Set(set.keys.map((key) => key.id)).size === set.keys.length, "two keys share an id");
export type EncryptionKeySet = z.infer<typeof EncryptionKeySet>;

const IV_BYTES = 12;
const SEALED = /^v1\.([\w-]{1,32})\.([\w-]+)\.([\w-]+)$/;

/**
 * Envelope encryption for the few columns that must be read again. Each text is sealed by AES-GCM under a random key of
 * its own, and that key by one of ENCRYPTION_KEYS; both know what they belong to, so that a sealed text moved into
 * another row opens nothing.
 */
export class SealedTexts {
	readonly #keys: EncryptionKeySet["keys"];

	constructor(set: EncryptionKeySet) {
		this.#keys = set.keys;
	}

	/** @param belongsTo - names the row, for instance `users.totp_secret:<id>` */
	async seal(text: string, belongsTo: string): Promise<string> {
		const [newest] = this.#keys;
		if (newest === undefined) throw new TypeError("ENCRYPTION_KEYS holds no key");
		const own = crypto.getRandomValues(new Uint8Array(32));
		const content = await encrypt(own, new TextEncoder().encode(text), belongsTo);
		const wrapped = await encrypt(base64url.decode(newest.key), own, `${newest.id}:${belongsTo}`);
		return `v1.${newest.id}.${wrapped}.${content}`;
	}

	/** @throws Error when it was sealed for something else, changed, or its key is gone */
	async open(sealed: string, belongsTo: string): Promise<string> {
		const [, id, wrapped, content] = SEALED.exec(sealed) ?? [];
		const key = this.#keys.find((candidate) => candidate.id === id);
		if (key === undefined || wrapped === undefined || content === undefined)
			throw new Error("a sealed text names no key of ENCRYPTION_KEYS");
		const own = await decrypt(base64url.decode(key.key), wrapped, `${key.id}:${belongsTo}`);
		return new TextDecoder().decode(await decrypt(own, content, belongsTo));
	}
}

async function encrypt(key: Uint8Array, bytes: Uint8Array, belongsTo: string): Promise<string> {
	const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
	const sealed = new Uint8Array(
		await crypto.subtle.encrypt(algorithm(iv, belongsTo), await imported(key), bytes),
	);
	const whole = new Uint8Array(iv.length + sealed.length);
	whole.set(iv);
	whole.set(sealed, iv.length);
	return base64url.encode(whole);
}

async function decrypt(key: Uint8Array, text: string, belongsTo: string): Promise<Uint8Array> {
	const whole = base64url.decode(text);
	const way = algorithm(whole.slice(0, IV_BYTES), belongsTo);
	return new Uint8Array(await crypto.subtle.decrypt(way, await imported(key), whole.slice(IV_BYTES)));
}

function algorithm(iv: Uint8Array, belongsTo: string) {
	return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(belongsTo) };
}

function imported(key: Uint8Array): Promise<CryptoKey> {
	return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}
