import { test } from "vitest";
import type { InboxServerFrame } from "../../../contracts/inbox.ts";
import { FakeClock, FakeNetwork, settle } from "../../testing/fake-surroundings.ts";
import { ALL, ANA, idOf, inboxFrame, inboxRow, NO_COUNTS } from "../../testing/inbox-rows.ts";
import { InboxLine } from "./inbox-line.ts";

const me = { ...ANA, availability: "available", isOnline: true, open: 0 } as const;
const people = { agents: [me], assignment: "manual", maxOpenPerAgent: 5 } as const;
const welcome = (version: number, more: Partial<Extract<InboxServerFrame, { type: "welcome" }>> = {}) =>
	inboxFrame({
		type: "welcome",
		protocol: 1,
		me,
		version,
		isFresh: false,
		rows: [],
		removed: [],
		counts: NO_COUNTS,
		...people,
		agents: [me],
		...more,
	});
const changed = (from: number, to: number, digit: number) =>
	inboxFrame({ type: "changed", from, to, rows: [inboxRow(digit)], removed: [], counts: NO_COUNTS });

function stage() {
	const clock = new FakeClock();
	const network = new FakeNetwork();
	const heard: string[] = [];
	let doors = 0;
	const line = new InboxLine(
		{
			clock,
			random: () => 0.5,
			openSocket: network.open,
			openDoor: async () => {
				doors += 1;
				return { kind: "open", url: `/socket?ticket=${doors}` };
			},
			isDeviceOnline: () => network.isDeviceOnline,
			onConnection: ({ state }) => heard.push(state),
		},
		{
			onFresh: () => heard.push("fresh"),
			onChanges: ({ rows }) => heard.push(...rows.map(({ preview }) => preview ?? "")),
			onCounts: () => undefined,
			onNotice: ({ kind }) => heard.push(`told: ${kind}`),
			onDesk: ({ agents }) => heard.push(`${agents.length} at the desk`),
		},
	);
	const connect = async (text: string): Promise<void> => {
		await settle();
		network.last.open();
		network.last.text(text);
	};
	return { clock, network, heard, line, connect };
}

test("[LV1] the first welcome makes all lists anew; then each change is given on once, in its order", async ({
	expect,
}) => {
	const { network, line, connect, heard } = stage();
	line.start();
	await connect(welcome(7, { isFresh: true }));
	expect(network.last.frames()).toEqual([{ type: "hello", protocol: 1, version: null }]);
	network.last.text(changed(8, 9, 1));
	network.last.text(changed(8, 9, 1));
	network.last.text(
		inboxFrame({
			type: "notice",
			kind: "queue",
			conversationId: idOf(1),
			contactId: null,
			contactName: null,
			preview: null,
		}),
	);
	network.last.text("not json");
	network.last.text(JSON.stringify({ type: "hologram" }));
	network.last.text(changed(10, 10, 2));
	expect(heard).toEqual([
		"connecting",
		"fresh",
		"1 at the desk",
		"online",
		"message 1",
		"told: queue",
		"message 2",
	]);
});

test("[LV2] a version that is missing is asked for, and nothing is shown before it has come", async ({
	expect,
}) => {
	const { network, line, connect, heard } = stage();
	line.start();
	await connect(welcome(7, { isFresh: true }));
	network.last.text(changed(9, 9, 9));
	network.last.text(changed(10, 10, 9));
	expect(network.last.frames().slice(1)).toEqual([{ type: "hello", protocol: 1, version: 7 }]);
	network.last.text(welcome(10, { rows: [inboxRow(8), inboxRow(9)] }));
	network.last.text(changed(11, 11, 11));
	expect(heard.filter((one) => one.startsWith("message"))).toEqual(["message 8", "message 9", "message 11"]);
});

test("[LV3] after a loss it comes back with a new ticket and where it was; what was asked for is asked for again", async ({
	expect,
}) => {
	const { clock, network, line, connect, heard } = stage();
	line.start();
	await connect(welcome(7, { isFresh: true }));
	const page = line.list(ALL, null);
	expect(network.last.frames()[1]).toMatchObject({ type: "list", request: 0, view: "all", cursor: null });
	network.last.lose(1006);
	await clock.turn(500);
	expect(network.sockets.map(({ url }) => url)).toEqual(["/socket?ticket=1", "/socket?ticket=2"]);
	await connect(welcome(8, { rows: [inboxRow(8)] }));
	expect(network.last.frames()).toMatchObject([
		{ type: "hello", version: 7 },
		{ type: "list", request: 0 },
	]);
	network.last.text(
		inboxFrame({ type: "page", request: 0, version: 8, rows: [inboxRow(8)], nextCursor: null }),
	);
	expect((await page).rows).toHaveLength(1);
	expect(heard.slice(-4)).toEqual(["connecting", "message 8", "1 at the desk", "online"]);
});

test("[LV3] what is asked for without a line waits for it; a refusal is an error", async ({ expect }) => {
	const { network, line, connect } = stage();
	const early = line.list(ALL, "a cursor");
	line.start();
	await connect(welcome(1, { isFresh: true }));
	expect(network.last.frames()[1]).toMatchObject({ type: "list", cursor: "a cursor" });
	network.last.text(inboxFrame({ type: "error", code: "bad_frame", message: "No.", request: 0 }));
	await expect(early).rejects.toThrow("No.");
	expect(line.setAvailability("away")).toBe(true);
	expect(network.last.frames()[2]).toEqual({ type: "availability", availability: "away" });
});

test("[LV4] whoever signs out leaves nothing: the socket is closed, and the next one begins anew", async ({
	expect,
}) => {
	const { clock, network, line, connect } = stage();
	line.start();
	await connect(welcome(7, { isFresh: true }));
	line.stop();
	expect(network.last.isClosed).toBe(true);
	await clock.turn(600_000);
	expect(network.sockets).toHaveLength(1);
	line.start();
	await connect(welcome(1, { isFresh: true }));
	expect(network.last.frames()).toEqual([{ type: "hello", protocol: 1, version: null }]);
});
