import { test } from "vitest";
import { BusinessHours } from "../../contracts/business-hours.ts";
import { StoreUnavailable } from "../../store/failures.ts";
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
	hours: [HOURS],
	queue: "in_hours",
	...more,
});

test("[HO8] who asks for a person waits within the business hours while anybody may answer, and always while somebody is there", ({
	expect,
}) => {
	const takes = { takesConversations: true, nextOpeningAtMs: null };
	const nobody = { takesConversations: false, nextOpeningAtMs: null };
	expect(receptionOf(staffing({}), THURSDAY_NOON)).toEqual(takes);
	expect(receptionOf(staffing({ hasAgents: false }), THURSDAY_NOON)).toEqual(nobody);
	expect(receptionOf(staffing({ hasAgents: false }), THURSDAY_NIGHT)).toEqual(nobody);
	expect(receptionOf(staffing({ hours: [] }), THURSDAY_NIGHT)).toEqual(takes);
	expect(receptionOf(staffing({ queue: "attended" }), THURSDAY_NOON)).toEqual(nobody);
	expect(receptionOf(staffing({ isAttended: true, queue: "attended" }), THURSDAY_NIGHT)).toEqual(takes);
});

test("[HO8] outside of them the next opening of any site is known", ({ expect }) => {
	const closed = { takesConversations: false, nextOpeningAtMs: MONDAY_OPENS };
	expect(receptionOf(staffing({}), THURSDAY_NIGHT)).toEqual(closed);
	const friday = BusinessHours.parse({
		timeZone: "Europe/Berlin",
		weekly: { friday: [{ opens: "07:00", closes: "08:00" }] },
	});
	expect(receptionOf(staffing({ hours: [HOURS, friday] }), THURSDAY_NIGHT).nextOpeningAtMs).toBe(
		Date.parse("2026-11-27T06:00:00Z"),
	);
});

test("[HO8] with Postgres away only who is there counts; any other failure is one", async ({ expect }) => {
	const desk = (isAttended: boolean, failure: Error) =>
		deskOf({
			isAttended: async () => isAttended,
			query: async () => {
				throw failure;
			},
			team: "default",
			nowMs: () => THURSDAY_NOON,
		}).reception();
	const away = new StoreUnavailable("postgres", "it does not answer");
	expect((await desk(true, away)).takesConversations).toBe(true);
	expect((await desk(false, away)).takesConversations).toBe(false);
	await expect(desk(false, new Error("ours"))).rejects.toThrow("ours");
});
