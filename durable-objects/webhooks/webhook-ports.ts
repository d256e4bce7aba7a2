/** What a conversation needs to tell webhooks. */
import type {
	DeadLetter,
	WebhookDelivery,
	WebhookEventType,
	WebhookPayload,
} from "../../contracts/webhooks.ts";

/** A webhook that is told, its secret in the clear. */
export interface OpenWebhook {
	readonly id: string;
	readonly url: string;
	readonly events: readonly WebhookEventType[];
	readonly activeSinceMs: number;
	/** `whsec_` and the key's bytes in base64. */
	readonly secret: string;
}

export interface Delivery {
	readonly id: string;
	/** From 1. */
	readonly attempt: number;
	readonly payload: WebhookPayload;
}

/** `httpStatus`: what the receiver answered with, where it answered. */
export type DeliveryOutcome =
	| { readonly status: "delivered"; readonly httpStatus?: number }
	/** In words for the list of dead letters; never what the receiver answered. */
	| { readonly status: "failed"; readonly error: string; readonly httpStatus?: number };

export interface WebhookPorts {
	/** @throws StoreUnavailable while Postgres is away and the isolate knows no list */
	active(): Promise<readonly OpenWebhook[]>;
	/** Never throws. */
	send(webhook: OpenWebhook, delivery: Delivery): Promise<DeliveryOutcome>;
	/** Notes how a delivery fares, as far as that can be done. Never throws, and keeps nobody waiting for long. */
	note(delivery: WebhookDelivery): Promise<void>;
	/** @throws StoreUnavailable */
	bury(letter: DeadLetter): Promise<void>;
}
