/** Rasa's HTTP API in workerd, with the real object and the bundled assistant behind it. */
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { test } from "vitest";
import { z } from "zod";
import { ConversationSummary } from "../contracts/api.ts";
import worker from "./index.ts";
import { freshJwk } from "./testing/test-keys.ts";

const NOBODY = "http://127.0.0.1:9";
const Tracker = z.object({
	sender_id: z.string(),
	slots: z.record(z.string(), z.json()),
	events: z.array(
		z.looseObject({ event: z.string(), name: z.string().nullish(), text: z.string().nullish() }),
	),
	latest_message: z.looseObject({ text: z.string().nullish() }),
});
const Said = z.object({
	tracker: Tracker,
	messages: z.array(z.object({ recipient_id: z.string() }).loose()),
});

/** Postgres answers "no such conversation" at once, so that new ones can begin. */
async function openApi() {
	const settings = {
		...env,
		ENVIRONMENT: "production",
		DATABASE_URL: "postgresql://care:secret@127.0.0.1:9/care",
		DATABASE_FETCH_ENDPOINT: `${NOBODY}/sql`,
		UPSTASH_REDIS_REST_URL: NOBODY,
		UPSTASH_REDIS_REST_TOKEN: "secret",
		API_TOKEN: "a-long-token",
		SIGNING_KEYS: JSON.stringify({ keys: [await freshJwk("es")] }),
	};
	return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
		const context = createExecutionContext();
		const address = `https://care.example${path}${path.includes("?") ? "&" : "?"}token=a-long-token`;
		const init = {
			method,
			headers: { "Content-Type": "application/json", ...headers },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		};
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the handler wants what workerd hands over, and reads nothing of `cf`
		const request = new Request(address, init) as Request<unknown, IncomingRequestCfProperties>;
		const response = await worker.fetch(request, settings, context);
		await waitOnExecutionContext(context);
		return response;
	};
}

test("[RA10] a conversation through Rasa's API: read, recorded, predicted, triggered, told as a story, replaced", async ({
	expect,
}) => {
	const call = await openApi();
	// a visitor's conversation: it begins without a word of Postgres
	const session = z.object({ token: z.string() }).parse(await (await call("POST", "/api/visitors")).json());
	const auth = { Authorization: `Bearer ${session.token}` };
	const begun = await call("POST", "/api/conversations", undefined, auth);
	const { id } = ConversationSummary.parse(await begun.json());
	const at = `/conversations/${id}`;

	const triggered = Said.parse(
		await (await call("POST", `${at}/trigger_intent`, { name: "greet", entities: [] })).json(),
	);
	expect(triggered.tracker.events.some(({ text }) => text === "EXTERNAL: greet")).toBe(true);
	expect(triggered.messages.length).toBeGreaterThan(0);

	const recorded = await call("POST", `${at}/messages`, { text: "/greet", sender: "user" });
	const tracker = Tracker.parse(await recorded.json());
	expect(tracker.sender_id).toBe(id);
	expect(tracker.latest_message.text).toBe("/greet");
	expect(tracker.events.findLast(({ event }) => event === "user")?.text).toBe("/greet");

	const predicted = z
		.object({ scores: z.array(z.object({ action: z.string(), score: z.number() })), policy: z.string() })
		.parse(await (await call("POST", `${at}/predict`)).json());
	expect(predicted.scores[0]).toMatchObject({ score: 1 });
	const [best] = predicted.scores;
	const executed = Said.parse(await (await call("POST", `${at}/execute`, { name: best?.action })).json());
	expect(executed.messages[0]).toMatchObject({ recipient_id: id });
	expect(executed.tracker.events.map(({ event }) => event).slice(-2)).toEqual(["action", "bot"]);

	expect((await call("POST", `${at}/trigger_intent`, { name: "ghost" })).status).toBe(404);

	const story = await (await call("GET", `${at}/story`)).text();
	expect(story).toContain("intent: greet");
	expect(story).toContain(`action: ${best?.action}`);

	const slots = [{ event: "slot", name: "order_number", value: "A-1" }];
	const appended = Tracker.parse(await (await call("POST", `${at}/tracker/events`, slots)).json());
	expect(appended.slots["order_number"]).toBe("A-1");
	const replaced = Tracker.parse(
		await (
			await call("PUT", `${at}/tracker/events`, [{ event: "slot", name: "email", value: "a@b.c" }])
		).json(),
	);
	expect(replaced.events.map(({ event }) => event)).toEqual(["slot"]);
	expect([replaced.slots["order_number"], replaced.slots["email"]]).toEqual([null, "a@b.c"]);
	const all = Tracker.parse(await (await call("GET", `${at}/tracker?include_events=ALL`)).json());
	expect(all.events.length).toBeGreaterThan(replaced.events.length);
});

test("[RA10] domain and status are those of the bundled assistant", async ({ expect }) => {
	const call = await openApi();
	const domain = z
		.looseObject({ intents: z.array(z.unknown()) })
		.parse(await (await call("GET", "/domain")).json());
	expect(JSON.stringify(domain.intents)).toContain("greet");
	expect(await (await call("GET", "/status")).json()).toMatchObject({ num_active_training_jobs: 0 });
});
