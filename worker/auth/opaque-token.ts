import { base64url } from "jose";

/** A random name of 32 bytes that nobody can guess. */
export function newOpaqueToken(): string {
	return base64url.encode(crypto.getRandomValues(new Uint8Array(32)));
}

/** What is kept of a token: whoever reads the store can't come in with it. */
export async function hashOfToken(token: string): Promise<string> {
	const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
	return base64url.encode(new Uint8Array(hash));
}

/** Compares two hashes of one length in a time that tells nothing of where they differ. */
export function isSameHash(one: string, other: string): boolean {
	if (one.length !== other.length) return false;
	let difference = 0;
	for (let index = 0; index < one.length; index += 1)
		difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
	return difference === 0;
}
