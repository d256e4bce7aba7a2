import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { test as base } from "vitest";
import { serveOnLoopback } from "../gateway/testing/loopback-server.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { EndpointAway } from "./endpoint-call.ts";
import { httpPort, workerHttp } from "./http-port.ts";

interface World {
	readonly host: string;
	readonly heard: { line: string; headers: IncomingHttpHeaders; body: string }[];
	answer: (response: ServerResponse) => void;
	nowMs: number;
}

/** A server on the loopback, which the allow-list names. */
const test = base.extend<{ world: World }>({
	// oxlint-disable-next-line no-empty-pattern -- Vitest reads the names of what a fixture needs from the pattern
	world: async ({}, use) => {
		const world: Omit<World, "host"> = { heard: [], answer: (response) => response.end(), nowMs: 0 };
		const server = await serveOnLoopback((request, response) => {
			let body = "";
			request.on("data", (chunk) => (body += String(chunk)));
			request.on("end", () => {
				world.heard.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
				world.answer(response);
			});
		});
		await use(Object.assign(world, { host: `127.0.0.1:${server.port}` }));
		await server.close();
	},
});

function portTo(world: World) {
	const breaker = new CircuitBreaker({
		restMs: 5_000,
		nowMs: () => world.nowMs,
		isAway: (error) => error instanceof EndpointAway,
		refusal: () => new Error("left alone"),
		onChange: () => {},
	});
	const port = httpPort({
		allowedHosts: [world.host],
		breaker: () => breaker,
		fetch: (request) => fetch(request),
		wait: async () => {},
	});
	const url = `http://${world.host}/points?of=1`;
	return { port, url };
}

test("[HP1] an action's call goes out as it is written, and JSON comes back parsed", async ({
	expect,
	world,
}) => {
	const { port, url } = portTo(world);
	world.answer = (response) => response.end('{"points": [1, null]}');
	expect(await port.request({ url, headers: { "x-key": "k" } })).toEqual({
		status: 200,
		body: { points: [1, null] },
	});
	world.answer = (response) => response.writeHead(422).end("no such card");
	expect(await port.request({ url, body: { card: "é" } })).toEqual({ status: 422, body: "no such card" });
	world.answer = (response) => response.writeHead(204).end();
	expect(await port.request({ url, method: "DELETE" })).toEqual({ status: 204, body: null });
	expect(world.heard.map(({ line, body }) => [line, body])).toEqual([
		["GET /points?of=1", ""],
		["POST /points?of=1", '{"card":"é"}'],
		["DELETE /points?of=1", ""],
	]);
	expect(world.heard[0]?.headers["x-key"]).toBe("k");
	expect(world.heard[1]?.headers["content-type"]).toBe("application/json");
});

test("[HP2] only allowed hosts are called, our own network is not, and redirects are not followed", async ({
	expect,
	world,
}) => {
	const { port, url } = portTo(world);
	for (const address of ["http://127.0.0.1:1/", "https://shop.example/", "file:///etc/passwd", "nonsense"])
		await expect(port.request({ url: address })).rejects.toMatchObject({ name: "ActionFailed" });
	const open = workerHttp({});
	for (const address of [url, "http://169.254.169.254/latest", "http://[::1]/", "http://db.internal/"])
		await expect(open.request({ url: address })).rejects.toThrow("points into a private network");
	expect(world.heard).toEqual([]);
	world.answer = (response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
	expect(await port.request({ url })).toMatchObject({ status: 302 });
});

test("[HP3] a server that is late, away or says too much is a failure, and is left alone for a while", async ({
	expect,
	world,
}) => {
	const { port, url } = portTo(world);
	world.answer = (response) => void response.end("x".repeat(1_100_000));
	await expect(port.request({ url })).rejects.toMatchObject({ code: "bad_result" });
	world.answer = () => undefined;
	await expect(port.request({ url, timeoutMs: 100 })).rejects.toMatchObject({ code: "timeout" });
	await expect(port.request({ url })).rejects.toThrow("left alone");
	world.nowMs = 5_000;
	world.answer = (response) => response.writeHead(504).end();
	await expect(port.request({ url })).rejects.toMatchObject({
		code: "failed",
		message: "the server answered 504",
	});
});
