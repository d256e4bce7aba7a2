import type { Context } from "hono";
import type { AuditAction } from "../../contracts/audit-actions.ts";
import { recordAudit } from "../../store/audit-log.ts";
import type { NewAuditEntry } from "../../store/audit-entry.ts";
import type { HonoEnv } from "../hono-env.ts";

/** An act on an account: ids and small facts, never an address or a name. */
export interface AccountAct {
	readonly action: AuditAction;
	readonly target: { readonly kind: string; readonly id: string };
	readonly details?: NewAuditEntry["details"];
	/** Who did it, where no principal stands in the context yet. */
	readonly userId?: string;
}

/** Writes an act into the audit log, in the name of who calls. @throws StoreUnavailable */
export async function audit(c: Context<HonoEnv>, act: AccountAct): Promise<void> {
	const { services, surroundings, requestId } = c.var;
	await recordAudit(services.database, {
		atMs: surroundings.nowMs(),
		actor: actorOf(c, act.userId),
		action: act.action,
		target: act.target,
		requestId,
		details: act.details ?? {},
	});
}

/** Who calls, as the audit log names them. */
export function actorOf(c: Context<HonoEnv>, userId?: string): NewAuditEntry["actor"] {
	if (userId !== undefined) return { kind: "user", id: userId };
	const { kind, user, credentialId } = c.var.principal;
	return kind === "user" ? { kind, id: user.id } : { kind, id: credentialId };
}
