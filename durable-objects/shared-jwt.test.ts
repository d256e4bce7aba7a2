import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { test } from "vitest";
import { readSharedJwt } from "./shared-jwt.ts";

const NOW_MS = Date.parse("2026-11-20T10:00:00Z");
const secret = "a secret that both sides know, long enough";
const bytes = (text: string) => new TextEncoder().encode(text);
const user = { user: { username: "ann", role: "user" } };

test("[SJ1] a token opens only when signed with our key by its own method, and in its time", async ({
	expect,
}) => {
	const key = { secret, method: "HS256" } as const;
	const sign = (alg: string, by: string, exp = NOW_MS / 1_000 + 60) =>
		new SignJWT(user).setProtectedHeader({ alg }).setExpirationTime(exp).sign(bytes(by));
	expect(await readSharedJwt(await sign("HS256", secret), key, NOW_MS)).toMatchObject(user);
	for (const token of [
		await sign("HS256", `${secret}!`),
		await sign("HS512", secret),
		await sign("HS256", secret, NOW_MS / 1_000 - 60),
		new UnsecuredJWT(user).encode(),
		"",
		"a.b.c",
		"x".repeat(10_000),
		// rightly signed, and longer than any that is looked at
		await new SignJWT({ ...user, more: "x".repeat(8_000) })
			.setProtectedHeader({ alg: "HS256" })
			.sign(bytes(secret)),
	])
		expect(await readSharedJwt(token, key, NOW_MS), token.slice(0, 40)).toBe(null);
});

test("[SJ2] a public key verifies, and never counts as a shared secret", async ({ expect }) => {
	const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
	const pem = await exportSPKI(publicKey);
	const key = { secret: pem, method: "RS256" } as const;
	const good = await new SignJWT(user).setProtectedHeader({ alg: "RS256" }).sign(privateKey);
	expect(await readSharedJwt(good, key, NOW_MS)).toMatchObject(user);
	const forged = await new SignJWT(user).setProtectedHeader({ alg: "HS256" }).sign(bytes(pem));
	expect(await readSharedJwt(forged, key, NOW_MS)).toBe(null);
	expect(await readSharedJwt(good, { secret: "no PEM", method: "RS256" }, NOW_MS)).toBe(null);
});
