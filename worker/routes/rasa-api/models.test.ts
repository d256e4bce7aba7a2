/** Publishing, training and testing models, with a real Postgres behind the gateway. */
import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "../../../cli/migrate-database.ts";
import { startTrainingServer } from "../../../cli/training-server.ts";
import { trainProject } from "../../../dialogue/train-project.ts";
import { loadModel } from "../../../durable-objects/loaded-assistant.ts";
import type { Network } from "../../../durable-objects/outgoing-network.ts";
import { type LoopbackServer, serveOnLoopback } from "../../../gateway/testing/loopback-server.ts";
import { startTestGateway, type TestGateway } from "../../../gateway/testing/test-gateway.ts";
import { decodeModelFile } from "../../../nlu/model-file.ts";
import { readAuditLog } from "../../../store/audit-log.ts";
import { connectDatabase, type Database } from "../../../store/database.ts";
import { findActiveModel, findModel, readModelFile } from "../../../store/models.ts";
import { RasaErrorBody } from "../../rasa-error.ts";
import { testWorld, type TestWorld } from "../../testing/test-world.ts";

/** In German, so that nobody asks for word vectors. */
const PROJECT = `
assistant_id: greeter
language: de
pipeline: [{name: WhitespaceTokenizer}, {name: LogisticRegressionClassifier}]
policies: [{name: RulePolicy}]
intents: [greet, leave]
entities: [town]
responses:
  utter_hi: [{text: Hallo}]
  utter_bye: [{text: Tschüs}]
nlu:
- {intent: greet, examples: "- hallo\\n- guten tag\\n- moin\\n"}
- {intent: leave, examples: "- tschüs\\n- auf wiedersehen\\n- bis bald\\n"}
rules:
- {rule: hello, steps: [{intent: greet}, {action: utter_hi}]}
- {rule: bye, steps: [{intent: leave}, {action: utter_bye}]}
`;
const files = (text: string) => ({ training: [{ path: "body.yml", text }], tests: [], beside: [] });
const MODEL = trainProject(files(PROJECT), { seed: 1 });
const OTHER = trainProject(files(PROJECT.replace("Hallo", "Grüezi")), { seed: 1 });

const TOKEN = "token=a-long-token";
const SERVER_TOKEN = "a-token-of-the-server";
const YAML = { "Content-Type": "application/yaml" };
const BYTES = { "Content-Type": "application/octet-stream" };

