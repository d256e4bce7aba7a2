import { test } from "vitest";
import { readAuditLog } from "../../store/audit-log.ts";
import { SealedTexts } from "../../store/sealed-texts.ts";
import { proposeTotp } from "../../store/second-factor.ts";
import { createUser, findUserByEmail } from "../../store/users.ts";
import { createWebhook, listActiveWebhooks, webhookSecretOf } from "../../store/webhooks.ts";
import { newEncryptionKeys } from "../encryption-keys.ts";
import { withCareDatabase } from "../testing/care-database.ts";
import { runCare } from "../testing/run-care.ts";
import { EncryptionKeySet } from "../../store/sealed-texts.ts";

const newKey = () => EncryptionKeySet.parse(JSON.parse(newEncryptionKeys())).keys;

test("[WS5] care secrets rotate: everything is under the newest key afterwards; what can't be opened is named and left", async ({
	expect,
}) => {
	await withCareDatabase(async ({ db, env }) => {
		const [older, newer, lost] = [newKey(), newKey(), newKey()];
		const old = new SealedTexts({ keys: older });
		const [hook, lostHook, user] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
		const add = async (id: string, texts: SealedTexts) =>
			createWebhook(db, {
				id,
				url: "https://shop.example/",
				events: ["message.created"],
				sealedSecret: await texts.seal("whsec_AA", webhookSecretOf(id)),
				nowMs: 1,
			});
		await add(hook, old);
		await createUser(db, {
			id: user,
			email: "ana@example.com",
			name: "Ana",
			passwordHash: null,
			isPasswordLong: false,
			isVerified: true,
			roleNames: ["customer"],
			nowMs: 1,
		});
		await proposeTotp(db, user, await old.seal("totp", `users.totp_secret:${user}`));

		const rotate = (keys: readonly object[], ...words: string[]) =>
			runCare(["secrets", "rotate", "--json", ...words], {
				...env,
				ENCRYPTION_KEYS: JSON.stringify({ keys }),
			});
		const first = await rotate([...newer, ...older]);
		expect(JSON.parse(first.stdout)).toEqual({ rotated: 2, current: 0, unreadable: [] });
		// the old key is not needed any more
		const now = new SealedTexts({ keys: newer });
		const [stored] = await listActiveWebhooks(db);
		expect(await now.open(stored?.sealedSecret ?? "", webhookSecretOf(hook))).toBe("whsec_AA");
		const found = await findUserByEmail(db, "ana@example.com");
		expect(await now.open(found?.totpSecret ?? "", `users.totp_secret:${user}`)).toBe("totp");

		await add(lostHook, new SealedTexts({ keys: lost }));
		const second = await rotate(newer);
		expect([second.code, JSON.parse(second.stdout)]).toEqual([
			1,
			{ rotated: 0, current: 2, unreadable: [`webhooks.secret:${lostHook}`] },
		]);
		expect(
			(await readAuditLog(db, { action: "secrets.rotated", limit: 9 })).map(({ details }) => details),
		).toEqual([
			{ rotated: 0, current: 2, unreadable: 1 },
			{ rotated: 2, current: 0, unreadable: 0 },
		]);
		const without = await runCare(["secrets", "rotate"], env);
		expect([without.code, without.stdout]).toEqual([2, ""]);
	});
});
