import { scrypt } from "node:crypto";
import { base64url } from "jose";
import { isSameHash } from "./opaque-token.ts";

/** Cost of one hash, as scrypt names it; `ln` is the logarithm of N. */
export interface ScryptCost {
	readonly ln: number;
	readonly r: number;
	readonly p: number;
}

/** Computes one hash of 32 bytes. */
export type Scrypt = (password: string, salt: Uint8Array, cost: ScryptCost) => Promise<Uint8Array>;

/** 32 MB and about 200 ms of one core in workerd: what fits beside everything else into an isolate of 128 MB. */
export const CURRENT_COST: ScryptCost = { ln: 15, r: 8, p: 1 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;

const FORMAT = /^scrypt\$(\d{1,2}),(\d{1,2}),(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/;

/** A hash of nobody's password, at today's cost: what an unknown address is compared with. */
const NOBODY = `scrypt$${CURRENT_COST.ln},${CURRENT_COST.r},${CURRENT_COST.p}$${"A".repeat(22)}$${"A".repeat(43)}`;

export const nodeScrypt: Scrypt = (password, salt, { ln, r, p }) =>
	new Promise((resolve, reject) => {
		const N = 2 ** ln;
		// Node's own limit is 32 MiB, which this cost needs and a little more
		const options = { N, r, p, maxmem: 128 * N * r * p + 1_048_576 };
		scrypt(password, salt, KEY_BYTES, options, (error, key) =>
			error === null ? resolve(key) : reject(error),
		);
	});

export type PasswordVerdict =
	| { readonly matches: false }
	/** `upgraded`: the hash at today's cost, where the kept one is weaker. */
	| { readonly matches: true; readonly upgraded: string | null };

/** Hashes and compares passwords. What goes in is normalised: one password, however a keyboard composes it. */
export class Passwords {
	readonly #scrypt: Scrypt;

	constructor(compute: Scrypt = nodeScrypt) {
		this.#scrypt = compute;
	}

	async hash(password: string): Promise<string> {
		const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
		const key = await this.#scrypt(normalised(password), salt, CURRENT_COST);
		const { ln, r, p } = CURRENT_COST;
		return `scrypt$${ln},${r},${p}$${base64url.encode(salt)}$${base64url.encode(key)}`;
	}

	/** @param kept - null for somebody who does not exist or has no password: costs the same, and never matches */
	async verify(password: string, kept: string | null): Promise<PasswordVerdict> {
		const parsed = parseHash(kept ?? NOBODY);
		const key = await this.#scrypt(normalised(password), parsed.salt, parsed.cost);
		if (!isSameHash(base64url.encode(key), parsed.key) || kept === null) return { matches: false };
		return { matches: true, upgraded: isWeaker(parsed.cost) ? await this.hash(password) : null };
	}
}

/** @throws Error for what we never wrote */
function parseHash(hash: string): {
	readonly cost: ScryptCost;
	readonly salt: Uint8Array;
	readonly key: string;
} {
	const [, ln, r, p, salt, key] = FORMAT.exec(hash) ?? [];
	if (salt === undefined || key === undefined) throw new Error("a password's hash can't be read");
	return { cost: { ln: Number(ln), r: Number(r), p: Number(p) }, salt: base64url.decode(salt), key };
}

function isWeaker({ ln, r, p }: ScryptCost): boolean {
	return 2 ** ln * r * p < 2 ** CURRENT_COST.ln * CURRENT_COST.r * CURRENT_COST.p;
}

export function normalised(password: string): string {
	return password.normalize("NFKC");
}
