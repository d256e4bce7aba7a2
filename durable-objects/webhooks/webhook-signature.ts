/** The signature of a delivery, as standardwebhooks.com has it. */

const PREFIX = "whsec_";

/** A new secret: 32 random bytes. */
export function newWebhookSecret(): string {
	return `${PREFIX}${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`;
}

/** `v1,` and HMAC-SHA256 over id, timestamp and body, in base64. */
export async function signatureOf(
	secret: string,
	{
		id,
		timestampSeconds,
		body,
	}: { readonly id: string; readonly timestampSeconds: number; readonly body: string },
): Promise<string> {
	const bytes = Uint8Array.from(atob(secret.slice(PREFIX.length)), (character) => character.charCodeAt(0));
	const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
	const signed = await crypto.subtle.sign(
		"HMAC",
		key,
		new TextEncoder().encode(`${id}.${timestampSeconds}.${body}`),
	);
	return `v1,${btoa(String.fromCharCode(...new Uint8Array(signed)))}`;
}
