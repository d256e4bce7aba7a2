import { z } from "zod";
import { AuditList, CannedReply, CannedReplyList, Label, LabelList } from "../../../contracts/desk.ts";
import {
	DeadLetterList,
	DeliveryList,
	DeliveryPayload,
	MadeWebhook,
	Replayed,
	Webhook,
	WebhookList,
} from "../../../contracts/webhooks.ts";
import type { CursorPage } from "../reading.ts";
import { queryOf, toRows } from "../reading.ts";
import type { Result } from "../../api/call-api.ts";
import type { Ask } from "../world.ts";

const Nothing = z.undefined();
const PAGE = 30;

export const readLabelPage = async (ask: Ask, cursor: string | null) =>
	toRows(await ask(LabelList, `/api/desk/labels${queryOf({ cursor, limit: PAGE })}`), ({ labels }) => labels);
export const createLabel = (ask: Ask, body: Omit<Label, "id">) =>
	ask(Label, "/api/desk/labels", { method: "POST", body });
export const changeLabel = (ask: Ask, { id, ...body }: Label) =>
	ask(Label, `/api/desk/labels/${id}`, { method: "PATCH", body });
export const deleteLabel = (ask: Ask, { id }: Label) =>
	ask(Nothing, `/api/desk/labels/${id}`, { method: "DELETE" });

export interface ReplyForm {
	readonly shortcut: string;
	readonly text: string;
}
export const readCannedReplies = (ask: Ask, search: string) =>
	ask(CannedReplyList, `/api/desk/canned-replies${queryOf({ search })}`);
export const readCannedReplyPage = async (ask: Ask, search: string, cursor: string | null) =>
	toRows(
		await ask(CannedReplyList, `/api/desk/canned-replies${queryOf({ search, cursor, limit: PAGE })}`),
		({ replies }) => replies,
	);
export const createCannedReply = (ask: Ask, body: ReplyForm) =>
	ask(CannedReply, "/api/desk/canned-replies", { method: "POST", body });
export const changeCannedReply = (ask: Ask, { id, ...body }: ReplyForm & { id: string }) =>
	ask(CannedReply, `/api/desk/canned-replies/${id}`, { method: "PATCH", body });
export const deleteCannedReply = (ask: Ask, { id }: CannedReply) =>
	ask(Nothing, `/api/desk/canned-replies/${id}`, { method: "DELETE" });

export interface WebhookForm {
	readonly url: string;
	readonly events: readonly string[];
}
export const readWebhooks = (ask: Ask) => ask(WebhookList, "/api/webhooks");
export const createWebhook = (ask: Ask, body: WebhookForm) =>
	ask(MadeWebhook, "/api/webhooks", { method: "POST", body });
export const changeWebhook = (
	ask: Ask,
	{ id, ...body }: { id: string; url?: string; events?: readonly string[]; enabled?: boolean },
) => ask(Webhook, `/api/webhooks/${id}`, { method: "PATCH", body });
export const deleteWebhook = (ask: Ask, { id }: Webhook) =>
	ask(Nothing, `/api/webhooks/${id}`, { method: "DELETE" });
export const readDeadLetters = async (ask: Ask, webhookId: string, cursor: string | null) =>
	toRows(
		await ask(DeadLetterList, `/api/webhooks/${webhookId}/dead-letters${queryOf({ cursor, limit: PAGE })}`),
		({ deadLetters }) => deadLetters,
	);
export const replayDeadLetters = (ask: Ask, { webhookId, ids }: { webhookId: string; ids: string[] }) =>
	ask(Replayed, `/api/webhooks/${webhookId}/dead-letters/replay`, { method: "POST", body: { ids } });

export const readDeliveries = async (
	ask: Ask,
	{ webhookId, status }: { webhookId: string; status: string },
	cursor: string | null,
) =>
	toRows(
		await ask(
			DeliveryList,
			`/api/webhooks/${webhookId}/deliveries${queryOf({ status, cursor, limit: PAGE })}`,
		),
		({ deliveries }) => deliveries,
	);
export const readPayload = (ask: Ask, { webhookId, id }: { webhookId: string; id: string }) =>
	ask(DeliveryPayload, `/api/webhooks/${webhookId}/deliveries/${encodeURIComponent(id)}/payload`);
export const replayDeliveries = (ask: Ask, { webhookId, ids }: { webhookId: string; ids: string[] }) =>
	ask(Replayed, `/api/webhooks/${webhookId}/deliveries/replay`, { method: "POST", body: { ids } });

export type AuditEntry = z.infer<typeof AuditList>["entries"][number];
export interface AuditFilter {
	readonly action: string;
	readonly targetId: string;
	readonly actorId: string;
}
export async function readAuditLog(
	ask: Ask,
	filter: AuditFilter,
	before: string | null,
): Promise<Result<CursorPage<AuditEntry>>> {
	const answer = await ask(AuditList, `/api/desk/audit-log${queryOf({ ...filter, before, limit: PAGE })}`);
	if (!answer.ok) return answer;
	const next = answer.value.before;
	return {
		ok: true,
		value: { rows: answer.value.entries, nextCursor: next === null ? null : String(next) },
	};
}
