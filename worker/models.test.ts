/** Models in the desk: people publish what is kept, and go back. */
import { afterAll, beforeAll, test } from "vitest";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { DeskModel, MAX_MODEL_BYTES, ModelList } from "../contracts/models.ts";
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
import { ORIGIN } from "./testing/test-world.ts";

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
		before: null,
		canPublish: true,
	});
	expect((await rollBack()).status, "nothing was published yet").toBe(409);
	const [one, two] = [trained("Hallo"), trained("Moin")];
	const first = await keep("one.caremodel", one.bytes, one.modelId, 0);
	const second = await keep("two.caremodel", two.bytes, two.modelId, 1);
	const changes = world.models.changes;
	expect((await publish(first)).status).toBe(200);
	const published = ModelList.parse(await (await publish(second)).json());
	expect(published.before).toEqual({ id: first });
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

const upload = async (
	file: Uint8Array,
	headers: Record<string, string> = auth,
	query = "?fileName=new.caremodel",
) =>
	world.request(`/api/desk/models${query}`, {
		method: "POST",
		headers: { "Content-Type": "application/octet-stream", Origin: ORIGIN, ...headers },
		body: new Uint8Array(file),
	});

test("[MP11] a file that is uploaded is kept and does not answer; it goes when it is let go, and not while it is active", async ({
	expect,
}) => {
	const { bytes, modelId } = trained("Servus");
	const answer = await upload(bytes);
	expect(answer.status).toBe(201);
	const model = DeskModel.parse(await answer.json());
	expect(model).toMatchObject({
		modelId,
		fileName: "new.caremodel",
		assistantId: "greeter",
		bytes: bytes.length,
		isActive: false,
	});
	expect((await upload(bytes)).status, "the same once more").toBe(201);
	expect((await list()).models.filter(({ id }) => id === model.id)).toHaveLength(1);

	const remove = async (id: string, headers = auth) =>
		(await world.browser().call("DELETE", `/api/desk/models/${id}`, undefined, headers)).status;
	expect((await publish(model.id)).status).toBe(200);
	expect(await remove(model.id)).toBe(409);
	expect((await publish(null)).status).toBe(200);
	const { auth: analyst } = await signInAs(world, await addUser(world, ["analyst"]));
	expect(await remove(model.id, analyst)).toBe(403);
	expect(await remove(model.id)).toBe(204);
	expect(await remove(model.id)).toBe(404);
	expect((await list()).models.map(({ id }) => id)).not.toContain(model.id);
	const told = (await readAuditLog(world.database, { limit: 20 })).map(({ action }) => action);
	expect(told.filter((action) => /model\.(uploaded|deleted)/u.test(action))).toEqual([
		"model.deleted",
		"model.uploaded",
		"model.uploaded",
	]);
});

test("[MP12] what is no model, too large, without a name or from somebody else is not kept", async ({
	expect,
}) => {
	const before = (await list()).models;
	const refused = await upload(new TextEncoder().encode("no model at all"));
	expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining("can't be loaded")]);
	expect((await upload(new Uint8Array(MAX_MODEL_BYTES + 1))).status).toBe(413);
	const { bytes } = trained("Tach");
	expect((await upload(bytes, auth, "")).status).toBe(400);
	expect((await upload(bytes, auth, "?fileName=a%2Fb")).status).toBe(400);
	expect((await upload(bytes, { ...auth, "Content-Type": "application/json" })).status).toBe(415);
	const { auth: analyst } = await signInAs(world, await addUser(world, ["analyst"]));
	expect((await upload(bytes, analyst)).status).toBe(403);
	expect((await upload(bytes, {})).status).toBe(401);
	const closed = await accountWorld(gateway, { HTTP_API: "off" });
	const there = await signInAs(closed, developer);
	const shut = await closed.request("/api/desk/models?fileName=x", {
		method: "POST",
		headers: { "Content-Type": "application/octet-stream", Origin: ORIGIN, ...there.auth },
		body: new Uint8Array(bytes),
	});
	expect(shut.status).toBe(409);
	expect((await list()).models).toEqual(before);
});
