import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, test, vi } from "vitest";
import { BusinessHours } from "../../contracts/business-hours.ts";
import { DeskSettings } from "../../contracts/inbox.ts";
import { GONE_MS, NUMBERED_PLACES } from "./inbox-work.ts";
import { desk, inbox, InboxClient, queued, report } from "../testing/scripted-desk.ts";
import { ANA, BEN, newId } from "../testing/test-client.ts";

beforeEach(() => desk.reset());
afterEach(() => reset());

const ALL = {
	view: "all",
	status: "open",
	sort: "activity",
	labelId: null,
	channel: null,
	limit: 2,
} as const;

test("[IB1] what conversations report stands in the lists of each agent, with counts, page by page", async ({
	expect,
}) => {
	const stub = inbox();
	const mine = { owner: "person", epoch: 1, assignee: ANA } as const;
	const reports = [
		report({ lastActivityAtMs: desk.nowMs - 3, desk: { ...mine, waitingSinceMs: desk.nowMs - 3 } }),
		report({ lastActivityAtMs: desk.nowMs - 2, desk: queued(desk.nowMs - 2) }),
		report({ lastActivityAtMs: desk.nowMs - 1, desk: { ...mine, assignee: BEN, priority: "urgent" } }),
		report({ desk: { mentions: [{ id: ANA.id, seq: 1 }] } }),
		report({ desk: { ...mine, status: "snoozed" } }),
	];
	for (const one of reports) await stub.report(one);
	const client = await InboxClient.open(stub, ANA);
	const [first, second, third, bots, asleep] = reports.map(({ id }) => id);
	const ids = async (question: Parameters<typeof client.list>[0]) =>
		(await client.list(question)).map(({ id }) => id);
	expect(await ids(ALL)).toEqual([third, second, first]);
	expect(await ids({ ...ALL, sort: "waiting" })).toEqual([first, second, third]);
	expect(await ids({ ...ALL, sort: "priority" })).toEqual([third, first, second]);
	expect(await ids({ ...ALL, view: "mine" })).toEqual([first]);
	expect(await ids({ ...ALL, view: "mine", status: "snoozed" })).toEqual([asleep]);
	expect(await ids({ ...ALL, view: "unassigned" })).toEqual([second]);
	expect(await ids({ ...ALL, view: "mentions", status: "bot" })).toEqual([bots]);
	expect(client.of("welcome")[0]?.counts).toEqual({
		mine: { open: 1, bot: 0, snoozed: 1, resolved: 0 },
		unassigned: { open: 1, bot: 0, snoozed: 0, resolved: 0 },
		all: { open: 3, bot: 1, snoozed: 1, resolved: 0 },
		mentions: { open: 0, bot: 1, snoozed: 0, resolved: 0 },
	});
});

test("[IB2] changes come in versions without a gap; a report that is repeated or late changes nothing", async ({
	expect,
}) => {
	const stub = inbox();
	const [ana, ben] = [await InboxClient.open(stub, ANA), await InboxClient.open(stub, BEN)];
	const one = report();
	const two = { ...one, lastSeq: 2, preview: "newer" };
	await stub.report(two);
	await stub.report(one);
	await stub.report(two);
	await stub.report({ ...one, leaseEpoch: 2, lastSeq: 1, preview: "of the next object" });
	await ana.until(() => ana.rows.get(one.id)?.preview === "of the next object");
	await ben.until(() => ben.version === ana.version);
	expect(ben.rows).toEqual(ana.rows);
	expect(ana.version).toBe(2);
});

test("[IB3] who comes back gets what changed meanwhile, over an eviction too; who is too far back lists anew", async ({
	expect,
}) => {
	const stub = inbox();
	const first = await InboxClient.open(stub, ANA);
	await stub.report(report());
	await first.until(() => first.version === 1);
	const missed = report({ preview: "missed" });
	await stub.report(missed);
	await evictDurableObject(stub);
	const back = await InboxClient.open(stub, ANA, 1);
	expect(back.of("welcome")[0]).toMatchObject({ isFresh: false, version: 2 });
	expect([...back.rows.keys()]).toEqual([missed.id]);
	for (const version of [null, 99]) {
		const anew = await InboxClient.open(stub, ANA, version);
		expect(anew.of("welcome")[0]).toMatchObject({ isFresh: true, rows: [] });
	}
});

