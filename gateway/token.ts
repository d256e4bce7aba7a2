import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const minTokenChars = 16;

/** Reads the token of a file, or makes one and keeps it there for its owner's eyes only. */
export function loadOrMakeToken(file: string): string {
	if (existsSync(file)) return checkToken(readFileSync(file, "utf8").trim(), `The token in ${file}`);
	const token = randomBytes(24).toString("base64url");
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, `${token}\n`, { mode: 0o600 });
	chmodSync(file, 0o600); // the mode above is cut by the umask, never widened; this settles it
	return token;
}

/** @throws Error when the token could be guessed, or could not travel in a connection string */
export function checkToken(token: string, name: string): string {
	if (token.length < minTokenChars)
		throw new Error(`${name} is too short: take at least ${minTokenChars} characters.`);
	if (!/^[\w.~+=-]+$/.test(token)) throw new Error(`${name} may hold letters, digits and . _ ~ + = - only.`);
	return token;
}

/** Compares in constant time; the digest makes both sides equally long. */
export function isSameToken(given: string, expected: string): boolean {
	return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
	return createHash("sha256").update(text).digest();
}

/** The token of an `Authorization: Bearer …`; empty, which is no token, where there is none. */
export function bearerOf(header: string | undefined): string {
	const [scheme = "", given = ""] = (header ?? "").split(" ");
	return scheme.toLowerCase() === "bearer" ? given : "";
}
