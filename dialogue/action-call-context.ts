import { z } from "zod";
import { ParseData } from "../contracts/parse-data.ts";
import type { ActionContext, ActionTracker } from "./action-sdk.ts";
import type { ActionCall } from "./ports.ts";

/** What an action of the SDK gets to see of a call. */
export function actionContext<Ports>(call: ActionCall, ports: Ports, nowMs: number): ActionContext<Ports> {
	return {
		tracker: actionTracker(call),
		ports,
		nowMs,
		idempotencyKey: idempotencyKey(call),
		language: call.language,
		phrase: (response, values) => call.phrase(response, values),
	};
}

/** The same for every try of this call, and of no other: conversation, turn, place in the turn, action. */
export function idempotencyKey(call: ActionCall): string {
	return `${call.tracker.sender_id}:${call.turnId}:${call.ordinal}:${call.name}`;
}

const ActiveLoop = z.object({ name: z.string() });

function actionTracker({ tracker: state, slots }: ActionCall): ActionTracker {
	const requestedSlot = slots["requested_slot"];
	const latest = ParseData.safeParse(state.latest_message);
	const latestMessage = latest.success ? latest.data : null;
	return {
		senderId: state.sender_id,
		slots,
		latestMessage,
		activeLoop: ActiveLoop.safeParse(state.active_loop).data?.name ?? null,
		requestedSlot: typeof requestedSlot === "string" ? requestedSlot : null,
		events: state.events ?? [],
		latestEntities: (name, role, group) =>
			(latestMessage?.entities ?? []).filter(
				(entity) => entity.entity === name && entity.role === role && entity.group === group,
			),
	};
}
