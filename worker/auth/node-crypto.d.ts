/** The one thing that we take of Node's crypto: workerd has it, WebCrypto has no scrypt. */
declare module "node:crypto" {
	// oxlint-disable-next-line max-params -- Node's
	export function scrypt(
		password: string,
		salt: Uint8Array,
		keyBytes: number,
		options: { readonly N: number; readonly r: number; readonly p: number; readonly maxmem: number },
		done: (error: Error | null, key: Uint8Array) => void,
	): void;
}
