/** What we take of Node's crypto: WebCrypto has no scrypt, and derives keys only for who can wait. */
declare module "node:crypto" {
	// oxlint-disable-next-line max-params -- Node's
	export function scrypt(
		password: string,
		salt: Uint8Array,
		keyBytes: number,
		options: { readonly N: number; readonly r: number; readonly p: number; readonly maxmem: number },
		done: (error: Error | null, key: Uint8Array) => void,
	): void;
	// oxlint-disable-next-line max-params -- Node's
	export function hkdfSync(
		hash: "sha256",
		secret: Uint8Array,
		salt: Uint8Array,
		purpose: string,
		keyBytes: number,
	): ArrayBuffer;
}