let gateway: TestGateway;
let db: Database;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	db = connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` });
	await migrateDatabase(db);
});
afterAll(() => gateway.close());

function openWorld(
	more: Record<string, string> = {},
	bindings: { readonly PUBLIC_NETWORK?: Network } = {},
): Promise<TestWorld> {
	const variables = {
		API_TOKEN: "a-long-token",
		DATABASE_URL: gateway.databaseUrl,
		DATABASE_FETCH_ENDPOINT: `${gateway.url}/sql`,
		...more,
	};
	return testWorld(variables, undefined, { bindings });
}

const put = (world: TestWorld, body: BodyInit, headers: Record<string, string>, query = "") =>
	world.request(`/model?${TOKEN}${query}`, { method: "PUT", body, headers });
const putJson = (world: TestWorld, body: object) =>
	put(world, JSON.stringify(body), { "Content-Type": "application/json" });

async function refusal(response: Response) {
	const { code, reason, message } = RasaErrorBody.parse(await response.json());
	return { status: response.status, code, reason, message };
}

function copied(file: Uint8Array): Uint8Array<ArrayBuffer> {
	return new Uint8Array(file);
}

test("[MP1] a model that is sent is kept, active, and in the audit log; unloading goes back to the release", async ({
	expect,
}) => {
	const world = await openWorld();
	const sent = await put(world, copied(MODEL.bytes), BYTES, "&model_file=greeter.caremodel");
	expect([sent.status, await sent.text(), world.models.changes]).toEqual([204, "", 1]);
	const active = await findActiveModel(db);
	expect(active).toMatchObject({
		modelId: MODEL.modelId,
		fileName: "greeter.caremodel",
		assistantId: "greeter",
	});
	if (active === null) throw new Error("nothing is active");
	expect(Buffer.compare((await readModelFile(db, active)) ?? Buffer.of(), MODEL.bytes)).toBe(0);

	const dropped = await world.request(`/model?${TOKEN}`, { method: "DELETE" });
	expect([dropped.status, await findActiveModel(db), world.models.changes]).toEqual([204, null, 2]);
	// kept all the same: its name brings it back, as a path of another server's too
	expect((await putJson(world, { model_file: "models/greeter.caremodel" })).status).toBe(204);
	expect(await findActiveModel(db)).toMatchObject({ id: active.id });
	const audited = await readAuditLog(db, { limit: 3 });
	expect(audited.map(({ action, target }) => [action, target?.id ?? null])).toEqual([
		["model.published", active.id],
		["model.unpublished", null],
		["model.published", active.id],
	]);
});

test("[MP2] what can't answer never takes the place of what can", async ({ expect }) => {
	const world = await openWorld();
	expect((await put(world, copied(MODEL.bytes), BYTES)).status).toBe(204);
	const damaged = copied(OTHER.bytes);
	damaged[damaged.length - 1] = (damaged[damaged.length - 1] ?? 0) ^ 1;
	const newer = copied(OTHER.bytes);
	newer[8] = 99;
	for (const [body, headers, status, message] of [
		[damaged, BYTES, 400, /damaged/],
		[newer, BYTES, 400, /format 99/],
		[copied(OTHER.bytes).slice(0, 2_000), BYTES, 400, /can't be loaded/],
		["", BYTES, 400, /can't be loaded/],
		["no model", BYTES, 400, /can't be loaded/],
		["model", { "Content-Type": "text/csv" }, 415, /Unsupported/],
		["model", { "Content-Type": "text/plain" }, 400, /Malformed JSON/],
		["{}", { "Content-Type": "application/json" }, 400, /No path to model file/],
		["{", { "Content-Type": "application/json" }, 400, /Malformed JSON/],
		[
			'{"model_file": "no-such"}',
			{ "Content-Type": "application/json" },
			400,
			/'no-such' could not be loaded/,
		],
		[
			'{"remote_storage": "aws"}',
			{ "Content-Type": "application/json" },
			400,
			/remote storage.*signed address/,
		],
	] as const) {
		const refused = await refusal(await put(world, body, headers));
		expect([refused.status, refused.code], refused.message).toEqual([status, status]);
		expect(refused.message).toMatch(message);
	}
	const tooLong = await put(world, new Uint8Array(25 * 1024 * 1024 + 1), BYTES);
	expect(await refusal(tooLong)).toMatchObject({ status: 413, reason: "PayloadTooLarge" });
	expect(await findActiveModel(db)).toMatchObject({ modelId: MODEL.modelId });
	expect(world.models.changes).toBe(1);
});

test("[MP3][RA8] a model server is asked once, and not inside our own network; the status names its file", async ({
	expect,
}) => {
	const asked: string[] = [];
	const server = await serve((path, _body, answer) => {
		asked.push(path);
		if (path.startsWith("/moved")) answer.writeHead(302, { Location: "/model" }).end();
		else answer.setHeader("filename", "remote.caremodel").end(OTHER.bytes);
	});
	try {
		const inside = await openWorld();
		expect(await refusal(await putJson(inside, { model_server: { url: server.url } }))).toMatchObject({
			status: 400,
			message: expect.stringContaining("private network"),
		});
		expect(asked).toEqual([]);
		const world = await openWorld({ OUTGOING_HOSTS: "127.0.0.1" });
		const moved = await putJson(world, { model_server: { url: `${server.url}/moved` } });
		expect(await refusal(moved)).toMatchObject({ status: 400, message: expect.stringContaining("302") });
		const fetched = await putJson(world, { model_server: { url: `${server.url}/model`, token: "t" } });
		expect(fetched.status).toBe(204);
		expect(asked).toEqual(["/moved", "/model?token=t"]);
		expect(await findActiveModel(db)).toMatchObject({
			modelId: OTHER.modelId,
			fileName: "remote.caremodel",
		});
		world.models.current = { ...loadModel(OTHER.bytes), fileName: "remote.caremodel" };
		const status = await world.request(`/status?${TOKEN}`);
		expect(await status.json()).toMatchObject({
			model_file: "remote.caremodel",
			model_id: OTHER.modelId,
		});
	} finally {
		await server.close();
	}
});

test("[MP4] training answers with the file that `care train` makes of the same data, and keeps it without publishing", async ({
	expect,
}) => {
	const world = await openWorld();
	await world.request(`/model?${TOKEN}`, { method: "DELETE" });
	const train = (body: string, headers: Record<string, string>, query = "") =>
		world.request(`/model/train?${TOKEN}${query}`, { method: "POST", body, headers });
	const whole = await train(PROJECT, YAML);
	expect(whole.status).toBe(200);
	const name = whole.headers.get("filename") ?? "";
	expect(name).toBe(`20261120-100000-${MODEL.modelId.slice(0, 8)}.caremodel`);
	expect(whole.headers.get("Content-Disposition")).toBe(`attachment; filename="${name}"`);
	expect(Buffer.compare(Buffer.from(await whole.arrayBuffer()), MODEL.bytes)).toBe(0);
	expect(await findModel(db, name)).toMatchObject({ modelId: MODEL.modelId });
	expect(await findActiveModel(db)).toBeNull();

	// as Rasa 2 took it: parts by name, as text or written out
	const [config = "", rest = ""] = PROJECT.split("intents:");
	const [domain = "", data = ""] = rest.split("nlu:\n");
	const [nlu = "", rules = ""] = data.split("rules:\n");
	const parts = {
		config,
		domain: { intents: ["greet", "leave"], entities: ["town"] },
		responses: domain.slice(domain.indexOf("responses:")),
		nlu: `nlu:\n${nlu}`,
		rules: `rules:\n${rules}`,
		force: false,
	};
	const byParts = await train(
		JSON.stringify(parts),
		{ "Content-Type": "application/json" },
		"&save_to_default_model_directory=false&force_training=true",
	);
	expect(byParts.status).toBe(200);
	expect(decodeModelFile(new Uint8Array(await byParts.arrayBuffer())).header.assistantId).toBe("greeter");
	expect(await findModel(db, byParts.headers.get("filename") ?? "")).toBeNull();
	const status = await (await world.request(`/status?${TOKEN}`)).json();
	expect(status).toMatchObject({ num_active_training_jobs: 0 });
});

test("[MP14] a training server trains meanwhile: the same file, the same faults, and the isolate answers", async ({
	expect,
}) => {
	const server = await startTrainingServer({
		host: "127.0.0.1",
		port: 0,
		token: SERVER_TOKEN,
		report: () => {},
	});
	const TRAINING_SERVER = JSON.stringify({ url: server.url, token: SERVER_TOKEN });
	const world = await openWorld({ TRAINING_SERVER });
	world.models.current = loadModel(MODEL.bytes);
	const post = async (path: string, body: string) =>
		world.request(`${path}${TOKEN}`, { method: "POST", body, headers: YAML });
	try {
		const training = post("/model/train?", PROJECT);
		const state = { isTrained: false };
		void training.finally(() => {
			state.isTrained = true;
		});
		const active = async (): Promise<number> => {
			const status = await world.request(`/status?${TOKEN}`);
			return z.looseObject({ num_active_training_jobs: z.int() }).parse(await status.json())
				.num_active_training_jobs;
		};
		// oxlint-disable-next-line no-await-in-loop -- it begins when the database has answered
		while (!state.isTrained && (await active()) === 0) await new Promise((turn) => setTimeout(turn, 1));
		const answered: number[] = [];
		// oxlint-disable-next-line no-await-in-loop -- one after the other, as turns come
		for (let n = 0; n < 20; n += 1) answered.push(await active());
		expect([answered, state.isTrained]).toEqual([answered.map(() => 1), false]);
		const trained = await training;
		expect(Buffer.compare(Buffer.from(await trained.arrayBuffer()), MODEL.bytes)).toBe(0);
		const broken = await refusal(
			await post("/model/train?", PROJECT.replace("LogisticRegression", "NoSuch")),
		);
		expect(broken).toMatchObject({ status: 400, reason: "TrainingError" });
		expect(broken.message).toMatch(/body\.yml:4: error .*NoSuchClassifier/);
		const folds = await post("/model/test/intents?cross_validation_folds=2&", PROJECT);
		expect(await folds.json()).toMatchObject({ intent_evaluation: { predictions: expect.any(Array) } });
		expect(
			(await refusal(await post("/model/test/intents?cross_validation_folds=9&", PROJECT))).message,
		).toMatch(/9 parts can't be made/);
	} finally {
		await server.close();
	}
	for (const path of ["/model/train?", "/model/test/intents?cross_validation_folds=2&"])
		expect(await refusal(await post(path, PROJECT)), path).toMatchObject({
			status: 503,
			message: expect.stringContaining("could not be reached"),
		});
}, 120_000);

test("[MP5] every fault of the data is named with its line, and nothing is kept", async ({ expect }) => {
	const world = await openWorld();
	const train = async (body: BodyInit, headers: Record<string, string> = YAML) =>
		refusal(await world.request(`/model/train?${TOKEN}`, { method: "POST", body, headers }));
	const broken = `${PROJECT.replace("LogisticRegression", "NoSuch")}- {rule: bye again, steps: [{intent: leave}, {action: utter_hi}]}\n`;
	const refused = await train(broken);
	expect(refused).toMatchObject({ status: 400, code: 400, reason: "TrainingError" });
	expect(refused.message).toMatch(/body\.yml:4: error .*NoSuchClassifier/);
	const patterns = PROJECT.replace("rules:", '- {regex: r, examples: "- (a+)+$\\n- [unclosed\\n"}\nrules:');
	expect((await train(patterns)).message).toMatch(
		/2 faults:\nbody\.yml:14: error bad_regex: .*\nbody\.yml:14: error dangerous_regex: /,
	);
	expect((await train("nlu: [")).message).toMatch(/body\.yml:\d+: error yaml/);
	expect((await train("")).message).toMatch(/You must provide training data/);
	expect((await train(Uint8Array.of(0xff, 0xfe))).message).toMatch(/UTF-8/);
	expect((await train("[]", { "Content-Type": "application/json" })).message).toMatch(/expected object/);
	const many = Array.from({ length: 8_001 }, (_, i) => `- satz ${i}\\n`).join("");
	expect((await train(PROJECT.replace("- moin\\n", many))).message).toMatch(/too_many_examples.*care train/s);
	const stories = Array.from(
		{ length: 20_001 },
		() => "- {story: s, steps: [{intent: greet}, {action: utter_hi}]}\n",
	);
	expect((await train(`${PROJECT}stories:\n${stories.join("")}`)).message).toMatch(
		/too_many_steps.*care train/s,
	);
	expect((await train("x".repeat(2_000_001))).status).toBe(413);
}, 120_000);

test("[MP6] with callback_url the answer is 204, and file or refusal go there; not into our own network", async ({
	expect,
}) => {
	const told: { type: string; body: Buffer }[] = [];
	let hear = (): void => {};
	const heard = new Promise<void>((both) => {
		hear = both;
	});
	const server = await serve((_path, body, answer, type) => {
		told.push({ type, body });
		answer.end();
		if (told.length === 2) hear();
	});
	try {
		const train = (world: TestWorld, body: string, callback: string) =>
			world.request(`/model/train?${TOKEN}&callback_url=${encodeURIComponent(callback)}`, {
				method: "POST",
				body,
				headers: YAML,
			});
		const refused = await refusal(await train(await openWorld(), PROJECT, server.url));
		expect(refused).toMatchObject({ status: 400, message: expect.stringContaining("private network") });

		const world = await openWorld({ OUTGOING_HOSTS: "127.0.0.1" });
		for (const body of [PROJECT, "nlu: ["]) {
			const accepted = await train(world, body, server.url);
			expect([accepted.status, await accepted.text()]).toEqual([204, ""]);
		}
		await heard;
		const [file, fault] = told.toSorted((a, b) => b.body.length - a.body.length);
		expect(file?.type).toBe("application/octet-stream");
		expect(Buffer.compare(file?.body ?? Buffer.of(), MODEL.bytes)).toBe(0);
		expect(RasaErrorBody.parse(JSON.parse(fault?.body.toString() ?? ""))).toMatchObject({
			code: 400,
			reason: "TrainingError",
		});
	} finally {
		await server.close();
	}
});

test("[MP3][MP6] a model server and a callback_url are called by the network that reaches public addresses only", async ({
	expect,
}) => {
	const called: string[] = [];
	let hear = (): void => {};
	const heard = new Promise<void>((told) => {
		hear = told;
	});
	const PUBLIC_NETWORK = {
		fetch: async ({ url, method }: Request) => {
			called.push(`${method} ${url}`);
			if (method === "POST") hear();
			return new Response(copied(MODEL.bytes));
		},
	};
	const world = await openWorld({}, { PUBLIC_NETWORK });
	// nobody gives this name out: a call past the network fails
	const at = "https://models.invalid";
	expect((await putJson(world, { model_server: { url: `${at}/model` } })).status).toBe(204);
	const accepted = await world.request(`/model/train?${TOKEN}&callback_url=${at}/told`, {
		method: "POST",
		body: "nlu: [",
		headers: YAML,
	});
	expect(accepted.status).toBe(204);
	await heard;
	expect(called).toEqual([`GET ${at}/model`, `POST ${at}/told`]);
});

test("[MP7] the current model is judged by stories and by messages", async ({ expect }) => {
	const world = await openWorld();
	world.models.current = loadModel(MODEL.bytes);
	const post = (path: string, body: string) =>
		world.request(`/model/test/${path}${path.includes("?") ? "&" : "?"}${TOKEN}`, {
			method: "POST",
			body,
			headers: YAML,
		});
	const stories = `
