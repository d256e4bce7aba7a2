import { test } from "vitest";
import { HANDSHAKE_HEADER } from "../../durable-objects/socketio/handshake.ts";
import { ORIGIN, testWorld } from "../testing/test-world.ts";

const POLL = "/socket.io/?EIO=4&transport=polling";
const SID = "AAAAAAAAAAAAAAAAAAAA";
const on = { SOCKETIO_CHANNEL: "on" };

test("[SC1] the channel is off unless configured, except in development, and stands where Rasa's settings say", async ({
	expect,
}) => {
	for (const [settings, path, status] of [
		[{}, POLL, 404],
		[{ ENVIRONMENT: "development" }, POLL, 200],
		[{ ENVIRONMENT: "development", SOCKETIO_CHANNEL: "off" }, POLL, 404],
		[on, POLL, 200],
		[{ SOCKETIO_CHANNEL: '{"socketio_path": "bot/ws"}' }, POLL, 404],
		[{ SOCKETIO_CHANNEL: '{"socketio_path": "bot/ws"}' }, "/bot/ws/?EIO=4&transport=polling", 200],
	] as const) {
		const world = await testWorld(settings);
		expect((await world.request(path)).status, JSON.stringify(settings)).toBe(status);
	}
	const health = await (await testWorld(on)).request("/webhooks/socketio/");
	expect(await health.json()).toEqual({ status: "ok" });
	expect((await (await testWorld()).request("/webhooks/socketio/")).status).toBe(404);
});

test("[SC2] a handshake gets a session of a new id, later requests find it, and no header of the client's reaches it", async ({
	expect,
}) => {
	const world = await testWorld(on);
	await world.request(POLL, { headers: { [HANDSHAKE_HEADER]: "mine", Cookie: "a=b" } });
	await world.request(POLL);
	const [first, second] = world.sessions.requests;
	expect(first?.sid).toMatch(/^[A-Za-z0-9_-]{20}$/);
	expect(first?.sid).not.toBe(second?.sid);
	expect([...(first?.request.headers ?? [])]).toEqual([[HANDSHAKE_HEADER, first?.sid]]);
	await world.request(`${POLL}&sid=${SID}`, {
		method: "POST",
		body: "42[]",
		headers: { [HANDSHAKE_HEADER]: "mine" },
	});
	const posted = world.sessions.requests[2];
	expect([posted?.sid, posted?.request.method, await posted?.request.text()]).toEqual([SID, "POST", "42[]"]);
	expect(posted?.request.headers.get(HANDSHAKE_HEADER)).toBe(null);
	expect(new URL(posted?.request.url ?? "").searchParams.get("EIO")).toBe("4");
});

test("[SC3] what is not Engine.IO's is refused in its words, and reaches no session", async ({ expect }) => {
	const world = await testWorld(on);
	for (const [path, init, code] of [
		["/socket.io/", {}, 0],
		["/socket.io/?EIO=4&transport=carrier-pigeon", {}, 0],
		["/socket.io/?EIO=2&transport=polling", {}, 5],
		["/socket.io/?EIO=4&transport=websocket", {}, 3],
		[POLL, { method: "POST", body: "40" }, 2],
		[`${POLL}&sid=${SID}`, { method: "PUT", body: "40" }, 2],
		[`${POLL}&sid=../../x`, {}, 1],
	] as const) {
		const response = await world.request(path, init);
		expect([response.status, await response.json()], path).toEqual([400, expect.objectContaining({ code })]);
	}
	expect(
		(await world.request(`${POLL}&sid=${SID}`, { method: "POST", body: "x".repeat(70_000) })).status,
	).toBe(413);
	expect(world.sessions.requests).toEqual([]);
});

test("[SC4] pages of other origins get in where they are allowed, with the credentials that old clients insist on", async ({
	expect,
}) => {
	const world = await testWorld({ ...on, ALLOWED_ORIGINS: "https://shop.example" });
	const asked = (Origin: string) => world.request(POLL, { headers: { Origin } });
	const allowed = await asked("https://shop.example");
	expect(allowed.headers.get("Access-Control-Allow-Origin")).toBe("https://shop.example");
	expect(allowed.headers.get("Access-Control-Allow-Credentials")).toBe("true");
	expect((await asked("https://evil.example")).headers.get("Access-Control-Allow-Origin")).toBe(null);
	const upgrade = { headers: { Upgrade: "websocket" } };
	const address = "/socket.io/?EIO=4&transport=websocket";
	for (const [Origin, status] of [
		["https://evil.example", 403],
		["https://shop.example", 200],
		[ORIGIN, 200],
	] as const)
		expect((await world.request(address, { headers: { ...upgrade.headers, Origin } })).status, Origin).toBe(
			status,
		);
	expect((await world.request(address, upgrade)).status).toBe(200);
});

test("[SC5] handshakes have a limit of their own", async ({ expect }) => {
	const world = await testWorld({ ...on, RATE_LIMITS: '{"socketio": {"limit": 2, "windowSeconds": 60}}' });
	const statuses = [];
	for (let tries = 0; tries < 3; tries += 1) statuses.push((await world.request(POLL)).status);
	expect(statuses).toEqual([200, 200, 429]);
	expect((await world.request(`${POLL}&sid=${SID}`)).status).toBe(200);
});
