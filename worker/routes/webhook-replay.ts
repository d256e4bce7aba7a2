import type { Context } from "hono";
import type { HonoEnv } from "../hono-env.ts";

interface Place {
	readonly id: string;
	readonly conversationId: string;
	readonly seq: number;
}

/** Puts deliveries back into the queues of their conversations. @returns the ids of those that were taken */
export async function requeue(
	c: Context<HonoEnv>,
	webhookId: string,
	places: readonly Place[],
): Promise<string[]> {
	const conversations = new Map<string, Place[]>();
	for (const place of places)
		conversations.set(place.conversationId, [...(conversations.get(place.conversationId) ?? []), place]);
	const taken = await Promise.all(
		[...conversations].map(async ([conversationId, theirs]) => {
			const seqs = theirs.map(({ seq }) => seq);
			const count = await c.env.CONVERSATIONS.getByName(conversationId).replayWebhook({ webhookId, seqs });
			return count === seqs.length ? theirs.map(({ id }) => id) : [];
		}),
	);
	return taken.flat();
}

export function writeCursor(at: string, id: string): string {
	return `${at}_${id}`;
}

/** A cursor that nobody gave out is the first page. */
export function readCursor(cursor: string | undefined): { id: string; atMs: number } | undefined {
	const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f.-]{1,100})$/.exec(cursor ?? "");
	const [, at = "", id] = match ?? [];
	const atMs = Date.parse(at);
	return id === undefined || Number.isNaN(atMs) ? undefined : { id, atMs };
}
