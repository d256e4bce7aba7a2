import { WEBHOOK_HEADERS } from "../../contracts/webhooks.ts";
import { type AddressRules, refusalOfAddress } from "../outgoing-address.ts";
import type { Delivery, DeliveryOutcome, OpenWebhook } from "./webhook-ports.ts";
import { signatureOf } from "./webhook-signature.ts";

/** A receiver should take a delivery and think about it later. */
const TIMEOUT_MS = 10_000;

export interface DeliveryWorld {
	readonly rules: AddressRules;
	readonly fetch: (request: Request) => Promise<Response>;
	readonly nowMs: () => number;
	readonly timeoutMs?: number;
}

/** Posts a delivery. Redirects are not followed, and of the answer nothing but its status is read. Never throws. */
export async function sendDelivery(
	webhook: OpenWebhook,
	delivery: Delivery,
	{ rules, fetch, nowMs, timeoutMs = TIMEOUT_MS }: DeliveryWorld,
): Promise<DeliveryOutcome> {
	const refusal = refusalOfAddress(webhook.url, rules);
	if (refusal !== null) return { status: "failed", error: `the address ${refusal}` };
	const body = JSON.stringify(delivery.payload);
	const timestampSeconds = Math.floor(nowMs() / 1_000);
	const { id, attempt } = delivery;
	try {
		const response = await fetch(
			new Request(webhook.url, {
				method: "POST",
				headers: {
					"content-type": "application/json",
					"user-agent": "CustomerCare-Webhooks/1",
					[WEBHOOK_HEADERS.id]: id,
					[WEBHOOK_HEADERS.timestamp]: String(timestampSeconds),
					[WEBHOOK_HEADERS.signature]: await signatureOf(webhook.secret, { id, timestampSeconds, body }),
					[WEBHOOK_HEADERS.attempt]: String(attempt),
				},
				body,
				redirect: "manual",
				signal: AbortSignal.timeout(timeoutMs),
			}),
		);
		// an answer may be endless: its line is let go
		await response.body?.cancel();
		const { ok, status: httpStatus } = response;
		return ok
			? { status: "delivered", httpStatus }
			: { status: "failed", error: `status ${httpStatus}`, httpStatus };
	} catch (error) {
		const isLate = error instanceof Error && error.name === "TimeoutError";
		return { status: "failed", error: isLate ? "no answer in time" : "can't be reached" };
	}
}
