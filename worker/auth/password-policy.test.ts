import { dictionary } from "@zxcvbn-ts/language-common";
import { test } from "vitest";
import { isCommonPassword } from "./common-passwords.ts";
import { passwordFault, type PasswordContext } from "./password-policy.ts";
import { Passwords } from "./passwords.ts";

const CONTEXT: PasswordContext = {
	email: "anna.lindqvist@havenfold.example",
	name: "Anna Lindqvist",
	siteName: "Havenfold",
	hasSecondFactor: false,
};
const isTaken = (password: string, more: Partial<PasswordContext> = {}) =>
	passwordFault(password, { ...CONTEXT, ...more }) === null;

test("[S12] lengths by NIST SP 800-63B: 15 alone, 8 with a second factor, 256 at most, in characters", ({
	expect,
}) => {
	const text = "ögår snœ ßa 雨が降る🌧️ kiwi tram ".repeat(12);
	const of = (length: number) => Array.from(text.normalize("NFKC")).slice(0, length).join("");
	const alone = [1, 7, 8, 14, 15, 16, 63, 64, 65, 128, 255, 256, 257].filter((length) => isTaken(of(length)));
	expect(alone).toEqual([15, 16, 63, 64, 65, 128, 255, 256]);
	const second = [1, 7, 8, 14, 15, 64, 256, 257].filter((length) =>
		isTaken(of(length), { hasSecondFactor: true }),
	);
	expect(second).toEqual([8, 14, 15, 64, 256]);
	expect(isTaken("🐙🌵🚲🎺🧊🪁🛶🥁🪵🧭🎻🐝🌋🦔"), "fourteen characters in 28 units").toBe(false);
	expect(isTaken("🐙🌵🚲🎺🧊🪁🛶🥁🪵🧭🎻🐝🌋🦔🍐")).toBe(true);
});

test("[S12] no rules of composition: words, spaces and one kind of character do", ({ expect }) => {
	for (const password of [
		"seven green lamps on a raft",
		"sevengreenlampsonaraft",
		"834 205 771 906 412",
		"СЕМЬ ЗЕЛЁНЫХ ЛАМП",
		"¡¿§±«»…—†‡•‰‹›€",
	])
		expect(isTaken(password), password).toBe(true);
});

test("[S12] what everybody tries is refused, however it is written; and what belongs to the person or the site", ({
	expect,
}) => {
	const second = { hasSecondFactor: true };
	for (const password of [
		"password",
		"PASSWORD1",
		"qwertyuiop",
		"12345678",
		"iloveyou",
		"ｐａｓｓｗｏｒｄ",
		"trustno1trustno1",
	])
		expect(isTaken(password, second), password).toBe(false);
	for (const password of [
		"passwordpasswordpassword",
		"aaaaaaaaaaaaaaaaaaaa",
		"abababababababababab",
		"123123123123123123",
		"123456789012345",
		"qwertyuiopasdfgh",
		"zyxwvutsrqponmlk",
		"abcdefgh12345678",
		"qwerty!12345678!",
	])
		expect(isTaken(password), password).toBe(false);
	for (const password of [
		"anna.lindqvist@havenfold.example",
		"annalindqvist12",
		"Lindqvist-Lindqvist-2026",
		"havenfold 2026!!!",
		"Havenfold123456",
	])
		expect(isTaken(password), password).toBe(false);
	expect(isTaken("lindqvist rows seven green boats"), "the name among other words").toBe(true);
});

test("[S12] the blocklist holds every long password of its source, and next to nothing else", ({
	expect,
}) => {
	const listed = dictionary["passwords-common"].filter((word) => Array.from(word).length >= 8);
	expect(listed.length).toBeGreaterThan(10_000);
	expect(listed.filter((word) => !isCommonPassword(word.normalize("NFKC").toLowerCase()))).toEqual([]);
	expect(
		listed.filter((word) => isTaken(word, { hasSecondFactor: true })),
		"none of them is taken, also where it repeats a part that is on no list",
	).toEqual([]);
	let taken = 0;
	for (let number = 0; number < 20_000; number += 1) if (isCommonPassword(`kelp ${number} ferry`)) taken += 1;
	expect(taken).toBeLessThan(20);
});

test("[S12] one password, however a keyboard composes it; salted, compared, and nobody's hash fits nobody", async ({
	expect,
}) => {
	const passwords = new Passwords();
	const composed = "Stra\u00dfencaf\u00e9 am Hafen";
	const hash = await passwords.hash(composed);
	expect(hash).toMatch(/^scrypt\$15,8,1\$/);
	expect(await passwords.hash(composed)).not.toBe(hash);
	expect(await passwords.verify(composed.normalize("NFD"), hash)).toEqual({ matches: true, upgraded: null });
	expect(await passwords.verify(`${composed} `, hash)).toEqual({ matches: false });
	expect(await passwords.verify(composed, null)).toEqual({ matches: false });
	await expect(passwords.verify(composed, "plain")).rejects.toThrow("can't be read");
});