stories:
- {story: right, steps: [{user: "hallo", intent: greet}, {action: utter_hi}]}
- {story: wrong, steps: [{user: "tschüs", intent: leave}, {action: utter_hi}]}
`;
	const core = z
		.looseObject({ accuracy: z.number(), report: z.looseObject({ conversation_accuracy: z.json() }) })
		.parse(await (await post("stories?e2e=true", stories)).json());
	expect(core).toMatchObject({
		is_end_to_end_evaluation: true,
		actions: expect.arrayContaining([
			{ action: "utter_hi", predicted: "utter_bye", policy: expect.any(String), confidence: 1 },
		]),
	});
	expect(core.report.conversation_accuracy).toMatchObject({ correct: 1, total: 2 });
	expect(core.accuracy).toBeLessThan(1);
	const nlu = `nlu:\n- {intent: greet, examples: "- moin moin\\n"}\n- {intent: leave, examples: "- hallo\\n"}\n`;
	expect(await (await post("intents", nlu)).json()).toMatchObject({
		intent_evaluation: {
			accuracy: 0.5,
			predictions: [
				{ text: "moin moin", intent: "greet", predicted: "greet" },
				{ text: "hallo", intent: "leave", predicted: "greet" },
			],
			errors: [{ text: "hallo", intent: "leave" }],
			report: { leave: { support: 1 } },
		},
		entity_evaluation: {},
	});
	expect((await refusal(await post("stories", ""))).message).toMatch(/some stories/);
	expect((await refusal(await post("stories", "stories: ["))).message).toMatch(/body\.yml:1/);
	expect((await refusal(await post("intents", "stories: []"))).message).toMatch(/some nlu data/);
});

test("[MP13] cross-validation judges the body's own examples, each by a model that has not seen it", async ({
	expect,
}) => {
	const world = await openWorld();
	const post = (folds: string, body: string, headers: Record<string, string> = YAML) =>
		world.request(`/model/test/intents?cross_validation_folds=${folds}&${TOKEN}`, {
			method: "POST",
			body,
			headers,
		});
	const examples = (texts: readonly string[]) => texts.map((text) => `    - ${text}\n`).join("");
	const nlu = `pipeline: [{name: KeywordIntentClassifier}]
