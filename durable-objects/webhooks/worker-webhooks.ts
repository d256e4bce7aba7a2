import { jsonOrNull } from "../../contracts/json-or-null.ts";
import type { Database } from "../../store/database.ts";
import { EncryptionKeySet, SealedTexts } from "../../store/sealed-texts.ts";
import { noteDelivery } from "../../store/webhook-deliveries.ts";
import { buryDelivery, listActiveWebhooks, webhookSecretOf } from "../../store/webhooks.ts";
import type { ObjectEnv } from "../object-env.ts";
import { outgoingNetwork, outgoingRules } from "../outgoing-network.ts";
import { ActiveWebhooks } from "./active-webhooks.ts";
import { sendDelivery } from "./send-delivery.ts";
import type { WebhookPorts } from "./webhook-ports.ts";

type WebhookEnv = Pick<
	ObjectEnv,
	"DATABASE_URL" | "ENCRYPTION_KEYS" | "ENVIRONMENT" | "OUTGOING_HOSTS" | "PUBLIC_NETWORK"
>;

/** After a note that could not be made, none is tried for this time. */
const NOTES_REST_MS = 15_000;
let noNotesBeforeMs = 0;

/** One list a database: all conversations of the isolate share it. */
const lists = new Map<string, ActiveWebhooks>();

/** Webhooks as Postgres has them, over the network. */
export function workerWebhooks(env: WebhookEnv, database: () => Database): WebhookPorts {
	const key = env.DATABASE_URL ?? "";
	const list = lists.get(key) ?? new ActiveWebhooks();
	lists.set(key, list);
	const rules = outgoingRules(env);
	const network = outgoingNetwork(env, rules);
	return {
		active: () =>
			list.list({
				load: async () => listActiveWebhooks(database()),
				open: (sealed, id) => sealedTexts(env.ENCRYPTION_KEYS).open(sealed, webhookSecretOf(id)),
				nowMs: () => Date.now(),
			}),
		send: (webhook, delivery) =>
			sendDelivery(webhook, delivery, {
				rules,
				fetch: (request) => network.fetch(request),
				nowMs: () => Date.now(),
			}),
		note: async (delivery) => {
			if (Date.now() < noNotesBeforeMs) return;
			try {
				await noteDelivery(database(), delivery);
			} catch {
				// deliveries matter more than the list of them: while Postgres is away, none waits for its note
				noNotesBeforeMs = Date.now() + NOTES_REST_MS;
			}
		},
		bury: async (letter) => buryDelivery(database(), letter),
	};
}

/** @throws Error naming the setting, never a value */
function sealedTexts(json: string | undefined): SealedTexts {
	const parsed = EncryptionKeySet.safeParse(jsonOrNull(json ?? ""));
	if (!parsed.success)
		throw new Error("Bad configuration: ENCRYPTION_KEYS: is no set of keys. See docs/configuration.md.");
	return new SealedTexts(parsed.data);
}
