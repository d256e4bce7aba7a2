import { importJWK, type JWTHeaderParameters } from "jose";
import type { SigningKey, SigningKeySet } from "./signing-key-set.ts";

type ImportedKey = Awaited<ReturnType<typeof importJWK>>;
interface VerificationKey {
	readonly alg: SigningKey["alg"];
	readonly key: Promise<ImportedKey>;
}

/** Headers by which a token would bring, or point at, a key of its own; and those that we don't know how to honour. */
export const FOREIGN_KEY_HEADERS = [
	"jwk",
	"jku",
	"x5u",
	"x5c",
	"x5t",
	"x5t#S256",
	"crit",
	"b64",
	"zip",
	"enc",
];

/** Our keys, imported once. A token's `kid` is looked up here and nowhere else. */
export class SigningKeys {
	readonly #signing: SigningKey;
	readonly #signer: Promise<ImportedKey>;
	readonly #verification: ReadonlyMap<string, VerificationKey>;

	constructor(set: SigningKeySet) {
		const [first] = set.keys;
		if (first === undefined) throw new TypeError("SIGNING_KEYS holds no key");
		this.#signing = first;
		this.#signer = importJWK(first, first.alg);
		this.#verification = new Map(
			set.keys.map((key) => [key.kid, { alg: key.alg, key: importJWK(publicPart(key), key.alg) }]),
		);
	}

	/** The header and key of a new token. */
	async signer(typ: string): Promise<{ header: JWTHeaderParameters; key: ImportedKey }> {
		const { alg, kid } = this.#signing;
		return { header: { alg, kid, typ }, key: await this.#signer };
	}

	/** @throws Error unless the header names one of our keys and that key's own algorithm, and nothing foreign */
	async verificationKey(header: Readonly<Record<string, unknown>>): Promise<ImportedKey> {
		if (FOREIGN_KEY_HEADERS.some((name) => name in header)) throw new Error("the token brings its own key");
		const { kid, alg } = header;
		const known = typeof kid === "string" ? this.#verification.get(kid) : undefined;
		if (known === undefined || known.alg !== alg) throw new Error("the token names no key of ours");
		return known.key;
	}
}

function publicPart(key: SigningKey) {
	const { d: _private, ...rest } = key;
	return rest;
}
