/** One thing done to many conversations at once, each by itself. Route: docs/api.md. */
import { z } from "zod";
import { Label } from "./desk.ts";
import { Priority, SeenSeq, Standing } from "./desk-commands.ts";
import { ErrorCode } from "./errors.ts";
import { ConversationId, MessageId } from "./ids.ts";

/** As many as one answer can wait for. */
export const MAX_BULK = 100;

export const BulkAction = z.discriminatedUnion("do", [
	z.object({ do: z.enum(["take_over", "hand_back", "queue", "resolve", "reopen"]) }),
	/** `userId` null puts them back into the queue. */
	z.object({ do: z.literal("assign"), userId: z.uuid().nullable() }),
	/** `until` null: until the customer writes. */
	z.object({ do: z.literal("snooze"), until: z.iso.datetime({ offset: true }).nullable() }),
	z.object({ do: z.literal("priority"), priority: Priority }),
	z.object({ do: z.enum(["add_label", "remove_label"]), labelId: z.uuid() }),
]);
export type BulkAction = z.infer<typeof BulkAction>;

/** `id` is the client's: what comes twice is done once to each, and answered the same. */
export const Bulk = z.object({
	id: MessageId,
	action: BulkAction,
	conversations: z
		.array(
			z.object({
				id: ConversationId,
				/** Only if it has not changed hands since; a label hangs on whatever hands it is in. */
				expectedEpoch: z.int().nonnegative().optional(),
				/** To put it away or close it only if the customer has not written since. */
				seenSeq: SeenSeq,
			}),
		)
		.min(1)
		.max(MAX_BULK)
		.refine((list) => new Set(list.map(({ id }) => id)).size === list.length, "names a conversation twice"),
});
export type Bulk = z.infer<typeof Bulk>;

/** What became of one of them. */
export const BulkResult = z.discriminatedUnion("outcome", [
	z.object({
		outcome: z.literal("done"),
		id: ConversationId,
		/** How it stands now; null where a label was hung on it or taken off. */
		standing: Standing.nullable(),
		/** Its labels now; null where none was changed. */
		labels: z.array(Label).nullable(),
	}),
	z.object({
		outcome: z.literal("refused"),
		id: ConversationId,
		code: ErrorCode,
		message: z.string(),
		/** How it stands, where somebody was faster. */
		standing: Standing.nullable(),
	}),
]);
export type BulkResult = z.infer<typeof BulkResult>;
/** In the order in which they were asked for. */
export const BulkOutcome = z.object({ results: z.array(BulkResult) });
export type BulkOutcome = z.infer<typeof BulkOutcome>;
