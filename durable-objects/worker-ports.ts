import type { Desk } from "../contracts/reception.ts";
import { connectDatabase } from "../store/database.ts";
import { actionRunner, bundledActions } from "./action-runner.ts";
import { askDuckling } from "./duckling-client.ts";
import { assistantOf, sentenceEncoder } from "./assistant-host.ts";
import type { ConversationArchive, ConversationPorts } from "./conversation-ports.ts";
import { assistantEngine } from "./loaded-assistant.ts";
import { writeLog } from "../observability/log.ts";
import { reportError } from "../observability/report-error.ts";
import { deskOf, type DeskWorld } from "./desk/reception.ts";
import { conversationLimits, databaseAddress, type ObjectEnv, reportSettings } from "./object-env.ts";
import { workerHttp } from "./http-port.ts";
import { postgresArchive } from "./postgres-archive.ts";
import { canPublishModels, postgresModels } from "./published-models.ts";
import { redactionSettings } from "./redaction/redaction-settings.ts";
import { redactorOf } from "./redaction/redactor.ts";
import { remoteActions } from "./remote-actions.ts";
import { remoteResponses } from "./remote-responses.ts";
import { tellListener } from "./tell-listener.ts";
import { workerWebhooks } from "./webhooks/worker-webhooks.ts";
import { cachingShop, sharedAnswers } from "./shared-answers.ts";
import { postgresShop, SHOP_TIMEOUT_MS, shopBreaker } from "./shop-ports.ts";

/** A rebuild is waited for by a customer's page, which hears "unavailable" after this time and comes back. */
const REBUILD_TIMEOUT_MS = 5_000;

/** The one team that there is. */
const TEAM = "default";
const NO_INBOX = { place: null, isAttended: false, handoff: null } as const;

/** The first turn of a conversation waits for this; then the model of the release answers. */
const MODEL_TIMEOUT_MS = 2_000;

/** The real world of a conversation's object: Postgres, the assistant, the clock. Nothing is connected or loaded yet. */
export function workerPorts(
	env: ObjectEnv,
	waitUntil: (promise: Promise<unknown>) => void,
): ConversationPorts {
	const address = lazily(() => databaseAddress(env));
	const flushing = lazily(() => connectDatabase(address()));
	const rebuilding = lazily(() => connectDatabase({ ...address(), timeoutMs: REBUILD_TIMEOUT_MS }));
	const asking = lazily(() => connectDatabase({ ...address(), timeoutMs: SHOP_TIMEOUT_MS }));
	const shop = lazily(() =>
		cachingShop(postgresShop(asking(), shopBreaker(address().url)), sharedAnswers(env)),
	);
	const query: DeskWorld["query"] = (ask) => shopBreaker(address().url).call(() => ask(asking()));
	const report: ConversationPorts["report"] = (error, failure) =>
		reportError(error, failure, { config: reportSettings(env), log: writeLog, waitUntil });
	const models = canPublishModels(env)
		? postgresModels(lazily(() => connectDatabase({ ...address(), timeoutMs: MODEL_TIMEOUT_MS })))
		: null;
	const world = { assets: env.ASSETS, waitUntil, report, models, log: writeLog };
	return {
		engine: async (modelId) => {
			const assistant = await assistantOf(modelId, world);
			return assistantEngine(
				assistant,
				({ onActionStart, sender, siteKey }) =>
					actionRunner({
						actions: bundledActions(assistant.assistantId),
						remote: remoteActions(env, assistant.assistant.domain.spec, sender),
						ports: () => ({ shop: shop(), desk: deskAt(siteKey, env, query), http: workerHttp(env) }),
						nowMs: () => Date.now(),
						onStart: onActionStart,
					}),
				{
					askExtractors: askDuckling({
						RASA_DUCKLING_HTTP_URL: env.RASA_DUCKLING_HTTP_URL,
						fetch: (request) => fetch(request),
						log: writeLog,
					}),
					sentenceEncoder: () => sentenceEncoder(world),
					responses: (options) => remoteResponses(env, options),
				},
			);
		},
		archive: lazyArchive(lazily(() => postgresArchive(flushing(), rebuilding()))),
		limits: conversationLimits(env),
		redactor: redactorOf(redactionSettings(env.REDACTION)),
		webhooks: workerWebhooks(env, flushing),
		leaveInbox: async (id) => env.INBOXES?.getByName(TEAM).erased(id),
		tellInbox: async (report) => env.INBOXES?.getByName(TEAM).report(report) ?? NO_INBOX,
		tell: (listener, events) => tellListener(env, listener, events),
		nowMs: () => Date.now(),
		random: () => Math.random(),
		log: writeLog,
		report,
	};
}

/** The team's desk, as customers of this site find it. */
function deskAt(siteKey: string, env: ObjectEnv, query: DeskWorld["query"]): Desk {
	const isAttended = async () => env.INBOXES?.getByName(TEAM).isAttended() ?? false;
	return deskOf({ isAttended, query, team: TEAM, siteKey, nowMs: () => Date.now() });
}

/** A missing address is a failure of the call that needs it, not of the object: the chat goes on without Postgres. */
function lazyArchive(archive: () => ConversationArchive): ConversationArchive {
	return {
		flush: async (batch) => archive().flush(batch),
		claim: async (conversationId) => archive().claim(conversationId),
		load: async (conversationId, afterSeq, limit) => archive().load(conversationId, afterSeq, limit),
	};
}

export function lazily<Value>(make: () => Value): () => Value {
	let made: { value: Value } | null = null;
	return () => (made ??= { value: make() }).value;
}
