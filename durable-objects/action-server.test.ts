import { test } from "vitest";
import type { ActionCall, TrackerState } from "../dialogue/ports.ts";
import { type ActionServer, actionServerRunner } from "./action-server.ts";

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the server only passes it on
const tracker = { sender_id: "conversation-1", slots: {}, events: [] } as unknown as TrackerState;
const call: ActionCall = {
	name: "action_x",
	ordinal: 0,
	turnId: "message-1",
	language: "en",
	phrase: (response) => response,
	tracker,
};

function server(
	answer: (request: Request) => Response | Promise<Response>,
	timeoutMs?: number,
): ActionServer {
	return {
		url: "http://actions.example/webhook",
		domain: { slots: {} },
		...(timeoutMs === undefined ? {} : { timeoutMs }),
		fetch: async (request) => answer(request),
	};
}

const json = (body: unknown, status = 200): Response => Response.json(body, { status });

test("[AS1] the call is Rasa's, and the answer's events and responses are taken over", async ({ expect }) => {
	let sent: unknown;
	let key: string | null = null;
	const result = await actionServerRunner(
		server(async (request) => {
			sent = await request.json();
			key = request.headers.get("idempotency-key");
			return json({
				events: [{ event: "slot", name: "order", value: "A-1", timestamp: null }],
				responses: [
					{
						text: "Hello",
						buttons: [{ title: "Yes", payload: "/affirm" }],
						image: null,
						custom: {},
						elements: [],
						response: null,
						template: null,
					},
					{ response: "utter_greet", name: "Ada", text: null, buttons: [] },
					{ template: "utter_old" },
					{ text: null, custom: { stars: 5 }, image: "https://shop.example/a.png" },
				],
			});
		}),
	).run(call);
	expect(sent).toMatchObject({
		next_action: "action_x",
		sender_id: "conversation-1",
		tracker,
		domain: { slots: {} },
		version: expect.any(String),
	});
	expect(key).toBe("conversation-1:message-1:0:action_x");
	expect(result).toEqual({
		events: [{ event: "slot", name: "order", value: "A-1", timestamp: null }],
		responses: [
			{ text: "Hello", buttons: [{ title: "Yes", payload: "/affirm" }] },
			{ response: "utter_greet", values: { name: "Ada" } },
			{ response: "utter_old", values: {} },
			{ text: "", image: "https://shop.example/a.png", custom: { stars: 5 } },
		],
	});
});

test("[AS2] status 400 is a rejection: other policies get a go", async ({ expect }) => {
	const rejecting = actionServerRunner(
		server(() => json({ error: "not now", action_name: "action_x" }, 400)),
	);
	await expect(rejecting.run(call)).rejects.toMatchObject({ name: "ActionRejected", message: "not now" });
});

test("[AS3] every other failure says its kind: status, garbage, size, time, no connection", async ({
	expect,
}) => {
	const failure = async (target: ActionServer): Promise<unknown> =>
		actionServerRunner(target)
			.run(call)
			.catch((error: unknown) => error);
	expect(await failure(server(() => json({ error: "x" }, 404)))).toMatchObject({
		code: "failed",
		message: expect.stringContaining("404"),
	});
	expect(await failure(server(() => json({}, 500)))).toMatchObject({ code: "failed" });
	expect(
		await failure(
			server(() => new Response(null, { status: 302, headers: { location: "http://169.254.169.254/" } })),
		),
	).toMatchObject({
		code: "failed",
	});
	expect(await failure(server(() => new Response("<html>")))).toMatchObject({ code: "bad_result" });
	expect(await failure(server(() => json({ events: [{ event: "teleport" }] })))).toMatchObject({
		code: "bad_result",
	});
	expect(await failure(server(() => new Response("x".repeat(1_000_001))))).toMatchObject({
		code: "bad_result",
	});
	const hanging = server(
		(request) =>
			new Promise((_resolve, reject) =>
				request.signal.addEventListener("abort", () => reject(request.signal.reason)),
			),
		20,
	);
	expect(await failure(hanging)).toMatchObject({ code: "timeout" });
	const refused = server(() => Promise.reject(new TypeError("connection refused to 10.0.0.1")));
	expect(await failure(refused)).toMatchObject({
		code: "failed",
		message: "the action server can't be reached",
	});
});