test("[IB4] an inbox whose storage is gone fills itself from Postgres, and takes reports while that is away", async ({
	expect,
}) => {
	const stub = inbox();
	const label = { id: newId(), name: "vip", color: "red" as const };
	const old = report({ contactId: newId(), preview: "from Postgres" });
	const newer = report({ lastSeq: 9, preview: "reported", desk: queued() });
	desk.archive = [
		{ report: old, facts: { contactName: "Cleo", labels: [label] } },
		{ report: { ...newer, lastSeq: 3, preview: "older" }, facts: { contactName: "Dana", labels: [] } },
	].toSorted((a, b) => a.report.id.localeCompare(b.report.id));
	desk.isArchiveAway = true;
	await stub.report(newer);
	await expect(InboxClient.connect(stub, ANA)).rejects.toThrow("503");
	desk.isArchiveAway = false;
	const client = await InboxClient.open(stub, ANA);
	expect(await client.list({ ...ALL, status: "bot" })).toMatchObject([
		{ id: old.id, contactName: "Cleo", labels: [label] },
	]);
	expect(await client.list(ALL)).toMatchObject([{ id: newer.id, preview: "reported", contactName: "Dana" }]);
});

test("[IB5] agents see who is at the desk and who is away", async ({ expect }) => {
	const stub = inbox();
	const ana = await InboxClient.open(stub, ANA);
	const ben = await InboxClient.open(stub, BEN);
	const seen = (client: InboxClient) => client.of("agents").at(-1)?.agents;
	await ana.until(() => seen(ana)?.length === 2);
	ben.send({ type: "availability", availability: "away" });
	await ana.until(() => seen(ana)?.[1]?.availability === "away");
	await stub.settingsChanged(DeskSettings.parse({ assignment: "by_load", maxOpenPerAgent: 3 }));
	await ana.until(() => ana.of("agents").at(-1)?.assignment === "by_load");
	expect(ana.of("agents").at(-1)?.maxOpenPerAgent).toBe(3);
	ben.close();
	await ana.until(() => seen(ana)?.[1]?.isOnline === false);
	expect(seen(ana)).toMatchObject([
		{ ...ANA, availability: "available", isOnline: true },
		{ ...BEN, availability: "away", isOnline: false },
	]);
	await evictDurableObject(stub);
	const again = await InboxClient.open(stub, BEN);
	expect(again.of("welcome")[0]?.me).toMatchObject({ ...BEN, availability: "away" });
});

test("[IB6] the queue has places, which customers are told as they change", async ({ expect }) => {
	const stub = inbox();
	const client = await InboxClient.open(stub, ANA);
	const [one, two, urgent] = [
		report({ desk: queued(desk.nowMs) }),
		report({ desk: queued(desk.nowMs + 1) }),
		report({ desk: { ...queued(desk.nowMs + 2), priority: "urgent" } }),
	];
	for (const each of [two, one, urgent]) await stub.report(each);
	await client.until(() => client.rows.get(two.id)?.place === 3);
	expect([urgent, one, two].map(({ id }) => desk.places.get(id))).toEqual([1, 2, 3]);
	await stub.report({ ...urgent, lastSeq: 2, desk: { ...urgent.desk, owner: "bot" } });
	await client.until(() => client.rows.get(two.id)?.place === 2);
	expect([urgent, one, two].map(({ id }) => desk.places.get(id))).toEqual([null, 1, 2]);
	expect((await stub.report(one)).place).toBe(1);
});

