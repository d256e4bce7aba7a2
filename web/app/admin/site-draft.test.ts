import { test } from "vitest";
import type { DeskSite } from "../../../contracts/sites.ts";
import { draftOf, siteOf, withMondayCopied } from "./site-draft.ts";

const NOW = "2026-11-27T12:00:00.000Z";
const SITE: DeskSite = {
	id: "019382f0-0000-7000-8000-000000000001",
	key: "default",
	isDefault: true,
	name: null,
	accentColor: null,
	greeting: null,
	starters: null,
	launcherPosition: "bottom-right",
	locale: null,
	allowedOrigins: [],
	businessHours: null,
	createdAt: NOW,
	updatedAt: NOW,
};
const OFFICE = [{ opens: "09:00", closes: "17:00" }];

test("[DA24] hours that nobody has set begin with an office's week, which counts once it is ticked", ({
	expect,
}) => {
	const draft = draftOf(SITE);
	expect(siteOf(draft)).toMatchObject({ ok: true, value: { businessHours: null } });
	const saved = siteOf({ ...draft, hasHours: true, timeZone: "Europe/Berlin" });
	expect(saved).toMatchObject({
		ok: true,
		value: { businessHours: { weekly: { monday: OFFICE, friday: OFFICE, saturday: [], sunday: [] } } },
	});
	const weekly = {
		monday: [],
		tuesday: OFFICE,
		wednesday: [],
		thursday: [],
		friday: [],
		saturday: [],
		sunday: [],
	};
	const own = draftOf({ ...SITE, businessHours: { timeZone: "UTC", weekly, exceptions: [] } });
	expect(own.hours, "what was set stays as it is").toMatchObject({ monday: "", tuesday: "09:00-17:00" });
});

test("[DA24] a week without any hours is refused at its first day; Monday's go to the other weekdays, and no further", ({
	expect,
}) => {
	const draft = { ...draftOf(SITE), hasHours: true };
	const closed = siteOf({ ...draft, hours: {} });
	expect(closed).toMatchObject({ ok: false, fault: { fields: { monday: /No day has any hours/u } } });
	expect(siteOf({ ...draft, hours: { sunday: "10:00-12:00" } }).ok).toBe(true);
	expect(siteOf({ ...draft, hasHours: false, hours: {} }).ok).toBe(true);
	const hours = withMondayCopied({ monday: "8:00-12:00", tuesday: "", sunday: "10:00-11:00" });
	expect(hours).toEqual({
		monday: "8:00-12:00",
		tuesday: "8:00-12:00",
		wednesday: "8:00-12:00",
		thursday: "8:00-12:00",
		friday: "8:00-12:00",
		sunday: "10:00-11:00",
	});
});
