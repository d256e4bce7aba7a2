import { shopActions } from "../assistant/actions/shop-actions.ts";
import type { ShopPorts } from "../assistant/actions/ports.ts";
import type { ActionDefinition, ActionResult } from "../dialogue/action-sdk.ts";
import { type ActionCall, ActionFailed, type ActionRunner } from "../dialogue/ports.ts";
import { actionContext } from "../dialogue/action-call-context.ts";
import { parseActionResult } from "./action-result.ts";
import { withTimeLimit } from "./time-limit.ts";

/** The assistant whose actions travel with the Worker. */
const SHOP_ASSISTANT = "customer-care-shop";

/** The actions that run in the Worker for this assistant. */
export function bundledActions(assistantId: string): readonly ActionDefinition<ShopPorts>[] {
	return assistantId === SHOP_ASSISTANT ? shopActions : [];
}

/**
 * Runs actions: those of the Worker first, any other by `remote`. Each has a time-out, and what comes back is checked.
 *
 * @throws ActionFailed, ActionRejected, or what the action itself throws
 */
export function actionRunner<Ports>(hosting: {
	readonly actions: readonly ActionDefinition<Ports>[];
	/** Null where no action server is configured. */
	readonly remote: ActionRunner | null;
	ports(): Ports;
	nowMs(): number;
	/** Called when an action begins: from here on the turn may have to wait. */
	onStart(): void;
}): ActionRunner {
	const byName = new Map(hosting.actions.map((action) => [action.name, action]));
	return {
		async run(call: ActionCall): Promise<ActionResult> {
			const action = byName.get(call.name);
			if (action === undefined) {
				if (hosting.remote === null) throw nobodyRuns(call.name);
				hosting.onStart();
				return hosting.remote.run(call);
			}
			hosting.onStart();
			const context = actionContext(call, hosting.ports(), hosting.nowMs());
			const result: unknown = await withTimeLimit(call.name, action.timeoutMs, action.run(context));
			return parseActionResult(call.name, result);
		},
	};
}

/** The domain names an action that is neither here nor behind an action server. */
function nobodyRuns(action: string): ActionFailed {
	const advice =
		"define it among the assistant's actions, or set ACTION_ENDPOINT_URL to the server that has it";
	return new ActionFailed(action, "failed", `nobody runs ${action}: ${advice}`);
}