test("[IB6] a long queue has numbers for those in front, and calls nobody behind them", async ({
	expect,
}) => {
	const stub = inbox();
	const client = await InboxClient.open(stub, ANA);
	const waiting = Array.from({ length: NUMBERED_PLACES + 2 }, (_, i) =>
		report({ desk: queued(desk.nowMs + i) }),
	);
	for (const each of waiting) await stub.report(each);
	const [first, second, , ...others] = waiting;
	if (first === undefined || second === undefined) throw new Error("The queue is empty.");
	const behind = others.slice(-2).map(({ id }) => id);
	await client.until(() => behind.every((id) => client.rows.has(id)));
	expect(client.rows.get(others.at(-3)?.id ?? "")?.place).toBe(NUMBERED_PLACES);
	expect(behind.map((id) => [client.rows.get(id)?.place, desk.places.has(id)])).toEqual([
		[null, false],
		[null, false],
	]);
	await stub.report({ ...first, lastSeq: 2, desk: { ...first.desk, owner: "bot" } });
	await client.until(() => client.rows.get(second.id)?.place === 1);
	expect(behind.map((id) => desk.places.get(id))).toEqual([NUMBERED_PLACES, undefined]);
});

test("[IB18] customers who wait are told when somebody comes, and when nobody is left; a page that is loaded anew is no farewell", async ({
	expect,
}) => {
	const stub = inbox();
	const waiting = report({ desk: queued(desk.nowMs) });
	expect((await stub.report(waiting)).isAttended).toBe(false);
	const told = (isAttended: boolean) =>
		vi.waitFor(() => expect(desk.attended.get(waiting.id)).toBe(isAttended));
	const ana = await InboxClient.open(stub, ANA);
	await told(true);
	ana.close();
	await runDurableObjectAlarm(stub);
	expect((await stub.report(waiting)).isAttended, "just gone").toBe(true);
	const again = await InboxClient.open(stub, ANA);
	desk.nowMs += GONE_MS;
	await runDurableObjectAlarm(stub);
	expect(desk.attended.get(waiting.id)).toBe(true);
	again.close();
	await vi.waitFor(async () => expect(await stub.isAttended()).toBe(false));
	await runDurableObjectAlarm(stub);
	// put to sleep before the alarm: it still knows since when
	await evictDurableObject(stub);
	desk.nowMs += GONE_MS;
	await runDurableObjectAlarm(stub);
	expect(desk.attended.get(waiting.id)).toBe(false);
	await evictDurableObject(stub);
	desk.attended.clear();
	await runDurableObjectAlarm(stub);
	expect([...desk.attended], "nothing new, nobody called").toEqual([]);
	const ben = await InboxClient.open(stub, BEN);
	await told(true);
	ben.send({ type: "availability", availability: "away" });
	await vi.waitFor(async () => {
		desk.nowMs += GONE_MS;
		await runDurableObjectAlarm(stub);
		expect(desk.attended.get(waiting.id)).toBe(false);
	});
});

test("[IB7] what waits is given to whoever is free, once, and tried again where it could not be", async ({
	expect,
}) => {
	const stub = inbox();
	desk.settings = DeskSettings.parse({ assignment: "by_load", maxOpenPerAgent: 1 });
	const ana = await InboxClient.open(stub, ANA);
	const first = report({ desk: queued() });
	const second = report({ desk: queued(desk.nowMs + 1) });
	desk.conversationFault = new Error("not there");
	await stub.report(first);
	await ana.until(() => ana.rows.get(first.id)?.place === 1);
	desk.conversationFault = null;
	desk.nowMs += 5_000;
	await runDurableObjectAlarm(stub);
	await stub.report(second);
	await ana.until(() => ana.rows.get(second.id)?.place === 2);
	expect(desk.commands).toMatchObject([
		{ conversationId: first.id, by: null, command: { do: "assign", to: ANA }, expectedEpoch: 1 },
	]);
	const person = { ...first.desk, owner: "person" as const, assignee: ANA, epoch: 2, queuedAtMs: null };
	await stub.report({ ...first, lastSeq: 2, desk: person });
	await ana.until(() => ana.rows.get(first.id)?.owner === "person");
	const ben = await InboxClient.open(stub, BEN);
	await ben.until(() => ben.of("agents").length > 0);
	await runDurableObjectAlarm(stub);
	expect(desk.commands.slice(1)).toMatchObject([
		{ conversationId: second.id, command: { do: "assign", to: BEN } },
	]);
});

