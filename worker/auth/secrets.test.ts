import { test } from "vitest";
import { SealedTexts } from "../../store/sealed-texts.ts";
import { newRecoveryCodes, newTotpSecret, readRecoveryCode, stepOfCode, totpCode, totpUri } from "./totp.ts";

const key = (id: string) => ({
	id,
	key: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url"),
});

test("[CR1] a sealed text opens for its own row, with its own key, unchanged; a rotated key goes on opening", async ({
	expect,
}) => {
	const [old, young] = [key("old"), key("young")];
	const before = new SealedTexts({ keys: [old] });
	const sealed = await before.seal("JBSWY3DPEHPK3PXP", "users.totp_secret:1");
	expect(sealed).not.toContain("JBSWY3DPEHPK3PXP");
	expect(await before.seal("JBSWY3DPEHPK3PXP", "users.totp_secret:1")).not.toBe(sealed);
	expect(await before.open(sealed, "users.totp_secret:1")).toBe("JBSWY3DPEHPK3PXP");
	await expect(before.open(sealed, "users.totp_secret:2")).rejects.toThrow();
	const rotated = new SealedTexts({ keys: [young, old] });
	expect(await rotated.open(sealed, "users.totp_secret:1")).toBe("JBSWY3DPEHPK3PXP");
	expect(await rotated.seal("x", "y")).toContain("v1.young.");
	await expect(new SealedTexts({ keys: [young] }).open(sealed, "users.totp_secret:1")).rejects.toThrow(
		"names no key",
	);
	await expect(
		new SealedTexts({ keys: [{ ...key("old") }] }).open(sealed, "users.totp_secret:1"),
	).rejects.toThrow();
	for (const place of [10, sealed.indexOf(".", 8) + 3, sealed.length - 3]) {
		const changed = `${sealed.slice(0, place)}${sealed[place] === "A" ? "B" : "A"}${sealed.slice(place + 1)}`;
		await expect(before.open(changed, "users.totp_secret:1"), String(place)).rejects.toThrow();
	}
	await expect(before.open("v1.old.x", "users.totp_secret:1")).rejects.toThrow();
});

test("[TF3] codes are those of RFC 6238, a step early or late and no further", async ({ expect }) => {
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"; // "12345678901234567890"
	const vectors = [
		[59, "287082"],
		[1_111_111_109, "081804"],
		[1_234_567_890, "005924"],
		[20_000_000_000, "353130"],
	] as const;
	for (const [seconds, code] of vectors) {
		expect(await totpCode(secret, Math.floor(seconds / 30))).toBe(code);
		const step = Math.floor(seconds / 30);
		expect(await stepOfCode(secret, code, seconds * 1_000)).toBe(step);
		expect(await stepOfCode(secret, code, (seconds + 30) * 1_000)).toBe(step);
		expect(await stepOfCode(secret, code, (seconds - 30) * 1_000)).toBe(step);
		expect(await stepOfCode(secret, code, (seconds + 60) * 1_000)).toBeNull();
		expect(await stepOfCode(secret, code, (seconds - 60) * 1_000)).toBeNull();
	}
	expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
	expect(newTotpSecret()).not.toBe(newTotpSecret());
	expect(totpUri("ABC", "a b@c.example", "Haven & Fold")).toBe(
		"otpauth://totp/Haven%20%26%20Fold%3Aa%20b%40c.example?secret=ABC&issuer=Haven%20%26%20Fold&algorithm=SHA1&digits=6&period=30",
	);
});

test("[TF3] recovery codes are read as people type them", ({ expect }) => {
	const codes = newRecoveryCodes();
	expect(new Set(codes).size).toBe(10);
	for (const code of codes) {
		expect(code).toMatch(/^[a-z2-7]{5}-[a-z2-7]{5}$/);
		expect(readRecoveryCode(` ${code.toUpperCase().replace("-", " ")} `)).toBe(code);
	}
	for (const typed of ["", "abcde", "abcde-fghi", "abcde-fghij-k", "11111-11111"])
		expect(readRecoveryCode(typed)).toBeNull();
});
