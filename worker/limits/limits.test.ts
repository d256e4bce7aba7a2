import { test } from "vitest";
import { serveOnLoopback } from "../../gateway/testing/loopback-server.ts";
import { newVisitor, testWorld } from "../testing/test-world.ts";
import { addressBucket, clientBucket } from "./client-address.ts";
import { WindowCounter } from "./window-counter.ts";

const rule = { limit: 3, windowSeconds: 60 };

test("[RL1] a limit holds exactly and says when to come back", async ({ expect }) => {
	const world = await testWorld({ RATE_LIMITS: JSON.stringify({ conversations: rule }) });
	const { auth } = await newVisitor(world);
	const create = () => world.request("/api/conversations", { method: "POST", headers: auth });
	for (const remaining of [2, 1, 0]) {
		const response = await create();
		expect(response.status).toBe(201);
		expect(response.headers.get("RateLimit-Policy")).toBe('"conversations";q=3;w=60');
		expect(response.headers.get("RateLimit")).toBe(`"conversations";r=${remaining};t=60`);
	}
	const refused = await create();
	expect(refused.status).toBe(429);
	expect(refused.headers.get("Retry-After")).toBe("60");
	expect(await refused.json()).toEqual({
		error: {
			code: "rate_limited",
			message: "Too many requests. Try again in 60 s.",
			requestId: refused.headers.get("X-Request-Id"),
			retryAfterSeconds: 60,
		},
	});
	expect((await world.request("/api/visitors", { method: "POST" })).status, "other routes go on").toBe(201);
	const other = await newVisitor(world);
	expect(
		(await world.request("/api/conversations", { method: "POST", headers: other.auth })).status,
		"another visitor goes on",
	).toBe(201);
	world.clock.nowMs += 120_000;
	expect((await create()).status).toBe(201);
});

test("[RL1] the window slides: a burst at its edge is not let through twice", ({ expect }) => {
	const counter = new WindowCounter();
	const take = (nowMs: number) => counter.take("a", { limit: 10, windowSeconds: 60 }, nowMs).allowed;
	const atEdge = Array.from({ length: 10 }, () => take(59_000));
	expect(atEdge).not.toContain(false);
	const afterEdge = Array.from({ length: 10 }, () => take(61_000)).filter(Boolean).length;
	expect(afterEdge).toBeLessThanOrEqual(1);
});

test("[RL1] the memory of a counter is bounded, and the busiest keys stay", ({ expect }) => {
	const counter = new WindowCounter(100);
	const busy = { limit: 2, windowSeconds: 60 };
	counter.take("busy", busy, 0);
	counter.take("busy", busy, 0);
	for (let key = 0; key < 1_000; key++) {
		counter.take(`key ${key}`, busy, 0);
		expect(counter.take("busy", busy, 0).allowed).toBe(false);
	}
	expect(counter.take("key 999", busy, 0).remaining, "one of the last hundred").toBe(0);
	expect(counter.take("key 0", busy, 0).remaining, "nobody remembers it").toBe(1);
});

test("[RL1] variants of a path and of its method's case count as one route", async ({ expect }) => {
	const world = await testWorld({
		RATE_LIMITS: JSON.stringify({ address: { limit: 4, windowSeconds: 60 } }),
	});
	const paths = [
		"/api/visitors",
		"/api/visitors/",
		"/api/visitors?x=1",
		"/api/../api/visitors",
		"/api/VISITORS",
	];
	const statuses: number[] = [];
	for (const path of paths) statuses.push((await world.request(path, { method: "POST" })).status);
	expect(statuses.at(-1)).toBe(429);
	expect(statuses.slice(0, 4)).not.toContain(429);
});

test("[RL2] a Redis that hangs costs one request its time-out in five seconds, and the limit still holds", async ({
	expect,
}) => {
	let asked = 0;
	const hanging = await serveOnLoopback(() => {
		asked += 1; // and never answers
	});
	try {
		const world = await testWorld({
			UPSTASH_REDIS_REST_URL: hanging.url,
			RATE_LIMITS: JSON.stringify({ visitors: rule }),
		});
		const statuses: number[] = [];
		for (let call = 0; call < 5; call++)
			statuses.push((await world.request("/api/visitors", { method: "POST" })).status);
		expect(statuses).toEqual([201, 201, 201, 429, 429]);
		expect(asked).toBe(1);
		world.clock.nowMs += 5_001;
		await world.request("/api/visitors", { method: "POST" });
		expect(asked).toBe(2);
		expect(world.log.filter((line) => line.event === "part.away")).toHaveLength(1);
	} finally {
		await hanging.close();
	}
});

test("[RL3] an address counts as itself, an IPv6 by its /64", ({ expect }) => {
	const cases: Record<string, string | null> = {
		"203.0.113.9": "203.0.113.9",
		" 203.0.113.9 ": "203.0.113.9",
		"203.0.113.256": null,
		"203.0.113": null,
		"0203.0.113.9": null,
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"2001:DB8:1:2::": "2001:db8:1:2::/64",
		"2001:0db8:0001:0002:ffff::1": "2001:db8:1:2::/64",
		"[2001:db8:1:2::1]": "2001:db8:1:2::/64",
		"fe80::1%eth0": "fe80:0:0:0::/64",
		"::1": "0:0:0:0::/64",
		"::ffff:203.0.113.9": "203.0.113.9",
		"::ffff:cb00:7109": "203.0.113.9",
		"2001:db8::1::2": null,
		"2001:db8:1:2:3:4:5:6:7": null,
		"12345::": null,
		unknown: null,
		"": null,
	};
	const found = Object.fromEntries(Object.keys(cases).map((text) => [text, addressBucket(text)]));
	expect(found).toEqual(cases);
});

test("[RL3] only the configured header is believed, of a list its last member", ({ expect }) => {
	const headers = new Headers({
		"X-Forwarded-For": "10.0.0.1, 203.0.113.9",
		"CF-Connecting-IP": "198.51.100.4",
		Forwarded: "for=10.0.0.2",
		"X-Real-IP": "10.0.0.3",
	});
	expect(clientBucket(headers, "CF-Connecting-IP")).toBe("198.51.100.4");
	expect(clientBucket(headers, "X-Forwarded-For")).toBe("203.0.113.9");
	expect(clientBucket(headers, undefined)).toBe("everybody");
	expect(clientBucket(headers, "True-Client-IP")).toBe("everybody");
	expect(clientBucket(new Headers({ "CF-Connecting-IP": "x" }), "CF-Connecting-IP")).toBe("everybody");
});

test("[RL3] spoofed forwarding headers and neighbours in one /64 do not get past a limit", async ({
	expect,
}) => {
	const world = await testWorld({
		CLIENT_ADDRESS_HEADER: "CF-Connecting-IP",
		RATE_LIMITS: JSON.stringify({ visitors: { limit: 10, windowSeconds: 60 } }),
	});
	const call = async (headers: Record<string, string>) =>
		(await world.request("/api/visitors", { method: "POST", headers })).status;
	const spoofs = ["X-Forwarded-For", "X-Real-IP", "True-Client-IP", "Forwarded", "X-Client-IP", "Via"];
	const statuses: number[] = [];
	for (let index = 0; index < 30; index++)
		statuses.push(
			await call({
				"CF-Connecting-IP": `2001:db8:1:2::${index.toString(16)}`,
				[spoofs[index % spoofs.length]!]: `203.0.113.${index}`,
			}),
		);
	expect(statuses.filter((status) => status === 201)).toHaveLength(10);
	expect(await call({ "CF-Connecting-IP": "2001:db8:1:3::1" })).toBe(201);
});