test("[IB8] a customer who waits too long is marked by the alarm, until somebody answers", async ({
	expect,
}) => {
	const stub = inbox();
	const client = await InboxClient.open(stub, ANA);
	const waiting = report({ desk: queued() });
	await stub.report(waiting);
	await client.until(() => client.rows.has(waiting.id));
	const due = new Date(desk.nowMs + 15 * 60_000).toISOString();
	expect(client.rows.get(waiting.id)).toMatchObject({ isOverdue: false, responseDueAt: due });
	await evictDurableObject(stub);
	desk.nowMs += 15 * 60_000;
	await runDurableObjectAlarm(stub);
	const back = await InboxClient.open(stub, ANA, 0);
	expect(back.rows.get(waiting.id)?.isOverdue).toBe(true);
	await stub.report({ ...waiting, lastSeq: 2, desk: { ...waiting.desk, waitingSinceMs: null } });
	await back.until(() => back.rows.get(waiting.id)?.isOverdue === false);
	expect(back.rows.get(waiting.id)?.responseDueAt).toBeNull();
});

test("[IB13] the response clock stands still while the company is closed; other hours are told to all who look", async ({
	expect,
}) => {
	const stub = inbox();
	// the world begins on a Friday, at midnight UTC
	const weekdays = [{ opens: "09:00", closes: "17:00" }];
	const hours = BusinessHours.parse({ timeZone: "UTC", weekly: { monday: weekdays, friday: weekdays } });
	desk.hours = { default: hours };
	const client = await InboxClient.open(stub, ANA);
	const waiting = report({ desk: queued() });
	const late = report({ desk: queued(desk.nowMs + 16.9 * 3_600_000) });
	for (const one of [waiting, late]) await stub.report(one);
	await client.until(() => client.rows.size === 2);
	const dues = () => [waiting, late].map(({ id }) => client.rows.get(id)?.responseDueAt);
	expect(dues()).toEqual(["2100-01-01T09:15:00.000Z", "2100-01-04T09:09:00.000Z"]);
	desk.nowMs += 16 * 60_000;
	await evictDurableObject(stub);
	await runDurableObjectAlarm(stub);
	expect(client.rows.get(waiting.id)?.isOverdue).toBe(false);
	await stub.siteHoursChanged({ default: null });
	await client.until(() => client.rows.get(waiting.id)?.isOverdue === true);
	expect(dues()).toEqual(["2100-01-01T00:15:00.000Z", "2100-01-01T17:09:00.000Z"]);
});

test("[IB13] the hours are those of the conversation's site; of a site that is gone, the default one's", async ({
	expect,
}) => {
	const stub = inbox();
	const from = (opens: string) =>
		BusinessHours.parse({ timeZone: "UTC", weekly: { friday: [{ opens, closes: "17:00" }] } });
	desk.hours = { default: from("09:00"), berlin: from("07:00"), always: null };
	const client = await InboxClient.open(stub, ANA);
	const rows = ["default", "berlin", "always", "gone"].map((siteKey) => report({ siteKey, desk: queued() }));
	for (const one of rows) await stub.report(one);
	await client.until(() => client.rows.size === rows.length);
	const dues = (of: InboxClient) => rows.map(({ id }) => of.rows.get(id)?.responseDueAt?.slice(11, 16));
	expect(dues(client)).toEqual(["09:15", "07:15", "00:15", "09:15"]);
	await evictDurableObject(stub);
	const { berlin, ...others } = desk.hours;
	await stub.siteHoursChanged({ ...others, default: from("10:00"), always: berlin ?? null });
	const back = await InboxClient.open(stub, ANA, 0);
	expect(dues(back)).toEqual(["10:15", "10:15", "07:15", "10:15"]);
});

