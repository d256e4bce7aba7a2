import { afterAll, beforeAll, test } from "vitest";
import { migrateDatabase } from "../../cli/migrate-database.ts";
import { BusinessHours } from "../../contracts/business-hours.ts";
import { NewSite } from "../../contracts/sites.ts";
import { startTestGateway, type TestGateway } from "../../gateway/testing/test-gateway.ts";
import { connectDatabase, type Database } from "../../store/database.ts";
import { StoreUnavailable } from "../../store/failures.ts";
import { freshId } from "../../store/fresh-id.ts";
import { createSite } from "../../store/sites.ts";
import { createUser } from "../../store/users.ts";
import { deskOf, receptionOf, type Staffing } from "./reception.ts";

const HOURS = BusinessHours.parse({
	timeZone: "Europe/Berlin",
	weekly: { monday: [{ opens: "09:00", closes: "18:00" }], thursday: [{ opens: "09:00", closes: "18:00" }] },
});
const THURSDAY_NOON = Date.parse("2026-11-26T11:00:00Z");
const THURSDAY_NIGHT = Date.parse("2026-11-26T22:00:00Z");
const MONDAY_OPENS = Date.parse("2026-11-30T08:00:00Z");
const staffing = (more: Partial<Staffing>): Staffing => ({
	isAttended: false,
	hasAgents: true,
	hours: HOURS,
	queue: "in_hours",
	...more,
});

let gateway: TestGateway;
let db: Database;

beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	db = connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` });
	await migrateDatabase(db);
	const berlin = NewSite.parse({ key: "berlin", name: "Berlin", businessHours: HOURS });
	await createSite(db, { id: freshId(THURSDAY_NIGHT), ...berlin }, THURSDAY_NIGHT);
	await createUser(db, {
		id: freshId(THURSDAY_NIGHT),
		email: "ana@example.com",
		name: "Ana",
		passwordHash: null,
		isPasswordLong: true,
		isVerified: true,
		roleNames: ["agent"],
		nowMs: THURSDAY_NIGHT,
	});
});
afterAll(() => gateway.close());

test("[HO8] who asks for a person waits within the business hours while anybody may answer, and always while somebody is there", ({
	expect,
}) => {
	const takes = { takesConversations: true, nextOpeningAtMs: null };
	const nobody = { takesConversations: false, nextOpeningAtMs: null };
	expect(receptionOf(staffing({}), THURSDAY_NOON)).toEqual(takes);
	expect(receptionOf(staffing({ hasAgents: false }), THURSDAY_NOON)).toEqual(nobody);
	expect(receptionOf(staffing({ hasAgents: false }), THURSDAY_NIGHT)).toEqual(nobody);
	expect(receptionOf(staffing({ hours: null }), THURSDAY_NIGHT)).toEqual(takes);
	expect(receptionOf(staffing({ queue: "attended" }), THURSDAY_NOON)).toEqual(nobody);
	expect(receptionOf(staffing({ isAttended: true, queue: "attended" }), THURSDAY_NIGHT)).toEqual(takes);
});

test("[HO8] outside of them the next opening is known", ({ expect }) => {
	const closed = { takesConversations: false, nextOpeningAtMs: MONDAY_OPENS };
	expect(receptionOf(staffing({}), THURSDAY_NIGHT)).toEqual(closed);
});

test("[HO8] the hours are those of the customer's site", async ({ expect }) => {
	const at = (siteKey: string) =>
		deskOf({
			isAttended: async () => false,
			query: (ask) => ask(db),
			team: "default",
			siteKey,
			nowMs: () => THURSDAY_NIGHT,
		}).reception();
	expect(await at("berlin")).toEqual({ takesConversations: false, nextOpeningAtMs: MONDAY_OPENS });
	expect(await at("default")).toEqual({ takesConversations: true, nextOpeningAtMs: null });
	expect(await at("gone")).toEqual({ takesConversations: true, nextOpeningAtMs: null });
});

test("[HO8] with Postgres away only who is there counts; any other failure is one", async ({ expect }) => {
	const desk = (isAttended: boolean, failure: Error) =>
		deskOf({
			isAttended: async () => isAttended,
			query: async () => {
				throw failure;
			},
			team: "default",
			siteKey: "default",
			nowMs: () => THURSDAY_NOON,
		}).reception();
	const away = new StoreUnavailable("postgres", "it does not answer");
	expect((await desk(true, away)).takesConversations).toBe(true);
	expect((await desk(false, away)).takesConversations).toBe(false);
	await expect(desk(false, new Error("ours"))).rejects.toThrow("ours");
});
