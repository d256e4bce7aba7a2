/** What every way to a command of the desk has in common: who does it, to whom, and what the audit log keeps. */
import type { Context } from "hono";
import type { AuditAction } from "../../../contracts/audit-actions.ts";
import type { Person } from "../../../contracts/desk-commands.ts";
import type { DeskResult } from "../../../durable-objects/conversation-rpc.ts";
import type { DeskCommand } from "../../../durable-objects/desk/desk-commands.ts";
import { listAgents } from "../../../store/desk/agents.ts";
import { audit } from "../../auth/audit.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";

/** What of it goes into the audit log; the conversation's own log has all of it, with who did it. */
const AUDITED: Partial<Record<DeskCommand["do"], AuditAction>> = {
	take_over: "conversation.taken_over",
	hand_back: "conversation.handed_back",
	enqueue: "conversation.queued",
	assign: "conversation.assigned",
	resolve: "conversation.resolved",
	reopen: "conversation.reopened",
};

export interface DeskOrder {
	readonly conversationId: string;
	readonly body: { readonly id: string; readonly expectedEpoch?: number | undefined };
	readonly command: DeskCommand;
}

/** Lets the conversation's object do it, in the name of who calls. @returns null where there is no such conversation */
export async function perform(
	c: Context<HonoEnv>,
	{ conversationId, body, command }: DeskOrder,
): Promise<DeskResult | null> {
	const { user } = c.var.principal;
	return c.env.CONVERSATIONS.getByName(conversationId).command({
		id: body.id,
		by: { id: user.id, name: user.name },
		command,
		...(body.expectedEpoch === undefined ? {} : { expectedEpoch: body.expectedEpoch }),
	});
}

/** Writes down who did it, once a command. */
export async function auditCommand(
	c: Context<HonoEnv>,
	{ conversationId, command }: Pick<DeskOrder, "conversationId" | "command">,
	result: Extract<DeskResult, { ok: true }>,
): Promise<void> {
	const action = AUDITED[command.do];
	if (action === undefined || !result.isNew) return;
	await audit(c, {
		action,
		target: { kind: "conversation", id: conversationId },
		...(command.do === "assign" ? { details: { assigneeId: command.to?.id ?? null } } : {}),
	});
}

/** Those of these ids who may answer customers. @throws AppError naming the field when one of them may not */
export async function agentsOf(
	c: Context<HonoEnv>,
	ids: readonly string[],
	path: string,
): Promise<readonly Person[]> {
	if (ids.length === 0) return [];
	const agents = await listAgents(c.var.services.database, ids);
	if (ids.every((id) => agents.some((agent) => agent.id === id))) return agents;
	throw new AppError("bad_request", "This person does not answer customers, or no longer.", {
		fields: [{ path, message: "names somebody who does not answer customers" }],
	});
}

/** When a snoozed one wakes (epoch ms); null: when the customer writes. @throws AppError for a time that is over */
export function wakeMs(c: Context<HonoEnv>, until: string | null, path: string): number | null {
	const untilMs = until === null ? null : Date.parse(until);
	if (untilMs !== null && untilMs <= c.var.surroundings.nowMs())
		throw new AppError("bad_request", "The time to wake is over already.", {
			fields: [{ path, message: "must lie ahead" }],
		});
	return untilMs;
}
