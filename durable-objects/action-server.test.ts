import { inflateSync } from "node:zlib";
import { test } from "vitest";
import type { DomainSpec, SlotSpec } from "../dialogue/domain.ts";
import type { ActionCall, TrackerState } from "../dialogue/ports.ts";
import { type ActionServer, actionServerRunner } from "./action-server.ts";
import { actionEndpoint } from "./action-endpoint.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { EndpointAway } from "./endpoint-call.ts";
import { ActionEndpointSettings } from "./endpoint-settings.ts";

const events = [1, 2, 3].map((timestamp) => ({ event: "restart", timestamp }));
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the server only passes it on
const tracker = { sender_id: "conversation-1", slots: {}, events } as unknown as TrackerState;
const call: ActionCall = {
	name: "action_x",
	slots: {},
	ordinal: 0,
	turnId: "message-1",
	language: "en",
	phrase: (response) => response,
	tracker,
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: name and type are all that is looked at
const slot = (name: string, type: SlotSpec["type"]) => ({ name, type }) as SlotSpec;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: these are the parts that the client reads
const domain = {
	source: { slots: { order: {} } },
	actionsWithDomain: ["action_asks", "validate_order_form"],
	slots: [
		slot("order", "text"),
		slot("amount", "float"),
		slot("sure", "bool"),
		slot("size", "categorical"),
		slot("items", "list"),
	],
} as unknown as DomainSpec;

type SeenRequest = Pick<Request, "url" | "headers" | "redirect" | "json" | "arrayBuffer">;

interface World {
	readonly server: ActionServer;
	readonly requests: SeenRequest[];
	readonly waits: number[];
	nowMs: number;
}

/** A server that answers what the test says. */
function world(
	answer: (request: Request) => Response | Promise<Response>,
	settings: Record<string, unknown> = {},
): World {
	const requests: SeenRequest[] = [];
	const waits: number[] = [];
	const made: World = {
		requests,
		waits,
		nowMs: 0,
		server: {
			endpoint: ActionEndpointSettings.parse({ url: "http://actions.example/webhook", ...settings }),
			domain,
			sender: () => "ann",
			breaker: new CircuitBreaker({
				restMs: 5_000,
				nowMs: () => made.nowMs,
				isAway: (error) => error instanceof EndpointAway,
				refusal: () => new Error("left alone"),
				onChange: () => {},
			}),
			fetch: async (request) => {
				requests.push(request.clone());
				return answer(request);
			},
			wait: async (milliseconds) => void waits.push(milliseconds),
		},
	};
	return made;
}
const json = (body: unknown, status = 200): Response => Response.json(body, { status });
const ok = () => json({ events: [], responses: [] });
const run = ({ server }: World, name = "action_x") => actionServerRunner(server).run({ ...call, name });
const failure = async (place: World): Promise<unknown> => run(place).catch((error: unknown) => error);
const bodyOf = async (request: SeenRequest | undefined): Promise<unknown> => request?.json();

test("[AS1] the call is Rasa's, and the answer's events and responses are taken over", async ({ expect }) => {
	const greeting = {
		text: "Hello",
		buttons: [{ title: "Yes", payload: "/affirm" }],
		custom: {},
		template: null,
	};
	const place = world(() =>
		json({
			events: [{ event: "slot", name: "order", value: "A-1", timestamp: null }],
			responses: [greeting, { response: "utter_greet", name: "Ada", text: null }],
		}),
	);
	expect(await run(place)).toEqual({
		events: [{ event: "slot", name: "order", value: "A-1", timestamp: null }],
		responses: [{ remote: greeting }, { remote: { response: "utter_greet", name: "Ada", text: null } }],
	});
	const [request] = place.requests;
	expect(await bodyOf(request)).toEqual({
		next_action: "action_x",
		sender_id: "ann",
		tracker: { ...tracker, sender_id: "ann" },
		domain: domain.source,
		version: expect.stringMatching(/^3\.6\.\d+$/),
	});
	expect(request?.headers.get("idempotency-key")).toBe("conversation-1:message-1:0:action_x");
	expect(request?.headers.get("content-type")).toBe("application/json");
	expect(await run(world(() => json({})))).toEqual({ events: [], responses: [] });
});

test("[AS2] status 400 is a rejection: other policies get a go", async ({ expect }) => {
	const rejecting = world(() => json({ error: "not now", action_name: "action_x" }, 400));
	await expect(run(rejecting)).rejects.toMatchObject({ name: "ActionRejected", message: "not now" });
	expect(rejecting.requests).toHaveLength(1);
});

test("[AS3] every other failure says its kind: status, garbage, size, time, no connection", async ({
	expect,
}) => {
	expect(
		await failure(world(() => json({ error: "No registered action", action_name: "x" }, 404))),
	).toMatchObject({
		code: "failed",
		message: "the action server has no action action_x (status 404): No registered action",
	});
	expect(
		await failure(world(() => json({ error: "KeyError 'order'", request_body: {} }, 500))),
	).toMatchObject({
		code: "failed",
		message: "the action server answered with status 500: KeyError 'order'",
	});
	const elsewhere = { status: 302, headers: { location: "http://169.254.169.254/" } };
	const redirecting = world(() => new Response(null, elsewhere));
	expect(await failure(redirecting)).toMatchObject({ code: "failed" });
	expect(redirecting.requests.map(({ redirect }) => redirect)).toEqual(["manual"]);
	expect(await failure(world(() => new Response("<html>")))).toMatchObject({
		code: "bad_result",
		message: "action_x answered with no JSON",
	});
	const deep = `{"events":[{"event":"slot","name":"a","value":${"[".repeat(50_000)}${"]".repeat(50_000)}}]}`;
	expect(await failure(world(() => new Response(deep)))).toMatchObject({
		code: "bad_result",
		message: "action_x returned lists or mappings that are nested too deeply",
	});
	const hanging = world(
		(request) =>
			new Promise((_resolve, reject) =>
				request.signal.addEventListener("abort", () => reject(request.signal.reason)),
			),
		{ timeout_seconds: 0.1 },
	);
	expect(await failure(hanging)).toMatchObject({ code: "timeout" });
	const refused = world(() => Promise.reject(new TypeError("connection refused to 10.0.0.1")));
	expect(await failure(refused)).toMatchObject({
		code: "failed",
		message: "the action server can't be reached",
	});
});

test("[AS4] an answer of 100 MB is cut off after the first, and its source is stopped", async ({
	expect,
}) => {
	let sent = 0;
	let isCancelled = false;
	const flood = new ReadableStream<Uint8Array>({
		pull(controller) {
			sent += 100_000;
			controller.enqueue(new Uint8Array(100_000).fill(32));
			if (sent >= 100_000_000) controller.close();
		},
		cancel() {
			isCancelled = true;
		},
	});
	expect(await failure(world(() => new Response(flood)))).toMatchObject({
		code: "bad_result",
		message: "the answer is longer than 1000000 bytes",
	});
	expect(isCancelled).toBe(true);
	expect(sent).toBeLessThan(2_000_000);
});

test("[AS5] events of unknown kind are refused by place; those that Rasa's SDKs write are all taken", async ({
	expect,
}) => {
	const strange = { events: [{ event: "restart" }, { event: "teleport" }] };
	expect(await failure(world(() => json(strange)))).toMatchObject({
		code: "bad_result",
		message: expect.stringContaining("events.1"),
	});
	expect(await failure(world(() => json({ events: [{ event: "slot", name: "x" }] })))).toMatchObject({
		code: "bad_result",
	});
	const written = {
		events: [
			{ event: "form", name: "order_form", timestamp: null },
			{ event: "form_validation", validate: false, timestamp: null },
			{ event: "bot", text: "hi", data: null, metadata: null, timestamp: null },
			{ event: "user", text: "hi", parse_data: null, input_channel: null, timestamp: null },
			{
				event: "reminder",
				intent: "later",
				entities: null,
				date_time: "2026-11-20T10:00:00",
				name: null,
				kill_on_user_msg: true,
				timestamp: null,
			},
			{ event: "action", name: "action_listen", policy: null, confidence: null, timestamp: null },
			{ event: "cancel_reminder", name: null, intent: null, entities: null, timestamp: null },
		],
	};
	const taken = await run(world(() => json(written)));
	expect(taken.events.map((event) => event.event)).toEqual([
		"active_loop",
		"loop_interrupted",
		"bot",
		"user",
		"reminder",
		"action",
		"cancel_reminder",
	]);
	expect(taken.events[1]).toMatchObject({ is_interrupted: true });
	expect(taken.events[4]).toMatchObject({ name: "conversation-1:message-1:0:action_x:4" });
});

test("[AS4] an answer of more than a thousand events or a hundred responses is refused", async ({
	expect,
}) => {
	const slots = (count: number) =>
		Array.from({ length: count }, () => ({ event: "slot", name: "a", value: 1 }));
	const words = (count: number) => Array.from({ length: count }, () => ({ text: "hi" }));
	const answering = (events: number, responses: number) =>
		world(() => json({ events: slots(events), responses: words(responses) }));
	for (const [events, responses, place] of [
		[1_001, 0, "at events"],
		[0, 101, "at responses"],
	] as const)
		expect(await failure(answering(events, responses))).toMatchObject({
			code: "bad_result",
			message: expect.stringContaining(place),
		});
	const taken = await run(answering(1_000, 100));
	expect([taken.events.length, taken.responses.length]).toEqual([1_000, 100]);
});

test("[AS6] a slot of the wrong type is taken, as Rasa does, and the log says so", async ({ expect }) => {
	const set = (name: string, value: unknown) => ({ event: "slot", name, value });
	const values = [
		set("amount", "a lot"),
		set("sure", { yes: true }),
		set("order", [1]),
		set("size", ["XL"]),
		set("ghost", 1),
		set("amount", "12.5"),
		set("sure", "True"),
		set("order", 12),
		set("items", "one"),
		set("amount", null),
	];
	const { events: taken } = await run(world(() => json({ events: values })));
	expect(taken.map((event) => event.metadata?.["warning"] ?? null)).toEqual([
		"slot amount is of type float and was set to a string",
		"slot sure is of type bool and was set to a object",
		"slot order is of type text and was set to a list",
		"slot size is of type categorical and was set to a list",
		"the domain has no slot ghost: nothing was set",
		null,
		null,
		null,
		null,
		null,
	]);
	expect(taken.map((event) => (event.event === "slot" ? event.value : null))).toEqual(
		values.map(({ value }) => value),
	);
});

test("[AS7] with the selective domain only actions that ask for it get it", async ({ expect }) => {
	const place = world(ok, { enable_selective_domain: true });
	for (const name of ["action_x", "action_asks", "validate_order_form"]) await run(place, name);
	const bodies = await Promise.all(place.requests.map(bodyOf));
	expect(bodies.map((body) => (body !== null && typeof body === "object" ? "domain" in body : null))).toEqual(
		[false, true, true],
	);
});

test("[AS8] the tracker that is sent may be bounded to the newest events", async ({ expect }) => {
	for (const [tracker_events, expected] of [
		[undefined, events],
		[2, events.slice(1)],
		[0, []],
		[99, events],
	] as const) {
		const place = world(ok, { tracker_events });
		await run(place);
		expect(await bodyOf(place.requests[0])).toMatchObject({
			tracker: { ...tracker, sender_id: "ann", events: expected },
		});
	}
});

test("[AS15] offsets are Python's on the way out, and ours again on the way in", async ({ expect }) => {
	const text = "👍 two 🛋️ sofas please";
	const parsed = (start: number, end: number, tokens: [number, number][]) => ({
		text,
		entities: [
			{ entity: "product", value: "sofa", start, end },
			{ entity: "amount", value: 2 },
		],
		text_tokens: tokens,
	});
	const ours = parsed(text.indexOf("sofas"), text.indexOf("sofas") + 5, [[3, 6]]);
	const theirs = parsed(9, 14, [[2, 5]]);
	expect(Array.from(text).slice(9, 14).join("")).toBe("sofas");
	const said = { event: "user", text, parse_data: ours, timestamp: 1 };
	const place = world(() =>
		json({
			events: [
				{ ...said, parse_data: theirs },
				{ ...said, parse_data: null },
			],
		}),
	);
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: these are the parts that the client reads
	const spoken = { ...tracker, events: [said, ...events], latest_message: ours } as unknown as TrackerState;
	const { events: answered } = await actionServerRunner(place.server).run({ ...call, tracker: spoken });
	expect(await bodyOf(place.requests[0])).toMatchObject({
		tracker: { events: [{ ...said, parse_data: theirs }, ...events], latest_message: theirs },
	});
	expect(answered).toMatchObject([said, { event: "user", parse_data: {} }]);
	expect(spoken.latest_message, "the conversation's own stays as it is").toBe(ours);
});

test("[AS9] asked to, the body is deflated as Rasa does", async ({ expect }) => {
	const place = world(ok, { compress: true });
	await run(place);
	const [request] = place.requests;
	expect(request?.headers.get("content-encoding")).toBe("deflate");
	const body = inflateSync(new Uint8Array((await request?.arrayBuffer()) ?? new ArrayBuffer(0)));
	expect(JSON.parse(body.toString())).toMatchObject({ next_action: "action_x" });
});

test("[AS10] a call is made again only when the server said that it did not take it, and once", async ({
	expect,
}) => {
	for (const status of [429, 503]) {
		const busy: World = world(() => (busy.requests.length === 1 ? new Response(null, { status }) : ok()));
		expect(await run(busy)).toEqual({ events: [], responses: [] });
		expect(busy.waits).toEqual([300]);
		expect(await Promise.all(busy.requests.map(bodyOf))).toHaveLength(2);
	}
	for (const answer of [
		() => new Response(null, { status: 500 }),
		() => new Response(null, { status: 502 }),
		() => json({ error: "no" }, 404),
		() => Promise.reject(new TypeError("reset")),
	]) {
		const place = world(answer);
		await failure(place);
		expect(place.requests).toHaveLength(1);
	}
	const stillBusy = world(() => new Response(null, { status: 503 }));
	await failure(stillBusy);
	expect(stillBusy.requests).toHaveLength(2);
});

test("[AS11] a server that is away is left alone for some seconds; one that answers, whatever it says, is not", async ({
	expect,
}) => {
	const away = world(() => Promise.reject(new TypeError("refused")));
	await failure(away);
	expect(await failure(away)).toMatchObject({ message: "left alone" });
	expect(away.requests).toHaveLength(1);
	away.nowMs = 5_000;
	await failure(away);
	expect(away.requests).toHaveLength(2);
	for (const status of [502, 504]) {
		const place = world(() => new Response(null, { status }));
		await failure(place);
		expect(await failure(place)).toMatchObject({ message: "left alone" });
	}
	for (const status of [400, 404, 500]) {
		const place = world(() => json({ error: "no" }, status));
		await failure(place);
		await failure(place);
		expect(place.requests).toHaveLength(2);
	}
});

test("[AS12] headers, parameters, token and sign-in of endpoints.yml go along", async ({ expect }) => {
	const place = world(ok, {
		url: "https://actions.example/webhook?a=1",
		headers: { "X-Team": "care" },
		params: { b: 2 },
		token: "s3cret",
		token_name: "key",
		basic_auth: { username: "ann", password: "pä" },
		wait_time_between_pulls: 10,
	});
	await run(place);
	const [request] = place.requests;
	expect(request?.url).toBe("https://actions.example/webhook?a=1&b=2&key=s3cret");
	expect(request?.headers.get("x-team")).toBe("care");
	expect(request?.headers.get("authorization")).toBe(`Basic ${Buffer.from("ann:pä").toString("base64")}`);
});

test("[AS13] the configuration is checked, hosts against their list, and no value is told", ({ expect }) => {
	expect(actionEndpoint({})).toBe(null);
	expect(actionEndpoint({ ACTION_ENDPOINT_URL: "http://localhost:5055/webhook" })).toMatchObject({
		url: "http://localhost:5055/webhook",
		timeout_seconds: 9,
		compress: false,
	});
	expect(
		actionEndpoint({
			ACTION_ENDPOINT_URL: "http://localhost:5055/webhook",
			ACTION_ENDPOINT: '{"url": "http://other/webhook", "tracker_events": 5}',
		}),
	).toMatchObject({ url: "http://localhost:5055/webhook", tracker_events: 5 });
	const refused = (env: Parameters<typeof actionEndpoint>[0]) => {
		try {
			return actionEndpoint(env);
		} catch (error) {
			return String(error);
		}
	};
	const hosts = { OUTGOING_HOSTS: "actions.example" };
	expect(refused({ ACTION_ENDPOINT_URL: "http://localhost:5055/secret", ...hosts })).toMatch(
		/ACTION_ENDPOINT_URL: url: .*OUTGOING_HOSTS/,
	);
	expect(refused({ ACTION_ENDPOINT_URL: "https://actions.example/webhook", ...hosts })).toMatchObject({
		url: "https://actions.example/webhook",
	});
	for (const [json, reason] of [
		["{secret", /is not a JSON object/],
		["[]", /is not a JSON object/],
		["{}", /url/],
		['{"url": "http://a/", "tracker_events": -1}', /tracker_events/],
		['{"url": "http://a/", "headers": {"Host": "secret"}}', /headers\.Host/],
	] as const) {
		const message = refused({ ACTION_ENDPOINT: json });
		expect(message, json).toMatch(/^Error: Bad configuration: ACTION_ENDPOINT: /);
		expect(message).toMatch(reason);
		expect(message).not.toMatch(/secret/);
	}
});