test("[IB13] an inbox of before there were sites is filled anew, and its lines are the default site's", async ({
	expect,
}) => {
	const stub = inbox();
	const hours = BusinessHours.parse({
		timeZone: "UTC",
		weekly: { friday: [{ opens: "09:00", closes: "17:00" }] },
	});
	await InboxClient.open(stub, ANA);
	const waiting = report({ desk: queued() });
	await stub.report(waiting);
	await runInDurableObject(stub, (_, { storage }) => {
		storage.sql.exec("DELETE FROM inbox_meta WHERE name = 'site_hours'");
		storage.sql.exec("UPDATE inbox_rows SET row = json_remove(row, '$.report.siteKey')");
	});
	await evictDurableObject(stub);
	desk.hours = { default: hours };
	const client = await InboxClient.open(stub, ANA, 0);
	expect(client.rows.get(waiting.id)?.responseDueAt).toBe("2100-01-01T09:15:00.000Z");
});

test("[IB16] agents are told once of what concerns them: not of what they did, and not who is not to be disturbed", async ({
	expect,
}) => {
	const stub = inbox();
	const [ana, ben] = [await InboxClient.open(stub, ANA), await InboxClient.open(stub, BEN)];
	const waiting = report({ desk: queued() });
	await stub.report(waiting);
	await stub.report(waiting);
	const given = {
		...waiting,
		lastSeq: 2,
		desk: { ...waiting.desk, owner: "person", epoch: 2, assignee: BEN, givenBy: ANA.id },
	} as const;
	await stub.report(given);
	const told = (client: InboxClient) => client.of("notice").map(({ kind }) => kind);
	await ben.until(() => ben.of("notice").length === 2);
	expect([told(ana), told(ben)]).toEqual([["queue"], ["queue", "assigned"]]);
	expect(ben.of("notice")[1]).toMatchObject({ conversationId: waiting.id, preview: "hello" });
	ben.send({ type: "availability", availability: "do_not_disturb" });
	await ben.until(
		() =>
			ben
				.of("agents")
				.at(-1)
				?.agents.find(({ id }) => id === BEN.id)?.availability === "do_not_disturb",
	);
	await evictDurableObject(stub);
	const wrote = { ...given, lastSeq: 3, desk: { ...given.desk, lastAuthor: "visitor", unread: 1 } } as const;
	await stub.report(wrote);
	await stub.report({ ...wrote, lastSeq: 4, desk: { ...wrote.desk, assignee: ANA, givenBy: BEN.id } });
	await ana.until(() => ana.of("notice").length === 2);
	expect([told(ana), told(ben)]).toEqual([
		["queue", "assigned"],
		["queue", "assigned"],
	]);
});

test("[IB14] a list is narrowed by label and channel, and holds every status where none is asked for", async ({
	expect,
}) => {
	const stub = inbox();
	const label = { id: newId(), name: "vip", color: "red" as const };
	const [bots, waiting, resolved] = [
		report({ channel: "rest", desk: { mentions: [{ id: ANA.id, seq: 1 }] } }),
		report({ desk: queued() }),
		report({
			desk: { status: "resolved", resolvedFrom: { owner: "person", assignee: ANA, waitingSinceMs: null } },
		}),
	];
	for (const one of [bots, waiting, resolved]) await stub.report(one);
	await stub.labelled(waiting.id, [label]);
	const client = await InboxClient.open(stub, ANA);
	const ids = async (question: Partial<Parameters<typeof client.list>[0]>) =>
		(await client.list({ ...ALL, ...question })).map(({ id }) => id).sort();
	expect(await ids({ labelId: label.id })).toEqual([waiting.id]);
	expect(await ids({ labelId: newId() })).toEqual([]);
	expect(await ids({ status: null, channel: "rest" })).toEqual([bots.id]);
	expect(await ids({ status: null, view: "mentions" })).toEqual([bots.id]);
	expect(await ids({ status: null })).toEqual([bots, waiting, resolved].map(({ id }) => id).sort());
	const [mine] = await client.list({ ...ALL, view: "mine", status: "resolved" });
	expect(mine).toMatchObject({ id: resolved.id, resolvedFrom: ANA });
});

