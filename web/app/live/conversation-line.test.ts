import { test } from "vitest";
import { DeskServerFrame } from "../../../contracts/desk-socket.ts";
import type { Standing } from "../../../contracts/desk-commands.ts";
import { FakeClock, FakeNetwork, settle } from "../../testing/fake-surroundings.ts";
import { BEN, idOf } from "../../testing/inbox-rows.ts";
import { ConversationLine } from "./conversation-line.ts";
import { type Doing, DoingTeller } from "./doing.ts";
import { LineStatus, staleSeconds } from "./line-status.ts";

const standing = (lastSeq: number): Standing => ({
	owner: "queue",
	epoch: 1,
	assignee: null,
	status: "open",
	snoozedUntil: null,
	priority: "normal",
	waitingSince: null,
	queuedAt: null,
	unread: 0,
	mentioned: [],
	lastSeq,
});
const span = (from: number, to: number) => ({
	from,
	to,
	entries: Array.from({ length: to - from + 1 }, (_, index) => ({
		seq: from + index,
		at: "2026-11-26T08:00:00.000Z",
		kind: "system" as const,
		event: { type: "resolved" },
	})),
	standing: standing(to),
});
const text = (frame: DeskServerFrame): string => JSON.stringify(DeskServerFrame.parse(frame));
const welcome = (from: number, to: number) =>
	text({
		type: "welcome",
		protocol: 1,
		conversationId: idOf(1),
		colleagues: [{ ...BEN, doing: "viewing" }],
		visitor: { isOnline: true, readSeq: 2 },
		place: null,
		...span(from, to),
	});

function stage(knownSeq = 0) {
	const clock = new FakeClock();
	const network = new FakeNetwork();
	const log = Array.from({ length: knownSeq }, (_, index) => index + 1);
	const heard: string[] = [];
	const status = new LineStatus();
	const line = new ConversationLine(
		{
			clock,
			random: () => 0.5,
			openSocket: network.open,
			openDoor: async () => ({ kind: "open", url: "/socket" }),
			isDeviceOnline: () => true,
			onConnection: (connection, heardAtMs) => status.follow(connection, heardAtMs, clock.now()),
		},
		{
			knownSeq: () => log.at(-1) ?? 0,
			onEntries: (entries, isAnew) => {
				if (isAnew) log.length = 0;
				log.push(...entries.map(({ seq }) => seq));
			},
			onStanding: ({ lastSeq }) => heard.push(`stands at ${lastSeq}`),
			onColleagues: (colleagues) =>
				heard.push(colleagues.map(({ name, doing }) => `${name} ${doing}`).join()),
			onVisitor: ({ isOnline }) => heard.push(isOnline ? "visitor here" : "visitor gone"),
			onTyping: (who, isTyping) => heard.push(`${who} ${isTyping ? "types" : "rests"}`),
		},
	);
	const connect = async (first: string): Promise<void> => {
		await settle();
		network.last.open();
		network.last.text(first);
	};
	return { clock, network, log, heard, status, line, connect };
}

test("[LV5] the log goes on behind what the page has read, without a gap, over a loss too", async ({
	expect,
}) => {
	const { clock, network, log, heard, line, connect } = stage(4);
	line.start();
	await connect(welcome(5, 6));
	expect(network.last.frames()).toEqual([{ type: "hello", protocol: 1, lastSeq: 4 }]);
	network.last.text(text({ type: "entries", ...span(6, 6) }));
	network.last.text(text({ type: "entries", ...span(8, 8) }));
	expect(log).toEqual([1, 2, 3, 4, 5, 6]);
	expect(network.last.frames().at(-1)).toEqual({ type: "hello", protocol: 1, lastSeq: 6 });
	network.last.text(welcome(7, 8));
	network.last.lose(1006);
	await clock.turn(500);
	await connect(welcome(9, 9));
	expect(network.last.frames()).toEqual([{ type: "hello", protocol: 1, lastSeq: 8 }]);
	expect(log).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
	expect(heard).toContain("stands at 9");
});

test("[LV5] a log that is not the one of the page takes its place", async ({ expect }) => {
	const { log, line, connect } = stage(4);
	line.start();
	await connect(welcome(1, 2));
	expect(log).toEqual([1, 2]);
});

test("[LV6] colleagues, the customer, and who types are told as they change", async ({ expect }) => {
	const { network, heard, line, connect } = stage();
	line.start();
	await connect(welcome(1, 1));
	network.last.text(text({ type: "colleagues", colleagues: [{ ...BEN, doing: "typing" }] }));
	network.last.text(text({ type: "presence", who: "visitor", state: "typing" }));
	network.last.text(text({ type: "visitor", isOnline: false, readSeq: 3 }));
	expect(heard.slice(1)).toEqual([
		"Ben viewing",
		"visitor here",
		"Ben typing",
		"visitor types",
		"visitor gone",
	]);
});

test("[LV7] typing is told when it begins and five seconds after the last letter; a page that is not seen is away", async ({
	expect,
}) => {
	const clock = new FakeClock();
	const told: Doing[] = [];
	const doing = new DoingTeller(clock, (what) => told.push(what));
	doing.wrote("typing");
	await clock.turn(4_000);
	doing.wrote("typing");
	await clock.turn(4_000);
	expect(told).toEqual(["typing"]);
	await clock.turn(1_000);
	expect(told).toEqual(["typing", "viewing"]);
	doing.wrote("noting");
	doing.seen(false);
	doing.seen(true);
	doing.rested();
	expect(told.slice(2)).toEqual(["noting", "away", "noting", "viewing"]);
	doing.seen(false);
	doing.connected();
	expect(told.slice(-2), "a new line hears it again").toEqual(["away", "away"]);
});

test("[LV8] with a loss the line tells when the server was last heard, be it a pong", async ({ expect }) => {
	const { clock, network, status, line, connect } = stage();
	line.start();
	expect(status.state().heardAtMs).toBeNull();
	await connect(welcome(1, 1));
	await clock.turn(25_000);
	network.last.text("pong");
	const heardAtMs = clock.now();
	await clock.turn(10_000);
	network.last.lose(1006);
	expect(status.state()).toMatchObject({ lostAtMs: clock.now(), heardAtMs });
});

test("[LV8] five seconds without a line, and the page says how long ago the server was last heard", ({
	expect,
}) => {
	const status = new LineStatus();
	status.follow({ state: "online" }, 1_000, 1_000);
	expect(staleSeconds(status.state(), 90_000)).toBeNull();
	status.follow({ state: "offline", retryAtMs: null, isRateLimited: false }, 90_000, 100_000);
	status.follow({ state: "connecting" }, 90_000, 103_000);
	expect(staleSeconds(status.state(), 104_999)).toBeNull();
	expect(staleSeconds(status.state(), 105_000)).toBe(15);
	status.follow({ state: "online" }, 106_000, 106_000);
	expect(staleSeconds(status.state(), 200_000)).toBeNull();
});
