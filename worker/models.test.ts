/** Models in the desk: people publish what is kept, and go back. */
import { afterAll, beforeAll, test } from "vitest";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { ModelList } from "../contracts/models.ts";
import { trainProject } from "../dialogue/train-project.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { readAuditLog } from "../store/audit-log.ts";
import { connectDatabase } from "../store/database.ts";
import { findActiveModel, saveModel } from "../store/models.ts";
import {
	type AccountWorld,
	accountWorld,
	addUser,
	signInAs,
	type TestUser,
} from "./testing/account-world.ts";

/** In German, so that nobody asks for word vectors. */
const project = (greeting: string) => `
assistant_id: greeter
language: de
pipeline: [{name: WhitespaceTokenizer}, {name: LogisticRegressionClassifier}]
policies: [{name: RulePolicy}]
intents: [greet, leave]
responses: {utter_hi: [{text: ${greeting}}]}
nlu:
- {intent: greet, examples: "- hallo\\n- guten tag\\n- moin\\n"}
- {intent: leave, examples: "- tschüs\\n- auf wiedersehen\\n- bis bald\\n"}
rules:
- {rule: hello, steps: [{intent: greet}, {action: utter_hi}]}
`;
const trained = (greeting: string) =>
	trainProject(
		{ training: [{ path: "body.yml", text: project(greeting) }], tests: [], beside: [] },
		{ seed: 1 },
	);

let gateway: TestGateway;
let world: AccountWorld;
let developer: TestUser;
let auth: Record<string, string>;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	world = await accountWorld(gateway, { HTTP_API: "on", API_TOKEN: "a-token-of-rasa" });
	developer = await addUser(world, ["bot_developer"]);
	({ auth } = await signInAs(world, developer));
});
afterAll(() => gateway.close());

async function keep(fileName: string, bytes: Uint8Array, modelId: string, minute: number): Promise<string> {
	const file = new Uint8Array(bytes);
	const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", file));
	const id = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
	const model = { id, modelId, assistantId: "greeter", fileName, file };
	await saveModel(world.database, model, { nowMs: world.clock.nowMs + minute * 60_000, keep: 20 });
	return id;
}

const list = async () =>
	ModelList.parse(await (await world.request("/api/desk/models", { headers: auth })).json());
const publish = async (id: unknown, headers = auth) =>
	world.browser().call("PUT", "/api/desk/models/active", { id }, headers);
const rollBack = async (headers: Record<string, string> = {}) =>
	world.browser().call("POST", "/api/desk/models/rollback", undefined, { ...auth, ...headers });
const activeId = async () => (await findActiveModel(world.database))?.id ?? null;

test("[MP9] people see what is kept and what answers, publish a kept model and go back; the audit log names them", async ({
	expect,
}) => {
	expect(await list()).toEqual({
		models: [],
		answering: { modelId: "model-1", assistantId: "assistant-1" },
		canPublish: true,
	});
	expect((await rollBack()).status, "nothing was published yet").toBe(409);
	const [one, two] = [trained("Hallo"), trained("Moin")];
	const first = await keep("one.caremodel", one.bytes, one.modelId, 0);
	const second = await keep("two.caremodel", two.bytes, two.modelId, 1);
	const changes = world.models.changes;
	expect((await publish(first)).status).toBe(200);
	const published = ModelList.parse(await (await publish(second)).json());
	expect(published.models.map(({ fileName, modelId, isActive }) => [fileName, modelId, isActive])).toEqual([
		["two.caremodel", two.modelId, true],
		["one.caremodel", one.modelId, false],
	]);
	expect(world.models.changes).toBe(changes + 2);
	const key = { "Idempotency-Key": "back" };
	for (const _ of [1, 2]) expect((await rollBack(key)).status).toBe(200);
	expect(await activeId()).toBe(first);
	expect((await publish(null)).status).toBe(200);
	expect(await activeId()).toBeNull();
	expect((await publish(null)).status).toBe(200);
	expect((await rollBack()).status).toBe(200);
	expect(await activeId(), "the same twice is not the one before").toBe(first);

	const entries = await readAuditLog(world.database, { limit: 20 });
	const told = entries.filter(({ action }) => action.startsWith("model."));
	expect(told.map(({ action, target }) => [action.slice(6), target?.id ?? null])).toEqual([
		["published", first],
		["unpublished", null],
		["unpublished", null],
		["published", first],
		["published", second],
		["published", first],
	]);
	for (const { actor } of told) expect(actor).toEqual({ kind: "user", id: developer.id });
});

test("[MP10] what is not kept, can't answer, or may not be published here replaces nothing", async ({
	expect,
}) => {
	const before = await activeId();
	const damaged = new Uint8Array(trained("Grüezi").bytes);
	damaged[damaged.length - 1] = (damaged[damaged.length - 1] ?? 0) ^ 1;
	const broken = await keep("broken.caremodel", damaged, "broken", 2);
	expect((await publish(broken)).status).toBe(409);
	expect((await publish("f".repeat(64))).status).toBe(404);
	for (const id of ["", "two.caremodel", 7, undefined]) expect((await publish(id)).status).toBe(400);
	const { auth: analyst } = await signInAs(world, await addUser(world, ["analyst"]));
	expect((await publish(null, analyst)).status).toBe(403);
	expect((await world.request("/api/desk/models", { headers: analyst })).status).toBe(200);

	const closed = await accountWorld(gateway, { HTTP_API: "off" });
	const there = await signInAs(closed, developer);
	const refused = await closed.browser().call("PUT", "/api/desk/models/active", { id: null }, there.auth);
	expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining("HTTP_API")]);
	const seen = await closed.request("/api/desk/models", { headers: there.auth });
	expect(ModelList.parse(await seen.json()).canPublish).toBe(false);
	expect(await activeId()).toBe(before);
});
