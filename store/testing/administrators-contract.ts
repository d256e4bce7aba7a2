import { test } from "vitest";
import type { Database } from "../database.ts";
import { requestErasure } from "../erasures.ts";
import { LastAdministrator } from "../last-administrator.ts";
import { setUserRoles } from "../roles.ts";
import { createUser, findUser, setDisabled } from "../users.ts";
import { type Hold, newId, TODAY_MS } from "./backend.ts";
import { countRows } from "./count-rows.ts";

async function newAdministrator(db: Database): Promise<string> {
	const id = newId();
	await createUser(db, {
		id,
		email: `${id}@example.com`,
		name: "Ada",
		passwordHash: "a hash",
		isPasswordLong: true,
		isVerified: true,
		roleNames: ["admin", "customer"],
		nowMs: TODAY_MS,
	});
	return id;
}

const deleteAccount = (db: Database, id: string) =>
	requestErasure(db, {
		id: crypto.randomUUID(),
		contactId: id,
		scope: "account",
		conversationIds: [],
		requestedBy: "user",
		nowMs: TODAY_MS,
	});

/** Every way in which an administrator goes. */
const WAYS: readonly (readonly [string, (db: Database, id: string) => Promise<unknown>])[] = [
	["loses the role", (db, id) => setUserRoles(db, id, ["agent"])],
	["is shut out", (db, id) => setDisabled(db, id, TODAY_MS)],
	["deletes the account", deleteAccount],
];

/** The one lock behind which each change is looked at. */
const ADMINISTRATORS = "select pg_advisory_xact_lock(hashtextextended('administrators', 0))";

const LEFT = `user_roles r join users u on u.id = r.user_id where r.role_name = 'admin' and u.disabled_at is null`;

/** That somebody is left who may let others in. @param seeded - `hold` is null where statements never run at once */
export function administratorsContract(
	name: string,
	seeded: () => Promise<{ readonly db: Database; readonly hold: Hold | null }>,
): void {
	test(`[US11] ${name}: the last administrator stays, whichever way`, async ({ expect }) => {
		const { db } = await seeded();
		const [one, other] = [await newAdministrator(db), await newAdministrator(db)];
		await setDisabled(db, other, TODAY_MS);
		const before = await findUser(db, one);
		for (const [way, go] of WAYS) await expect(go(db, one), way).rejects.toThrow(LastAdministrator);
		expect(await findUser(db, one)).toEqual(before);
		expect(await countRows(db, "erasures")).toBe(0);
		await setUserRoles(db, one, ["admin", "agent"]);
		expect((await findUser(db, one))?.roleNames, "what takes nothing away").toEqual(["admin", "agent"]);
		await setUserRoles(db, other, []);
		await setDisabled(db, other, null);
		await setUserRoles(db, other, ["admin"]);
		await setUserRoles(db, one, []);
		expect((await findUser(db, one))?.roleNames, "where there is another one").toEqual([]);
	});

	test(`[US11] ${name}: of those who would go at the same time, whichever way, one stays`, async ({
		expect,
	}) => {
		const { db, hold } = await seeded();
		let earlier: readonly string[] = [];
		for (const [oneWay, goOneWay] of WAYS)
			for (const [otherWay, goOtherWay] of WAYS) {
				const [one, other] = [await newAdministrator(db), await newAdministrator(db)];
				for (const id of earlier) await setUserRoles(db, id, []);
				earlier = [one, other];
				const both = () => Promise.allSettled([goOneWay(db, one), goOtherWay(db, other)]);
				const ended = hold === null ? await both() : await hold(ADMINISTRATORS, 2, both);
				const pair = `one ${oneWay}, the other ${otherWay}`;
				expect(ended.map(({ status }) => status).sort(), pair).toEqual(["fulfilled", "rejected"]);
				expect(await countRows(db, LEFT), pair).toBe(1);
			}
	});

	test(`[US11] ${name}: an account that is being deleted counts for nobody, opened again or not`, async ({
		expect,
	}) => {
		const { db } = await seeded();
		const [one, other] = [await newAdministrator(db), await newAdministrator(db)];
		await deleteAccount(db, other);
		await setDisabled(db, other, null);
		for (const [way, go] of WAYS) await expect(go(db, one), way).rejects.toThrow(LastAdministrator);
	});
}

/** The same where statements run at once. */
export function administratorsRaceContract(
	name: string,
	seeded: () => Promise<{ readonly db: Database; readonly hold: Hold }>,
): void {
	test(`[US11] ${name}: whoever became the last one while they were being shut out stays`, async ({
		expect,
	}) => {
		const { db, hold } = await seeded();
		const [one, other] = [await newAdministrator(db), await newAdministrator(db)];
		// three calls, of which the one that shuts them out knows none yet: their role goes, comes back, and the other's goes
		const meanwhile = `delete from user_roles where user_id = '${one}' and role_name = 'admin';
			insert into user_roles (user_id, role_name) values ('${one}', 'admin');
			delete from user_roles where user_id = '${other}' and role_name = 'admin'`;
		await expect(hold(meanwhile, 1, () => setDisabled(db, one, TODAY_MS))).rejects.toThrow(LastAdministrator);
		expect(await countRows(db, LEFT)).toBe(1);
	});
}
