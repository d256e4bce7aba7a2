import { assistantOf } from "../../dialogue/testing/bot.ts";
import { type LoadedAssistant, loadModel } from "../../durable-objects/loaded-assistant.ts";
import { smallTable } from "../../nlu/vectors/small-table.ts";
import { createApp } from "../app.ts";
import type { Scrypt } from "../auth/passwords.ts";
import type { Bindings } from "../bindings.ts";
import type { LogEvent } from "../../observability/log-event.ts";
import { FakeConversations, FakeInboxes, FakeScheduler, FakeSessions, fakeAssets } from "./test-bindings.ts";
import { freshJwk } from "./test-keys.ts";

/** A bot of one rule. */
function testAssistant(assistantId: string): LoadedAssistant {
	const assistant = assistantOf({
		"config.yml": "policies: [{name: RulePolicy}]",
		"domain.yml": "intents: [greet]\nresponses: {utter_hi: [{text: Hi}]}",
		"data.yml": "rules: [{rule: r, steps: [{intent: greet}, {action: utter_hi}]}]",
	});
	return {
		modelId: "model-1",
		assistantId,
		assistant,
		domainJson: { intents: ["greet"] },
		interpreter: {
			parse: () => {
				throw new Error("nothing is parsed here");
			},
		},
	};
}

/** A port where nobody listens: whoever asks there is refused at once. */
export const NOBODY = "http://127.0.0.1:9";
export const ORIGIN = "http://care.example";

interface More {
	readonly scrypt?: Scrypt;
	readonly waitUntil?: (promise: Promise<unknown>) => void;
	/** Beside the environment of every test. */
	readonly bindings?: Pick<Bindings, "PUBLIC_NETWORK">;
}

/** An app with its own environment and a clock that stands still until it is moved. */
export async function testWorld(
	{ assistantId = "assistant-1", ...overrides }: Record<string, string> = {},
	redisTimeoutMs?: number,
	more: More = {},
) {
	const clock = { nowMs: Date.parse("2026-11-20T10:00:00Z") };
	const log: LogEvent[] = [];
	const conversations = new FakeConversations();
	/** The assistant that answers, where a test sets one; and how often another was made the active one. */
	const models: { current: LoadedAssistant | null; changes: number } = { current: null, changes: 0 };
	const sessions = new FakeSessions();
	const scheduler = new FakeScheduler();
	const inboxes = new FakeInboxes();
	const keys = { keys: [await freshJwk("key-1"), await freshJwk("key-0", "EdDSA")] as const };
	const env = {
		CONVERSATIONS: conversations,
		SOCKETIO_SESSIONS: sessions,
		SCHEDULER: scheduler,
		INBOXES: inboxes,
		ASSETS: fakeAssets,
		ENVIRONMENT: "production",
		DATABASE_URL: "postgresql://care:secret@127.0.0.1:9/care",
		DATABASE_FETCH_ENDPOINT: `${NOBODY}/sql`,
		UPSTASH_REDIS_REST_URL: NOBODY,
		UPSTASH_REDIS_REST_TOKEN: "secret",
		SIGNING_KEYS: JSON.stringify(keys),
		...overrides,
		...more.bindings,
	};
	const app = createApp({
		nowMs: () => clock.nowMs,
		log: (event) => log.push(event),
		parse: async (text, options) => ({
			text,
			intent: { name: "greet", confidence: 0.9 },
			entities: [],
			intent_ranking: [{ name: "greet", confidence: 0.9 }],
			...(options.explain === true ? { explanation: { asked: options.timeZone ?? "UTC" } } : {}),
		}),
		assistant: async () => models.current ?? testAssistant(assistantId),
		openModel: async (file) => loadModel(file),
		understanding: ({ interpreter }) => ({ interpreter, askExtractors: async () => new Map() }),
		activeModelChanged: () => void (models.changes += 1),
		wordVectors: async () => smallTable([{ word: "unused", vector: [1, 0] }], "xx"),
		...(more.scrypt === undefined ? {} : { scrypt: more.scrypt }),
		...(redisTimeoutMs === undefined ? {} : { redisTimeoutMs }),
	});
	const { waitUntil } = more;
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: of the platform's context `inBackground` asks for this one method
	const context = waitUntil === undefined ? undefined : ({ waitUntil } as ExecutionContext);
	const request = (path: string, init: RequestInit = {}) =>
		app.request(`${ORIGIN}${path}`, init, env, context);
	const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
		request(path, {
			method: "POST",
			headers: { "Content-Type": "application/json", ...headers },
			body: typeof body === "string" ? body : JSON.stringify(body),
		});
	const fakes = { conversations, scheduler, sessions, inboxes };
	return { app, env, clock, log, models, ...fakes, keys, request, post };
}
export type TestWorld = Awaited<ReturnType<typeof testWorld>>;

/** A new visitor: id, token and the header to call with. */
export async function newVisitor(world: TestWorld) {
	const response = await world.request("/api/visitors", { method: "POST" });
	const session: unknown = await response.json();
	if (typeof session !== "object" || session === null || !("token" in session) || !("visitorId" in session))
		throw new Error(`no visitor: ${response.status} ${JSON.stringify(session)}`);
	const token = String(session.token);
	return { visitorId: String(session.visitorId), token, auth: { Authorization: `Bearer ${token}` } };
}