test("[IB9] the bot is asked to give a conversation away only while somebody is free", async ({ expect }) => {
	const stub = inbox();
	const asked = (lastSeq: number) =>
		report({ lastSeq, desk: { signals: [{ type: "turn", intent: "talk_to_person", isFailed: false }] } });
	expect((await stub.report(asked(1))).handoff).toBeNull();
	const client = await InboxClient.open(stub, ANA);
	expect((await stub.report(asked(2))).handoff).toBe("asked");
	for (const [index, availability] of (["away", "do_not_disturb"] as const).entries()) {
		client.send({ type: "availability", availability });
		await client.until(() => client.of("agents").at(-1)?.agents[0]?.availability === availability);
		expect((await stub.report(asked(3 + index))).handoff).toBeNull();
	}
});

test("[IB10] lines that are nobody's work any more go after a week; who has them is told", async ({
	expect,
}) => {
	const stub = inbox();
	const [bots, waiting] = [report(), report({ desk: queued() })];
	await stub.report(bots);
	await stub.report(waiting);
	const client = await InboxClient.open(stub, ANA, 0);
	await client.until(() => client.rows.size === 2);
	desk.nowMs += 8 * 24 * 60 * 60_000;
	await runDurableObjectAlarm(stub);
	await client.until(() => client.rows.size === 1);
	expect([...client.rows.keys()]).toEqual([waiting.id]);
	expect((await InboxClient.open(stub, BEN, 1)).of("welcome")[0]?.isFresh).toBe(true);
});

test("[IB11] a session that ends closes its sockets and no other; before hello nothing is told", async ({
	expect,
}) => {
	const stub = inbox();
	const one = await InboxClient.connect(stub, ANA, "session-a");
	const two = await InboxClient.connect(stub, BEN, "session-b");
	one.send({ type: "list", request: 7, cursor: null, ...ALL });
	await one.until(() => one.frames.length === 1);
	expect(one.frames).toMatchObject([{ type: "error", code: "bad_frame", request: 7 }]);
	await evictDurableObject(stub);
	await stub.endSessions(["session-a"]);
	await one.until(() => one.closed !== null);
	expect([one.closed, two.closed]).toEqual([4003, null]);
});

test("[IB15] a frame that needs more than its sender may do is refused, and changes nothing", async ({
	expect,
}) => {
	const stub = inbox();
	const reader = await InboxClient.connect(stub, BEN, "session-2", ["conversations:read"]);
	reader.send({ type: "hello", protocol: 1, version: null });
	reader.send({ ...ALL, type: "list", request: 1, cursor: null });
	reader.send({ type: "availability", availability: "available" });
	await reader.until(() => reader.of("error").length === 3);
	expect(reader.frames.map((frame) => frame.type)).toEqual(["error", "error", "error"]);
	expect(reader.of("error")[0]).toMatchObject({ code: "forbidden" });
});

test("[IB12] what is erased leaves nothing in the inbox, and its lists hear of it", async ({ expect }) => {
	const stub = inbox();
	const [gone, stays] = [report({ preview: "a secret" }), report()];
	await stub.report(gone);
	await stub.report(stays);
	const client = await InboxClient.open(stub, ANA, 0);
	await client.until(() => client.rows.size === 2);
	await stub.erased(gone.id);
	await stub.erased(gone.id);
	await client.until(() => client.rows.size === 1);
	expect([...client.rows.keys()]).toEqual([stays.id]);
	const disk = await runInDurableObject(stub, (_object, { storage }) =>
		JSON.stringify(storage.sql.exec("SELECT * FROM inbox_rows").toArray()),
	);
	expect(disk).not.toContain("a secret");
});
