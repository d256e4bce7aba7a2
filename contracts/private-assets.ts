/**
 * Files among the static assets that the Worker alone reads: too large for its bundle, and not for everybody. Whoever
 * asks for one from outside gets 404 (wrangler.toml leads this path to the Worker first).
 */
export const PRIVATE_ASSETS_PATH = "/private/";

/** The model that travels with a release. */
export const MODEL_ASSET = `${PRIVATE_ASSETS_PATH}assistant.caremodel`;
/** Word vectors, which models share. */
export const WORD_VECTORS_ASSET = `${PRIVATE_ASSETS_PATH}english.carevectors`;
/** The sentence encoder's weights. */
export const ENCODER_ASSET = `${PRIVATE_ASSETS_PATH}english.careencoder`;

/** Whether an address leads there, however it is written. */
export function isPrivateAsset(pathname: string): boolean {
	return decoded(pathname)
		.replaceAll(/[/\\]+/g, "/")
		.toLowerCase()
		.startsWith(PRIVATE_ASSETS_PATH);
}

function decoded(pathname: string): string {
	try {
		return decodeURIComponent(pathname);
	} catch {
		return pathname; // not UTF-8: no file of ours has such a name
	}
}
