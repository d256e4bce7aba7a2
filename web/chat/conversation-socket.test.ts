import { test } from "vitest";
import type { ServerFrame } from "../../contracts/protocol.ts";
import { FakeClock, FakeNetwork, settle } from "../testing/fake-surroundings.ts";
import type { Connection, Door } from "./connection.ts";
import { ConversationSocket } from "./conversation-socket.ts";
import { retryDelayMs } from "./retry-delay.ts";

const CONVERSATION = "01960000-0000-7000-8000-000000000001";

function bot(seq: number) {
	return {
		kind: "bot" as const,
		seq,
		atMs: seq,
		text: `bot ${seq}`,
		buttons: [],
		imageUrl: null,
		extra: null,
	};
}

function welcome(from: number, to: number): ServerFrame {
	const events = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => bot(from + index));
	return { type: "welcome", protocol: 1, conversationId: CONVERSATION, owner: "bot", from, to, events };
}

function span(from: number, to: number): ServerFrame {
	return { type: "events", from, to, events: [bot(to)] };
}

function stage() {
	const clock = new FakeClock();
	const network = new FakeNetwork();
	const connections: Connection[] = [];
	const frames: ServerFrame[] = [];
	const doors: Door[] = [];
	const seen = { doors: 0, restarts: 0 };
	const socket = new ConversationSocket({
		clock,
		random: () => 0.5,
		openSocket: network.open,
		openDoor: async () => {
			seen.doors += 1;
			return doors.shift() ?? { kind: "open", url: `/socket?ticket=${seen.doors}` };
		},
		isDeviceOnline: () => network.isDeviceOnline,
		onConnection: (connection) => connections.push(connection),
		onFrame: (frame) => frames.push(frame),
		onRestart: () => {
			seen.restarts += 1;
		},
	});
	const connect = async (lastSeq = 0, to = lastSeq): Promise<void> => {
		socket.start(lastSeq);
		await settle();
		network.last.open();
		network.last.say(welcome(lastSeq + 1, to));
	};
	const states = () => connections.map(({ state }) => state);
	return { clock, network, connections, frames, doors, seen, socket, connect, states };
}

test("[CS1] greets with the last entry it has covered and is connected after the welcome", async ({
	expect,
}) => {
	const { network, socket, states, frames } = stage();
	socket.start(7);
	await settle();
	expect(network.last.url).toBe("/socket?ticket=1");
	expect(network.last.sent).toEqual([]);
	network.last.open();
	expect(network.last.frames()).toEqual([{ type: "hello", protocol: 1, lastSeq: 7 }]);
	expect(socket.send({ type: "typing" })).toBe(false);
	expect(states()).toEqual(["connecting"]);
	network.last.say(welcome(8, 9));
	expect(states()).toEqual(["connecting", "online"]);
	expect(socket.send({ type: "typing" })).toBe(true);
	expect(frames).toHaveLength(1);
});

test("[CS2] asks again when a span is missing, once, and shows nothing out of order", async ({ expect }) => {
	const { network, connect, frames } = stage();
	await connect(0, 3);
	network.last.say(span(4, 4));
	network.last.say(span(6, 6));
	network.last.say(span(7, 7));
	expect(frames.map((frame) => frame.type === "events" && frame.to)).toEqual([false, 4]);
	expect(network.last.frames()).toEqual([
		{ type: "hello", protocol: 1, lastSeq: 0 },
		{ type: "hello", protocol: 1, lastSeq: 4 },
	]);
	network.last.say(welcome(5, 7));
	network.last.say(span(8, 8));
	expect(frames.at(-1)).toEqual(span(8, 8));
});

test("[CS3] a span that is known already is not given on", async ({ expect }) => {
	const { network, connect, frames } = stage();
	await connect(0, 3);
	network.last.say(span(2, 3));
	expect(frames).toHaveLength(1);
	network.last.say(span(3, 4)); // overlaps, but brings something new
	expect(frames).toHaveLength(2);
});

test("[CS4] comes back after a loss with a new ticket and the place where it was", async ({ expect }) => {
	const { clock, network, connect, connections, seen } = stage();
	await connect(0, 5);
	network.last.lose(1006);
	expect(connections.at(-1)).toEqual({
		state: "offline",
		retryAtMs: clock.now() + 375,
		isRateLimited: false,
	});
	await clock.turn(374);
	expect(seen.doors).toBe(1);
	await clock.turn(1);
	expect(seen.doors).toBe(2);
	network.last.open();
	expect(network.last.frames()).toEqual([{ type: "hello", protocol: 1, lastSeq: 5 }]);
});

test("[CS4] waits grow, are drawn by lot, and stop growing at 30 seconds", ({ expect }) => {
	const waits = [1, 2, 3, 4, 7, 20].map((attempt) => [retryDelayMs(attempt, 0), retryDelayMs(attempt, 1)]);
	expect(waits).toEqual([
		[250, 500],
		[500, 1_000],
		[1_000, 2_000],
		[2_000, 4_000],
		[15_000, 30_000],
		[15_000, 30_000],
	]);
});

