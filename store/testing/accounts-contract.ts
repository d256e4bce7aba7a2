import { sql } from "drizzle-orm";
import { test } from "vitest";
import {
	keepAccountToken,
	peekAccountToken,
	spendAccountToken,
	dropAccountTokens,
} from "../account-tokens.ts";
import { createApiKey, findApiKey, listApiKeys, noteApiKeyUse, revokeApiKey } from "../api-keys.ts";
import { answered, type Database } from "../database.ts";
import { findExternalUser, joinExternalIdentity } from "../external-identities.ts";
import {
	acceptInvitation,
	createInvitation,
	deleteInvitation,
	findOpenInvitation,
	renewInvitation,
} from "../invitations.ts";
import { changeRole, createRole, deleteRole, listCustomRoles, setUserRoles } from "../roles.ts";
import { confirmTotp, proposeTotp, removeTotp, useRecoveryCode, useTotpStep } from "../second-factor.ts";
import * as users from "../users.ts";
import { newId, TODAY_MS } from "./backend.ts";

let made = 0;

async function newUser(db: Database, more: Partial<users.NewUser> = {}): Promise<string> {
	const id = newId();
	made += 1;
	await users.createUser(db, {
		id,
		email: `${id}@example.com`,
		name: "Nia",
		passwordHash: "a hash",
		isPasswordLong: true,
		isVerified: true,
		roleNames: ["customer"],
		nowMs: TODAY_MS + made,
		...more,
	});
	return id;
}

