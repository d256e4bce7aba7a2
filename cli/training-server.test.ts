import { afterAll, beforeAll, test } from "vitest";
import { MODEL_ID_HEADER, type TrainingJob } from "../contracts/training-job.ts";
import { decodeModelFile } from "../nlu/model-file.ts";
import { startTrainingServer, type TrainingServer } from "./training-server.ts";

const TOKEN = "a-token-of-some-length";
const project = (more = ""): TrainingJob => ({
	kind: "train",
	files: [
		{
			path: "body.yml",
			text: `
language: de
pipeline: [{name: WhitespaceTokenizer}, {name: LogisticRegressionClassifier}]
policies: [{name: RulePolicy}]
intents: [greet, leave]
responses: {utter_hi: [{text: Hallo}]}
nlu:
- {intent: greet, examples: "- hallo\\n- guten tag\\n"}
- {intent: leave, examples: "- bis bald\\n- auf wiedersehen\\n"}
rules:
- {rule: hello, steps: [{intent: greet}, {action: utter_hi}]}
${more}`,
		},
	],
});

const reports: string[] = [];
const start = (timeoutMs?: number) =>
	startTrainingServer({
		host: "127.0.0.1",
		port: 0,
		token: TOKEN,
		report: (line) => void reports.push(line),
		...(timeoutMs === undefined ? {} : { timeoutMs }),
	});
let server: TrainingServer;
beforeAll(async () => {
	server = await start();
});
afterAll(() => server.close());

const send = (
	body: unknown,
	{ token = TOKEN, to = server, ...init }: RequestInit & { token?: string; to?: TrainingServer } = {},
) =>
	fetch(`${to.url}/jobs`, {
		method: "POST",
		headers: { Authorization: `Bearer ${token}` },
		body: typeof body === "string" ? body : JSON.stringify(body),
		...init,
	});

test("[MP14] a training server opens to its token alone, and says what is no job", async ({ expect }) => {
	expect((await send(project(), { token: "a-token-of-some-lengtH" })).status).toBe(401);
	expect((await fetch(`${server.url}/jobs`, { method: "POST" })).status).toBe(401);
	for (const body of ["", "[]", '{"kind":"delete"}', { kind: "train", files: "all" }])
		expect((await send(body)).status, JSON.stringify(body)).toBe(400);
	expect((await fetch(`${server.url}/else`, { headers: { Authorization: `Bearer ${TOKEN}` } })).status).toBe(
		404,
	);
	await expect(
		startTrainingServer({ host: "127.0.0.1", port: 0, token: "short", report: () => {} }),
	).rejects.toThrow("too short");
});

test("[MP14] it answers with the model's file, or with every fault and its line", async ({ expect }) => {
	const [made, refused] = await Promise.all([
		send(project()),
		send(project("- {rule: other, steps: [{intent: greet}, {action: utter_bye}, {action: action_listen}]}")),
	]);
	const { header } = decodeModelFile(new Uint8Array(await made.arrayBuffer()));
	expect([made.status, made.headers.get(MODEL_ID_HEADER)]).toEqual([200, header.modelId]);
	expect(header.language).toBe("de");
	expect(await refused.json()).toMatchObject({
		outcome: "faults",
		faults: expect.arrayContaining([expect.objectContaining({ file: "body.yml", severity: "error" })]),
	});
}, 120_000);

test("[MP14] a job that takes too long is ended, one for which nobody waits too, and the next one is done", async ({
	expect,
}) => {
	const brief = await start(1);
	try {
		expect(await (await send(project(), { to: brief })).json()).toMatchObject({
			outcome: "unfit",
			message: expect.stringContaining("care train"),
		});
	} finally {
		await brief.close();
	}
	const leaving = new AbortController();
	const left = send(project(), { signal: leaving.signal });
	const waiting = send(project());
	leaving.abort();
	await expect(left).rejects.toThrow();
	expect((await waiting).status).toBe(200);
}, 120_000);

test("[MP14] who comes when too many wait is told so at once", async ({ expect }) => {
	const statuses = await Promise.all(
		Array.from({ length: 7 }, () => send(project()).then(({ status }) => status)),
	);
	expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 200, 200, 200, 200, 503, 503]);
}, 120_000);
