import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { test as base } from "vitest";
import type { ResponseCall, TrackerState } from "../dialogue/ports.ts";
import { serveOnLoopback } from "../gateway/testing/loopback-server.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { EndpointAway } from "./endpoint-call.ts";
import { ResponseEndpointSettings } from "./endpoint-settings.ts";
import { responseEndpoint } from "./response-endpoint.ts";
import { responseServer } from "./response-server.ts";

interface Recorder {
	readonly url: string;
	readonly heard: { path: string; headers: IncomingHttpHeaders; body: unknown }[];
	answer: (response: ServerResponse) => void;
}

/** An NLG server that writes down what it is asked, on the loopback. */
const test = base.extend<{ recorder: Recorder }>({
	// oxlint-disable-next-line no-empty-pattern -- Vitest reads the names of what a fixture needs from the pattern
	recorder: async ({}, use) => {
		const recorder: Omit<Recorder, "url"> = { heard: [], answer: (response) => response.end("{}") };
		const server = await serveOnLoopback((request, response) => {
			void (async () => {
				const body: unknown = JSON.parse(await text(request));
				recorder.heard.push({ path: `${request.method} ${request.url}`, headers: request.headers, body });
				recorder.answer(response);
			})();
		});
		await use(Object.assign(recorder, { url: server.url }));
		await server.close();
	},
});

const events = [1, 2, 3].map((timestamp) => ({ event: "restart", timestamp }));
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the client only passes it on
const tracker = { sender_id: "c", slots: {}, events } as unknown as TrackerState;
const call: ResponseCall = {
	response: "utter_greet",
	id: "v1",
	arguments: { name: "Ada" },
	tracker,
	channel: "collector",
};

function client(url: string, settings: Record<string, unknown> = {}) {
	const world = { nowMs: 0, starts: 0, waits: 0 };
	const server = responseServer({
		endpoint: ResponseEndpointSettings.parse({ url: `${url}/nlg`, ...settings }),
		breaker: new CircuitBreaker({
			restMs: 5_000,
			nowMs: () => world.nowMs,
			isAway: (error) => error instanceof EndpointAway,
			refusal: () => new Error("left alone"),
			onChange: () => {},
		}),
		fetch: (request) => fetch(request),
		wait: async () => void (world.waits += 1),
		sender: () => "ann",
		onStart: () => (world.starts += 1),
	});
	return { world, ask: () => server.generate(call) };
}
const json =
	(body: unknown, status = 200) =>
	(response: ServerResponse) => {
		response.statusCode = status;
		response.end(typeof body === "string" ? body : JSON.stringify(body));
	};

test("[NS1] the server is asked as Rasa asks, and its words are taken over", async ({ expect, recorder }) => {
	const said = {
		text: "Hello Ada",
		buttons: [{ title: "Hi" }],
		image: null,
		custom: { a: [1] },
		mood: "fine",
	};
	recorder.answer = json(said);
	const { ask, world } = client(recorder.url, {
		token: "secret",
		token_name: "key",
		params: { v: 2 },
		headers: { "x-shop": "one" },
		basic_auth: { username: "ann", password: "pw" },
		type: "callback",
	});
	expect(await ask()).toEqual(said);
	expect(world.starts).toBe(1);
	const [heard] = recorder.heard;
	expect(heard).toMatchObject({
		path: "POST /nlg?v=2&key=secret",
		headers: {
			"content-type": "application/json",
			"x-shop": "one",
			authorization: `Basic ${btoa("ann:pw")}`,
		},
	});
	expect(heard?.body).toEqual({
		response: "utter_greet",
		id: "v1",
		arguments: { name: "Ada" },
		tracker: { ...tracker, sender_id: "ann" },
		channel: { name: "collector" },
	});
	recorder.answer = json({}, 201);
	expect(await ask()).toEqual({});
});

test("[NS2] whatever is no answer of Rasa's fails the response, and says how", async ({
	expect,
	recorder,
}) => {
	const { ask } = client(recorder.url);
	for (const body of [
		"",
		"null",
		"[]",
		"<html>secret</html>",
		{ text: 1 },
		{ text: null },
		{ buttons: {} },
		{ custom: "secret" },
		{ attachment: "secret" },
	]) {
		recorder.answer = json(body);
		const error: unknown = await ask().catch((caught: unknown) => caught);
		expect(error, JSON.stringify(body)).toMatchObject({ action: "utter_greet", code: "bad_result" });
		expect(String(error)).not.toContain("secret");
	}
	recorder.answer = json({ error: "secret" }, 500);
	await expect(ask()).rejects.toMatchObject({
		code: "failed",
		message: "the NLG server answered with status 500",
	});
	recorder.answer = (response) => response.writeHead(302, { location: "http://127.0.0.1:9/" }).end();
	await expect(ask()).rejects.toMatchObject({ code: "failed" });
	recorder.answer = (response) => void response.end("x".repeat(1_100_000));
	await expect(ask()).rejects.toMatchObject({
		code: "bad_result",
		message: expect.stringContaining("longer"),
	});
	recorder.answer = () => undefined;
	const hurried = client(recorder.url, { timeout_seconds: 0.2 });
	await expect(hurried.ask()).rejects.toMatchObject({ code: "timeout", message: "no answer within 200 ms" });
});

test("[NS3] one that is away is left alone, and asked twice only when it did not take the call", async ({
	expect,
	recorder,
}) => {
	const { ask, world } = client(recorder.url);
	let tries = 0;
	recorder.answer = (response) => {
		tries += 1;
		json(tries === 1 ? "" : { text: "there" }, tries === 1 ? 503 : 200)(response);
	};
	expect(await ask()).toEqual({ text: "there" });
	expect([tries, world.waits]).toEqual([2, 1]);
	recorder.answer = json("", 502);
	await expect(ask()).rejects.toMatchObject({ code: "failed", message: "the NLG server answered 502" });
	recorder.answer = json({ text: "back" });
	await expect(ask()).rejects.toMatchObject({ action: "utter_greet", code: "failed", message: "left alone" });
	expect(recorder.heard).toHaveLength(3);
	world.nowMs = 5_000;
	expect(await ask()).toEqual({ text: "back" });
});

test("[NS4] only the newest events go along where that is asked for", async ({ expect, recorder }) => {
	await client(recorder.url, { tracker_events: 1 }).ask();
	expect(recorder.heard[0]?.body).toMatchObject({ tracker: { events: [events[2]] } });
});

test("[NS3] the configuration is checked by name, and OUTGOING_HOSTS allows", ({ expect }) => {
	const nlg = (settings: unknown, OUTGOING_HOSTS = "") =>
		responseEndpoint({ NLG_ENDPOINT: JSON.stringify(settings), OUTGOING_HOSTS });
	expect(responseEndpoint({})).toBeNull();
	expect(nlg({ url: "http://localhost:5056/nlg" })).toMatchObject({ url: "http://localhost:5056/nlg" });
	expect(nlg({ url: "http://words.example/nlg" }, "words.example")).not.toBeNull();
	for (const bad of [
		() => nlg({ url: "http://words.example/nlg" }, "other.example"),
		() => nlg({ url: "file:///etc/passwd" }),
		() => nlg({ url: "http://localhost/", type: "rasa.core.nlg.MyOwn" }),
		() => nlg({}),
		() => responseEndpoint({ NLG_ENDPOINT: "{" }),
	])
		expect(bad).toThrow(/^Bad configuration: NLG_ENDPOINT: /);
});