nlu:
- intent: greet
  examples: |
${examples(["hallo", "hallo du", "hallo ihr", "moin"])}
- intent: leave
  examples: |
${examples(["bye", "bye du", "bye ihr", "ciao"])}`;
	const judged = z
		.object({
			intent_evaluation: z.looseObject({ predictions: z.array(z.looseObject({ text: z.string() })) }),
			entity_evaluation: z.object({}),
		})
		.parse(await (await post("4", nlu)).json());
	// "moin" is a keyword of its own part only: the model that judges it does not know it
	expect(judged.intent_evaluation).toMatchObject({
		predictions: expect.arrayContaining([
			expect.objectContaining({ text: "hallo du", intent: "greet", predicted: "greet" }),
			expect.objectContaining({ text: "moin", intent: "greet", predicted: "" }),
		]),
		report: { greet: { support: 4 }, leave: { support: 4 } },
	});
	expect(judged.intent_evaluation.predictions).toHaveLength(8);
	for (const folds of ["1", "x", "101"])
		expect((await refusal(await post(folds, nlu))).message, folds).toMatch(/cross_validation_folds/);
	expect((await refusal(await post("9", nlu))).message).toMatch(/9 parts can't be made of the 8 examples/);
	expect((await refusal(await post("2", "nlu: ["))).message).toMatch(/body\.yml:1/);
	expect((await refusal(await post("2", "{}", { "Content-Type": "application/json" }))).message).toMatch(
		/only supported for YAML/,
	);
	const many = nlu + examples(Array.from({ length: 4_000 }, (_, i) => `ciao ${i}`));
	expect((await refusal(await post("4", many))).message).toMatch(/teach 12024 in all.*care test nlu/);
});

test("[MP8] with Postgres away nothing is published or kept, and training begins not at all", async ({
	expect,
}) => {
	const world = await testWorld({ API_TOKEN: "a-long-token" });
	for (const response of [
		await put(world, copied(MODEL.bytes), BYTES),
		await world.request(`/model?${TOKEN}`, { method: "DELETE" }),
		await world.request(`/model/train?${TOKEN}`, { method: "POST", body: PROJECT, headers: YAML }),
	])
		expect(await refusal(response)).toMatchObject({ status: 503, reason: "Unavailable" });
	const unsaved = `/model/train?${TOKEN}&save_to_default_model_directory=false`;
	const trained = await world.request(unsaved, { method: "POST", body: PROJECT, headers: YAML });
	expect(trained.status).toBe(200);
});

/** A server on a free port that is handed every request with its body. */
async function serve(
	take: (path: string, body: Buffer, answer: ServerResponse, type: string) => void,
): Promise<LoopbackServer> {
	return serveOnLoopback((request, response) => {
		const parts: Buffer[] = [];
		request.on("data", (part: Buffer) => parts.push(part));
		request.on("end", () =>
			take(request.url ?? "", Buffer.concat(parts), response, request.headers["content-type"] ?? ""),
		);
	});
}