test("[CS5] does not try without a network, and comes back at once with it", async ({ expect }) => {
	const { clock, network, connect, socket, connections, seen } = stage();
	await connect();
	network.isDeviceOnline = false;
	socket.sleep();
	expect(network.last.isClosed).toBe(true);
	expect(connections.at(-1)).toEqual({ state: "offline", retryAtMs: null, isRateLimited: false });
	await clock.turn(600_000);
	expect(seen.doors).toBe(1);
	network.isDeviceOnline = true;
	socket.wake();
	socket.wake(); // a second reason to wake changes nothing, neither while the door is asked
	await settle();
	expect(seen.doors).toBe(2);
	socket.wake(); // nor while the socket opens
	await settle();
	expect(seen.doors).toBe(2);
});

test.for([
	[4004, "erased"],
	[4005, "outdated"],
	[4008, "flooding"],
] as const)("[CS6] close code %i ends in failed: %s", async ([code, reason], { expect }) => {
	const { clock, network, connect, connections, seen } = stage();
	await connect();
	network.last.lose(code);
	await clock.turn(600_000);
	expect(connections.at(-1)).toEqual({ state: "failed", reason });
	expect(seen.doors).toBe(1);
});

test.for([1001, 4001, 4003, 1006])("[CS6] close code %i comes back", async (code, { expect }) => {
	const { clock, network, connect, seen } = stage();
	await connect();
	network.last.lose(code);
	await clock.turn(500);
	expect(seen.doors).toBe(2);
});

test("[CS6] a closed door is not tried again", async ({ expect }) => {
	const { clock, doors, socket, connections, seen } = stage();
	doors.push({ kind: "closed", reason: "expired" });
	socket.start(0);
	await clock.turn(600_000);
	expect(connections.at(-1)).toEqual({ state: "failed", reason: "expired" });
	expect(seen.doors).toBe(1);
});

test("[CS7] tells the visitor after six attempts in vain, and goes on", async ({ expect }) => {
	const { clock, doors, socket, states, seen } = stage();
	doors.push(...Array.from({ length: 6 }, (): Door => ({ kind: "later", afterMs: null })));
	socket.start(0);
	await clock.turn(11_000);
	expect(states().filter((state) => state === "offline")).toHaveLength(5);
	await clock.turn(2_000);
	expect(states().at(-1)).toBe("failed");
	expect(seen.doors).toBe(6);
	await clock.turn(30_000);
	expect(seen.doors).toBe(7);
});

test("[CS8] pings a silent line and gives it up without a pong", async ({ expect }) => {
	const { clock, network, connect, states } = stage();
	await connect();
	const first = network.last;
	await clock.turn(25_000);
	expect(first.sent.at(-1)).toBe("ping");
	first.text("pong");
	await clock.turn(24_999);
	expect(states().at(-1)).toBe("online");
	await clock.turn(1 + 8_000);
	expect(first.isClosed).toBe(true);
	await clock.turn(500);
	expect(network.sockets).toHaveLength(2);
});

test("[CS9] waits as long as it was asked to", async ({ expect }) => {
	const { clock, doors, socket, connections, seen } = stage();
	doors.push({ kind: "later", afterMs: 42_000 });
	socket.start(0);
	await settle();
	expect(connections.at(-1)).toEqual({
		state: "offline",
		retryAtMs: clock.now() + 42_000,
		isRateLimited: true,
	});
	await clock.turn(41_999);
	expect(seen.doors).toBe(1);
	await clock.turn(1);
	expect(seen.doors).toBe(2);
});

test("[CS10] passes over what it does not know", async ({ expect }) => {
	const { network, connect, frames, states } = stage();
	await connect();
	network.last.text("not json");
	network.last.text(JSON.stringify({ type: "hologram", of: "Ada" }));
	network.last.text(JSON.stringify({ type: "events", from: -3 }));
	expect(frames).toHaveLength(1);
	expect(states().at(-1)).toBe("online");
});

test("[CS11] a log that is beyond ours is asked for from the beginning", async ({ expect }) => {
	const { network, connect, socket, seen, frames } = stage();
	await connect(0, 9);
	socket.reconnect();
	await settle();
	network.last.open();
	network.last.say(welcome(12, 14));
	expect(seen.restarts).toBe(1);
	expect(network.last.frames().at(-1)).toEqual({ type: "hello", protocol: 1, lastSeq: 0 });
	network.last.say(welcome(1, 14));
	expect(frames.at(-1)).toEqual(welcome(1, 14));
});

test.for([0, 4, 12])(
	"[CS11] a log that begins again, with %i entries, takes the place of ours",
	async (to, { expect }) => {
		const { network, connect, socket, seen, frames } = stage();
		await connect(0, 9);
		socket.reconnect();
		await settle();
		network.last.open();
		network.last.say(welcome(1, to));
		network.last.say(span(to + 1, to + 1));
		expect(seen.restarts).toBe(1);
		expect(frames.slice(-2)).toEqual([welcome(1, to), span(to + 1, to + 1)]);
	},
);
