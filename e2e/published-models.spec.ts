/** A model is trained by the running product, published, and taken back, under conversations that go on. */
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { Version } from "../contracts/api.ts";
import { decodeModelFile } from "../nlu/model-file.ts";
import { lengthyTraining } from "./testing/lengthy-training.ts";
import { startProduct, UNLIMITED, waitUntil, type Product } from "./testing/product.ts";

const TOKEN = "token=a-long-token";
/** Stands in every greeting of the shop's. */
const SHOP = "Havenfold";
/** Longer than an isolate goes by what it heard of the active model. */
const PUBLISHED_MS = 40_000;
const PROJECT = `
assistant_id: harbour
language: en
pipeline: [{name: WhitespaceTokenizer}, {name: LogisticRegressionClassifier}]
policies: [{name: RulePolicy}]
intents: [greet, leave]
responses:
  utter_hi: [{text: Welcome to the harbour}]
  utter_bye: [{text: Fair winds}]
nlu:
- {intent: greet, examples: "- hello\\n- good morning\\n- hi there\\n"}
- {intent: leave, examples: "- goodbye\\n- see you later\\n- so long\\n"}
rules:
- {rule: hello, steps: [{intent: greet}, {action: utter_hi}]}
- {rule: bye, steps: [{intent: leave}, {action: utter_bye}]}
`;

let product: Product;
beforeAll(async () => {
	product = await startProduct({ env: { RATE_LIMITS: UNLIMITED, API_TOKEN: "a-long-token" } });
});
afterAll(() => product?.stop());

async function say(sender: string, message: string): Promise<string> {
	const response = await fetch(`${product.origin}/webhooks/rest/webhook`, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ sender, message }),
	});
	const replies = z.array(z.looseObject({ text: z.string().optional() })).parse(await response.json());
	return replies.map(({ text }) => text ?? "").join(" ");
}

const model = (method: string, init: RequestInit = {}) =>
	fetch(`${product.origin}/model?${TOKEN}`, { method, ...init });
const version = async () => Version.parse(await (await fetch(`${product.origin}/version`)).json()).modelId;

test("[PM1][PM2][MP4] a model that the product trained answers new conversations; old ones go on with theirs, over a restart too", async ({
	expect,
}) => {
	const release = await version();
	expect(await say("ann", "hello")).toContain(SHOP);

	const trained = await fetch(`${product.origin}/model/train?${TOKEN}`, {
		method: "POST",
		headers: { "Content-Type": "application/yaml" },
		body: PROJECT,
	});
	expect(trained.status).toBe(200);
	const file = await trained.arrayBuffer();
	expect(await say("bea", "hello")).toContain(SHOP);
	const published = await model("PUT", {
		headers: { "Content-Type": "application/octet-stream" },
		body: file,
	});
	expect(published.status).toBe(204);
	let visitor = 0;
	await waitUntil(PUBLISHED_MS, async () => /harbour/.test(await say(`new-${(visitor += 1)}`, "hello")));
	expect(await say("cem", "hi there")).toBe("Welcome to the harbour");
	expect(await version()).not.toBe(release);
	expect(await say("ann", "hello")).toContain(SHOP);

	const { workerdPid } = product.running();
	if (workerdPid === null) throw new Error("no workerd");
	process.kill(workerdPid, "SIGKILL");
	await waitUntil(30_000, async () => {
		const healthy = await fetch(`${product.origin}/healthz`).catch(() => null);
		return healthy?.ok === true && product.running().workerdPid !== workerdPid;
	});
	expect(await say("ann", "hello")).toContain(SHOP);
	expect(await say("cem", "see you later")).toBe("Fair winds");
	expect(await say("dan", "hello")).toBe("Welcome to the harbour");

	expect((await model("DELETE")).status).toBe(204);
	await waitUntil(PUBLISHED_MS, async () => (await version()) === release);
	expect(await say("eva", "hello")).toContain(SHOP);
	expect(await say("cem", "hello")).toBe("Welcome to the harbour");
});

test("[MP14] while the product trains, a customer is answered", async ({ expect }) => {
	expect(await say("fay", "hello")).toContain(SHOP);
	let isTrained = false;
	const training = fetch(`${product.origin}/model/train?${TOKEN}`, {
		method: "POST",
		headers: { "Content-Type": "application/yaml" },
		body: lengthyTraining(),
	}).finally(() => {
		isTrained = true;
	});
	const Status = z.looseObject({ num_active_training_jobs: z.int() });
	await waitUntil(30_000, async () => {
		const status = await fetch(`${product.origin}/status?${TOKEN}`);
		return Status.parse(await status.json()).num_active_training_jobs > 0;
	});
	expect(await say("fay", "hello")).toContain(SHOP);
	expect(isTrained).toBe(false);
	const { header } = decodeModelFile(new Uint8Array(await (await training).arrayBuffer()));
	expect(header.language).toBe("en");
});
