import type { ActiveWebhook } from "../../store/webhooks.ts";
import type { OpenWebhook } from "./webhook-ports.ts";

/** A webhook that is made, changed or removed is known to every isolate after this time. */
export const LIST_AGE_MS = 10_000;

export interface WebhookSource {
	load(): Promise<readonly ActiveWebhook[]>;
	/** Opens a sealed secret. */
	open(sealed: string, webhookId: string): Promise<string>;
	nowMs(): number;
}

/**
 * The list of webhooks, kept in the isolate for all of its conversations. What is kept is a list that has come, never one
 * that is on its way: an object may not wait for what another one asked for.
 */
export class ActiveWebhooks {
	#list: readonly OpenWebhook[] | null = null;
	#loadedAtMs = 0;

	/** @throws StoreUnavailable */
	async list(source: WebhookSource): Promise<readonly OpenWebhook[]> {
		const nowMs = source.nowMs();
		const ageMs = nowMs - this.#loadedAtMs;
		if (this.#list !== null && ageMs >= 0 && ageMs < LIST_AGE_MS) return this.#list;
		const webhooks = await source.load();
		const list = await Promise.all(
			webhooks.map(async ({ id, url, events, activeSinceMs, sealedSecret }) => ({
				id,
				url,
				events,
				activeSinceMs,
				secret: await source.open(sealedSecret, id),
			})),
		);
		this.#list = list;
		this.#loadedAtMs = nowMs;
		return list;
	}
}
