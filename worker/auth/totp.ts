/** One-time codes by time (RFC 6238): SHA-1, six digits, 30 seconds, as every authenticator app has them. */

const STEP_SECONDS = 30;
const DIGITS = 6;
/** Steps before and after the clock's own that are taken: phones are a little early or late. */
const TOLERANCE = 1;
const SECRET_BYTES = 20;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A new secret in base32. */
export function newTotpSecret(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
	let bits = "";
	for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
	return (bits.match(/.{5}/g) ?? []).map((five) => BASE32.charAt(Number.parseInt(five, 2))).join("");
}

/** The address that an authenticator app reads from a QR code. */
export function totpUri(secret: string, account: string, issuer: string): string {
	const label = encodeURIComponent(`${issuer}:${account}`);
	const query = new URLSearchParams({
		secret,
		issuer,
		algorithm: "SHA1",
		digits: String(DIGITS),
		period: String(STEP_SECONDS),
	});
	return `otpauth://totp/${label}?${query.toString().replaceAll("+", "%20")}`;
}

/** The step of time that a code belongs to; null when it belongs to none near `nowMs`. */
export async function stepOfCode(secret: string, code: string, nowMs: number): Promise<number | null> {
	const now = Math.floor(nowMs / 1_000 / STEP_SECONDS);
	let found: number | null = null;
	// all are computed, whichever fits: the time tells nothing
	for (let step = now - TOLERANCE; step <= now + TOLERANCE; step += 1)
		if ((await totpCode(secret, step)) === code) found = step;
	return found;
}

/** The code of one step. @see RFC 4226, section 5.3 */
export async function totpCode(secret: string, step: number): Promise<string> {
	const key = await crypto.subtle.importKey(
		"raw",
		fromBase32(secret),
		{ name: "HMAC", hash: "SHA-1" },
		false,
		["sign"],
	);
	const counter = new DataView(new ArrayBuffer(8));
	counter.setBigUint64(0, BigInt(step));
	const mac = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
	const offset = mac.getUint8(mac.byteLength - 1) & 0x0f;
	return String((mac.getUint32(offset) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, "0");
}

function fromBase32(text: string): Uint8Array<ArrayBuffer> {
	const bits = Array.from(text, (char) => BASE32.indexOf(char).toString(2).padStart(5, "0")).join("");
	return Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
}

/** Ten codes for the day when the phone is gone: 50 bits each, in two groups that can be read out. */
export function newRecoveryCodes(): string[] {
	return Array.from({ length: 10 }, () => {
		const bytes = crypto.getRandomValues(new Uint8Array(10));
		const code = Array.from(bytes, (byte) => BASE32.charAt(byte & 31)).join("");
		return `${code.slice(0, 5)}-${code.slice(5)}`.toLowerCase();
	});
}

/** A recovery code as people type it; null when it can be none. */
export function readRecoveryCode(typed: string): string | null {
	const bare = typed.toLowerCase().replaceAll(/[^a-z2-7]/g, "");
	return bare.length === 10 ? `${bare.slice(0, 5)}-${bare.slice(5)}` : null;
}
