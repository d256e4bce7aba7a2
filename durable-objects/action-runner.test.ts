import { test } from "vitest";
import { type ActionDefinition, defineAction, type ResponseDraft } from "../dialogue/action-sdk.ts";
import { type ActionCall, ActionFailed, type ActionRunner } from "../dialogue/ports.ts";
import { actionRunner } from "./action-runner.ts";

const call: ActionCall = {
	name: "action_x",
	ordinal: 2,
	turnId: "message-1",
	language: "de",
	phrase: (response) => `${response} on German`,
	slots: { requested_slot: "email", order: null },
	tracker: {
		sender_id: "conversation-1",
		slots: { requested_slot: "email", order: null },
		latest_message: {
			text: "hi",
			intent: { name: "greet", confidence: 1 },
			entities: [
				{ entity: "city", value: "Rome", role: "from" },
				{ entity: "city", value: "Oslo" },
			],
			intent_ranking: [],
		},
		latest_event_time: 1,
		followup_action: null,
		paused: false,
		events: [{ event: "action", name: "action_listen" }],
		latest_input_channel: "chat",
		active_loop: { name: "return_form" },
		latest_action: {},
		latest_action_name: "action_listen",
	},
};

function runner(
	action: ActionDefinition<string> | null,
	more: { remote?: ActionRunner; onStart?: () => void } = {},
): ActionRunner {
	return actionRunner<string>({
		actions: action === null ? [] : [action],
		remote: more.remote ?? null,
		ports: () => "the ports",
		nowMs: () => 42,
		onStart: more.onStart ?? (() => {}),
	});
}

test("[AC1] an action sees the tracker, its ports, the time and a key that every try shares", async ({
	expect,
}) => {
	const seen: unknown[] = [];
	const action = defineAction<string>({
		name: "action_x",
		run({ tracker, ports, nowMs, idempotencyKey }) {
			seen.push(
				tracker.senderId,
				tracker.slots,
				tracker.activeLoop,
				tracker.requestedSlot,
				tracker.events,
				ports,
				nowMs,
			);
			seen.push(tracker.latestEntities("city"), tracker.latestEntities("city", "from"), idempotencyKey);
			return { events: [{ event: "slot", name: "order", value: "A-1" }], responses: [{ text: "done" }] };
		},
	});
	let starts = 0;
	const result = await runner(action, { onStart: () => (starts += 1) }).run(call);
	expect(result).toEqual({
		events: [{ event: "slot", name: "order", value: "A-1" }],
		responses: [{ text: "done" }],
	});
	expect(starts).toBe(1);
	expect(seen).toEqual([
		"conversation-1",
		call.tracker.slots,
		"return_form",
		"email",
		call.tracker.events,
		"the ports",
		42,
		[{ entity: "city", value: "Oslo" }],
		[{ entity: "city", value: "Rome", role: "from" }],
		"conversation-1:message-1:2:action_x",
	]);
});

test("[AC2] an action that hangs is given up after its time; one that throws says so itself", async ({
	expect,
}) => {
	const hanging = defineAction<string>({ name: "action_x", timeoutMs: 20, run: () => new Promise(() => {}) });
	await expect(runner(hanging).run(call)).rejects.toMatchObject({ name: "ActionFailed", code: "timeout" });
	const throwing = defineAction<string>({
		name: "action_x",
		run: () => {
			throw new RangeError("no");
		},
	});
	await expect(runner(throwing).run(call)).rejects.toThrow(RangeError);
});

test("[AC3] nonsense of any kind is a bad result", async ({ expect }) => {
	const nonsense: unknown[] = [
		undefined,
		null,
		"ok",
		[],
		{},
		{ events: [], responses: [{ words: "hello" }] },
		{ events: [{ event: "teleport" }], responses: [] },
		{ events: [{ event: "slot", name: "x" }], responses: [] },
		{ events: Array.from({ length: 1_001 }, () => ({ event: "pause" })), responses: [] },
	];
	for (const result of nonsense) {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: what the types forbid is what is tested
		const action = {
			name: "action_x",
			timeoutMs: 100,
			run: () => Promise.resolve(result),
		} as ActionDefinition<string>;
		await expect(runner(action).run(call)).rejects.toMatchObject({ code: "bad_result" });
	}
});

test("[AC3] every form of a response that the SDK has is one", async ({ expect }) => {
	const responses: ResponseDraft[] = [
		{ response: "utter_x" },
		{ response: "utter_x", values: { price: 3 } },
		{ text: "hi", buttons: [{ title: "Yes", payload: "/affirm" }], image: "https://x.example/a.png" },
		{ text: "", custom: { a: [1] } },
		{ remote: { response: "utter_x", buttons: [{ title: "Yes", payload: "/affirm" }], name: "Ann" } },
	];
	const action = defineAction<string>({ name: "action_x", run: async () => ({ events: [], responses }) });
	expect(await runner(action).run(call)).toEqual({ events: [], responses });
});

test("[AC4] an action that nobody runs is named, with the way out; with a server it goes there", async ({
	expect,
}) => {
	await expect(runner(null).run(call)).rejects.toThrow(/nobody runs action_x.*ACTION_ENDPOINT_URL/);
	await expect(runner(null).run(call)).rejects.toBeInstanceOf(ActionFailed);
	const remote: ActionRunner = {
		run: ({ name }) => Promise.resolve({ events: [], responses: [{ text: `remote ${name}` }] }),
	};
	expect(await runner(null, { remote }).run(call)).toEqual({
		events: [],
		responses: [{ text: "remote action_x" }],
	});
});
