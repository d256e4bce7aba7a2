/** What a webhook is told, and how one is set up. */
import { z } from "zod";
import { ConversationEvent, Owner } from "./protocol.ts";

export const WEBHOOK_EVENTS = [
	"message.created",
	"conversation.owner_changed",
	"feedback.given",
	"csat.given",
] as const;
export const WebhookEventType = z.enum(WEBHOOK_EVENTS);
export type WebhookEventType = z.infer<typeof WebhookEventType>;

/** Headers of a delivery. The first three are those of standardwebhooks.com, whose libraries verify them. */
export const WEBHOOK_HEADERS = {
	id: "webhook-id",
	timestamp: "webhook-timestamp",
	signature: "webhook-signature",
	attempt: "webhook-attempt",
} as const;

const Place = { conversationId: z.uuid(), seq: z.int().positive(), at: z.iso.datetime() };

/** The body of a delivery. `seq` counts within the conversation; a webhook gets them in that order. */
export const WebhookPayload = z.discriminatedUnion("type", [
	z.object({ type: z.literal("message.created"), ...Place, message: ConversationEvent }),
	z.object({ type: z.literal("conversation.owner_changed"), ...Place, owner: Owner }),
	z.object({
		type: z.literal("feedback.given"),
		...Place,
		feedback: z.object({
			seq: z.int().positive(),
			rating: z.enum(["up", "down"]).nullable(),
			reason: z.string().nullable(),
		}),
	}),
	z.object({
		type: z.literal("csat.given"),
		...Place,
		/** `seq` of the resolution; `rating` from 1 to 5. */
		csat: z.object({ seq: z.int().positive(), rating: z.int(), comment: z.string().nullable() }),
	}),
]);
export type WebhookPayload = z.infer<typeof WebhookPayload>;

const Url = z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).max(2_000);
const Events = z
	.array(WebhookEventType)
	.min(1)
	.max(WEBHOOK_EVENTS.length)
	.transform((events) => [...new Set(events)]);

export const NewWebhook = z.object({ url: Url, events: Events });
export type NewWebhook = z.infer<typeof NewWebhook>;
export const WebhookChange = z.object({ url: Url, events: Events, enabled: z.boolean() }).partial();
export type WebhookChange = z.infer<typeof WebhookChange>;

/** A webhook as the API shows it: its secret is told once, when it is made. */
export const Webhook = z.object({
	id: z.uuid(),
	url: z.string(),
	events: z.array(WebhookEventType),
	enabled: z.boolean(),
	createdAt: z.iso.datetime(),
});
export type Webhook = z.infer<typeof Webhook>;

/** A delivery that was given up. What it would have said stands in the conversation. */
export const DeadLetter = z.object({
	id: z.string(),
	webhookId: z.uuid(),
	conversationId: z.uuid(),
	seq: z.int().positive(),
	type: WebhookEventType,
	attempts: z.int(),
	error: z.string(),
	queuedAt: z.iso.datetime(),
	failedAt: z.iso.datetime(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

export const WebhookList = z.object({ webhooks: z.array(Webhook) });
export const MadeWebhook = Webhook.extend({ secret: z.string() });
export const DeadLetterQuery = z.object({
	/** `nextCursor` of the page before. */
	cursor: z.string().max(300).optional(),
	limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const DeadLetterList = z.object({
	deadLetters: z.array(DeadLetter),
	nextCursor: z.string().nullable(),
});
export const Replay = z.object({ ids: z.array(z.string().max(200)).min(1).max(100) });
/** `gone`: the webhook has no such letter, or its conversation is no more. */
export const Replayed = z.object({ replayed: z.array(z.string()), gone: z.array(z.string()) });

export const DeliveryStatus = z.enum(["delivered", "waiting", "given_up"]);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/** How a delivery fares, since it was last put into its queue. */
export const WebhookDelivery = z.object({
	id: z.string(),
	webhookId: z.uuid(),
	conversationId: z.uuid(),
	seq: z.int().positive(),
	type: WebhookEventType,
	/** `waiting`: the last attempt failed, and there is another one at `nextAt`. */
	status: DeliveryStatus,
	attempts: z.int().positive(),
	/** What the receiver answered with at the last attempt; null where it did not answer. */
	httpStatus: z.int().nullable(),
	/** Why the last attempt failed, in words of ours. */
	error: z.string().nullable(),
	/** Milliseconds of the last attempt. */
	tookMs: z.int().nonnegative(),
	queuedAt: z.iso.datetime(),
	triedAt: z.iso.datetime(),
	nextAt: z.iso.datetime().nullable(),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const DeliveryQuery = DeadLetterQuery.extend({ status: DeliveryStatus.optional() });
export const DeliveryList = z.object({
	deliveries: z.array(WebhookDelivery),
	nextCursor: z.string().nullable(),
});
/** What a delivery says. `isRedacted`: for those who may not read conversations, without anybody's words. */
export const DeliveryPayload = z.object({ payload: z.json(), isRedacted: z.boolean() });
export type DeliveryPayload = z.infer<typeof DeliveryPayload>;