/** What accounts must do on any database. @param database - with the schema; tests add users of their own */
// oxlint-disable-next-line max-lines-per-function -- a list of tests, each of which stands alone
export function accountsContract(name: string, database: () => Database): void {
	test(`[US1] ${name}: an address is one person's, however it is spelled, also when several come at once`, async ({
		expect,
	}) => {
		const db = database();
		const address = `Anna.${newId()}@Example.com`;
		const spellings = [address, address.toUpperCase(), ` ${address.toLowerCase()} `];
		const ids = await Promise.all(
			spellings.map(async (email) => {
				const id = newId();
				const nowMs = TODAY_MS;
				const user = {
					id,
					email,
					name: "A",
					passwordHash: null,
					isPasswordLong: false,
					isVerified: false,
					roleNames: [],
					nowMs,
				};
				return (await users.createUser(db, user)) ? [id] : [];
			}),
		);
		expect(ids.flat()).toHaveLength(1);
		expect((await users.findUserByEmail(db, address.toLowerCase()))?.id).toBe(ids.flat()[0]);
		expect(await users.findUserByEmail(db, "nobody@example.com")).toBeNull();
	});

	test(`[US2] ${name}: a user is read with roles and what custom roles allow`, async ({ expect }) => {
		const db = database();
		const role = `role_${newId().slice(-12)}`;
		// a role that is given twice is given: an invitation may name what everybody is anyway
		const id = await newUser(db, { roleNames: ["customer", role, "customer"] });
		// so is a permission that is named twice
		const permissions = ["users:read", "audit:read", "users:read"];
		expect(await createRole(db, { name: role, description: "d", permissions }, TODAY_MS)).toBe(true);
		expect(await createRole(db, { name: role, description: "again", permissions: [] }, TODAY_MS)).toBe(false);
		expect(await users.findUser(db, id)).toMatchObject({
			roleNames: ["customer", role],
			customPermissions: ["audit:read", "users:read"],
			disabledAtMs: null,
			verifiedAtMs: expect.any(Number),
		});
		expect(
			await changeRole(db, { name: role, description: "less", permissions: ["users:read", "models:read"] }),
		).toBe(true);
		expect((await users.findUser(db, id))?.customPermissions).toEqual(["models:read", "users:read"]);
		expect((await listCustomRoles(db)).find((found) => found.name === role)).toEqual({
			name: role,
			description: "less",
			permissions: ["models:read", "users:read"],
		});
		expect(await deleteRole(db, role)).toBe(true);
		expect(await deleteRole(db, role)).toBe(false);
		expect(await users.findUser(db, id)).toMatchObject({ roleNames: ["customer"], customPermissions: [] });
		await setUserRoles(db, id, ["agent", "analyst"]);
		expect((await users.findUser(db, id))?.roleNames).toEqual(["agent", "analyst"]);
		await setUserRoles(db, id, []);
		expect((await users.findUser(db, id))?.roleNames).toEqual([]);
	});

	test(`[US3] ${name}: signing up again changes an unconfirmed account and never a confirmed one`, async ({
		expect,
	}) => {
		const db = database();
		const id = await newUser(db, { isVerified: false });
		const again = { id, name: "Second", passwordHash: "second", isPasswordLong: true };
		await users.renewUnverified(db, again);
		expect(await users.findUser(db, id)).toMatchObject({
			name: "Second",
			passwordHash: "second",
			verifiedAtMs: null,
		});
		await users.verifyUser(db, id, TODAY_MS + 5);
		await users.verifyUser(db, id, TODAY_MS + 9);
		await users.renewUnverified(db, { ...again, name: "Third", passwordHash: "third" });
		expect(await users.findUser(db, id)).toMatchObject({
			name: "Second",
			passwordHash: "second",
			verifiedAtMs: TODAY_MS + 5,
		});
	});

	test(`[US4] ${name}: a new password and "end all" move the time from which sessions count, never back`, async ({
		expect,
	}) => {
		const db = database();
		const id = await newUser(db);
		await users.setPassword(db, id, { hash: "b", isLong: false, nowMs: TODAY_MS + 5_000 });
		expect(await users.findUser(db, id)).toMatchObject({
			passwordHash: "b",
			isPasswordLong: false,
			sessionsValidFromMs: TODAY_MS + 5_000,
		});
		await users.endSessionsBefore(db, id, TODAY_MS + 1_000);
		expect((await users.findUser(db, id))?.sessionsValidFromMs).toBe(TODAY_MS + 5_000);
		await users.upgradeHash(db, id, { from: "stale", to: "lost" });
		expect((await users.findUser(db, id))?.passwordHash).toBe("b");
		await users.upgradeHash(db, id, { from: "b", to: "b2" });
		expect((await users.findUser(db, id))?.passwordHash).toBe("b2");
		await users.setDisabled(db, id, TODAY_MS);
		expect((await users.findUser(db, id))?.disabledAtMs).toBe(TODAY_MS);
		await users.setDisabled(db, id, null);
		expect((await users.findUser(db, id))?.disabledAtMs).toBeNull();
	});

	test(`[US5] ${name}: users are listed newest first by pages, and searched by any part without wildcards`, async ({
		expect,
	}) => {
		const db = database();
		const mark = newId().slice(-12);
		const ids: string[] = [];
		for (let number = 0; number < 5; number += 1)
			ids.unshift(await newUser(db, { name: `Ze %_ ${mark} ${number}` }));
		const first = await users.listUsers(db, { search: mark, cursor: null, limit: 3 });
		const second = await users.listUsers(db, { search: mark, cursor: first.nextCursor, limit: 3 });
		expect([...first.users, ...second.users].map((user) => user.id)).toEqual(ids);
		expect(second.nextCursor).toBeNull();
		for (const search of ["%", "_"]) {
			const found = await users.listUsers(db, { search, cursor: null, limit: 100 });
			expect(
				found.users.every((user) => user.name.includes(search)),
				search,
			).toBe(true);
		}
		const odd = await users.listUsers(db, { search: "'; drop table users; --", cursor: "'1_2", limit: 5 });
		expect(odd).toEqual({ users: [], nextCursor: null });
	});

	test(`[AT1] ${name}: a token is good once, for its purpose and its time; a newer one ends it`, async ({
		expect,
	}) => {
		const db = database();
		const userId = await newUser(db);
		const keep = (hash: string, expiresAtMs = TODAY_MS + 1_000) =>
			keepAccountToken(db, { hash: `${hash}-${userId}`, userId, purpose: "reset_password", expiresAtMs });
		const spend = (hash: string, nowMs = TODAY_MS) =>
			spendAccountToken(db, `${hash}-${userId}`, "reset_password", nowMs);
		await keep("a");
		await keep("b");
		expect(await spend("a")).toBeNull();
		expect(await spendAccountToken(db, `b-${userId}`, "verify_email", TODAY_MS)).toBeNull();
		expect(await peekAccountToken(db, `b-${userId}`, "reset_password", TODAY_MS)).toBe(userId);
		const spent = await Promise.all([spend("b"), spend("b"), spend("b"), spend("b")]);
		expect(spent.filter((outcome) => outcome === userId)).toHaveLength(1);
		expect(spent.filter((outcome) => outcome === null)).toHaveLength(3);
		await keep("c");
		expect(await spend("c", TODAY_MS + 1_000)).toBeNull();
		await keep("d");
		await dropAccountTokens(db, userId);
		expect(await spend("d")).toBeNull();
	});

	test(`[AT2] ${name}: a step's code and a recovery code are each taken once`, async ({ expect }) => {
		const db = database();
		const id = await newUser(db);
		const confirmation = { codeHashes: ["one", "two"], step: 10, nowMs: TODAY_MS };
		expect(await confirmTotp(db, id, confirmation), "nothing was proposed").toBe(false);
		await proposeTotp(db, id, "sealed");
		expect(await confirmTotp(db, id, confirmation)).toBe(true);
		expect(await confirmTotp(db, id, confirmation)).toBe(false);
		await proposeTotp(db, id, "another");
		expect((await users.findUser(db, id))?.totpSecret).toBe("sealed");
		expect(await useTotpStep(db, id, 10)).toBe(false);
		const used = await Promise.all([11, 11, 11].map((step) => useTotpStep(db, id, step)));
		expect(used.filter(Boolean)).toHaveLength(1);
		expect(await useTotpStep(db, id, 9)).toBe(false);
		const codes = await Promise.all(["one", "one", "three"].map((code) => useRecoveryCode(db, id, code)));
		expect(codes.filter(Boolean)).toHaveLength(1);
		expect((await users.findUser(db, id))?.recoveryCodes).toBe(1);
		await removeTotp(db, id);
		expect(await users.findUser(db, id)).toMatchObject({ totpSecret: null, totpConfirmedAtMs: null });
		expect((await users.findUser(db, id))?.recoveryCodes).toBe(0);
	});

	test(`[AT3] ${name}: an invitation is accepted once, while it is open`, async ({ expect }) => {
		const db = database();
		const invite = async (tokenHash: string) => {
			const id = newId();
			await createInvitation(db, {
				id,
				email: "New@Example.com",
				roleNames: ["agent"],
				tokenHash: `${tokenHash}-${id}`,
				invitedBy: null,
				createdAtMs: TODAY_MS,
				expiresAtMs: TODAY_MS + 1_000,
			});
			return id;
		};
		const id = await invite("t");
		expect(await findOpenInvitation(db, `t-${id}`, TODAY_MS)).toMatchObject({
			id,
			roleNames: ["agent"],
			email: "New@Example.com",
		});
		expect(await findOpenInvitation(db, `t-${id}`, TODAY_MS + 1_000)).toBeNull();
		const anew = { tokenHash: `v-${id}`, invitedBy: null, expiresAtMs: TODAY_MS + 2_000 };
		expect(await renewInvitation(db, id, anew)).toMatchObject({ id, expiresAtMs: TODAY_MS + 2_000 });
		expect(await findOpenInvitation(db, `t-${id}`, TODAY_MS), "an older token").toBeNull();
		expect(await findOpenInvitation(db, `v-${id}`, TODAY_MS + 1_000)).toMatchObject({ id });
		const accepted = await Promise.all([1, 2, 3].map(() => acceptInvitation(db, id, TODAY_MS)));
		expect(accepted.filter(Boolean)).toHaveLength(1);
		expect(await findOpenInvitation(db, `v-${id}`, TODAY_MS)).toBeNull();
		expect(await renewInvitation(db, id, { ...anew, tokenHash: `w-${id}` }), "accepted").toBeNull();
		expect(await deleteInvitation(db, id), "an accepted one is history").toBe(false);
		expect(await deleteInvitation(db, await invite("u"))).toBe(true);
	});

	test(`[AT4] ${name}: an API key is found by its prefix, noted once a minute, and ended once`, async ({
		expect,
	}) => {
		const db = database();
		const ownerId = await newUser(db);
		const id = newId();
		const key = { id, name: "n", prefix: id.slice(-8), secretHash: "h", scopes: ["users:read"], ownerId };
		await createApiKey(db, { ...key, createdAtMs: TODAY_MS, expiresAtMs: TODAY_MS + 1_000 });
		await noteApiKeyUse(db, id, TODAY_MS + 10);
		await noteApiKeyUse(db, id, TODAY_MS + 59_000);
		expect(await findApiKey(db, key.prefix)).toMatchObject({
			...key,
			lastUsedAtMs: TODAY_MS + 10,
			revokedAtMs: null,
		});
		await noteApiKeyUse(db, id, TODAY_MS + 61_000);
		expect((await findApiKey(db, key.prefix))?.lastUsedAtMs).toBe(TODAY_MS + 61_000);
		expect(await revokeApiKey(db, id, TODAY_MS)).toBe(true);
		expect(await revokeApiKey(db, id, TODAY_MS)).toBe(false);
		expect((await listApiKeys(db, { cursor: null, limit: 50 })).keys.map((found) => found.id)).toContain(id);
		await answered(db.execute(sql`delete from users where id = ${ownerId}::uuid`));
		expect(await findApiKey(db, key.prefix), "goes with its owner").toBeNull();
	});

	test(`[AT5] ${name}: an identity of an issuer is one user's`, async ({ expect }) => {
		const db = database();
		const [one, two] = [await newUser(db), await newUser(db)];
		const identity = { issuer: "https://id.example", subject: one };
		expect(await findExternalUser(db, identity)).toBeNull();
		expect(await joinExternalIdentity(db, identity, one, TODAY_MS)).toBe(true);
		expect(await joinExternalIdentity(db, identity, two, TODAY_MS)).toBe(false);
		expect(await findExternalUser(db, identity)).toBe(one);
		expect(await findExternalUser(db, { ...identity, issuer: "https://other.example" })).toBeNull();
	});
}
