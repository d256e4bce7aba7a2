/** The isolate's first calls: model and word vectors come from the static assets. One test, for the isolate loads once. */
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { test } from "vitest";
import { Readiness, Version } from "../contracts/api.ts";
import { ErrorBody } from "../contracts/errors.ts";
import { ENCODER_ASSET, MODEL_ASSET, WORD_VECTORS_ASSET } from "../contracts/private-assets.ts";
import worker from "./index.ts";
import { freshJwk } from "./testing/test-keys.ts";

const NOBODY = "http://127.0.0.1:9";
const keys = await freshJwk("es");

async function call(path: string, assets: { fetch(request: Request): Promise<Response> } = env.ASSETS) {
	const settings = {
		...env,
		ASSETS: assets,
		DATABASE_URL: "postgresql://care:secret@127.0.0.1:9/care",
		DATABASE_FETCH_ENDPOINT: `${NOBODY}/sql`,
		UPSTASH_REDIS_REST_URL: NOBODY,
		UPSTASH_REDIS_REST_TOKEN: "secret",
		SIGNING_KEYS: JSON.stringify({ keys: [keys] }),
	};
	const context = createExecutionContext();
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the handler wants what workerd hands over, and reads nothing of `cf`
	const request = new Request(`https://care.example${path}`) as Request<unknown, IncomingRequestCfProperties>;
	const response = await worker.fetch(request, settings, context);
	await waitOnExecutionContext(context);
	return response;
}

/** The real assets with the model's file replaced; counts who asks for it. */
function withModel(answer: (model: ArrayBuffer) => Response) {
	const asked: string[] = [];
	return {
		asked,
		fetch: async (request: Request) => {
			const { pathname } = new URL(request.url);
			asked.push(pathname);
			const file = await env.ASSETS.fetch(request);
			return pathname === MODEL_ASSET ? answer(await file.arrayBuffer()) : file;
		},
	};
}

test("[LD2][LD7] a model that is missing, damaged or of another version is refused, and the next call tries again; then one load serves all", async ({
	expect,
}) => {
	const bad: [string, (model: ArrayBuffer) => Response][] = [
		["missing", () => new Response(null, { status: 404 })],
		["damaged", (model) => new Response(flipped(model, model.byteLength - 1))],
		["too new", (model) => new Response(flipped(model, 8))],
		["cut off", (model) => new Response(model.slice(0, model.byteLength / 2))],
	];
	for (const [name, answer] of bad) {
		const refused = await call("/version", withModel(answer));
		expect([refused.status, refused.headers.get("Retry-After")], name).toEqual([503, "2"]);
		expect(ErrorBody.parse(await refused.json()).error, name).toMatchObject({
			code: "unavailable",
			message: "The assistant can't be loaded just now.",
		});
	}
	const unready = Readiness.parse(await (await call("/readyz", withModel(bad[0]?.[1] ?? echoed))).json());
	expect(unready.parts.model.status).toBe("down");

	const good = withModel(echoed);
	const answers = await Promise.all(Array.from({ length: 12 }, () => call("/version", good)));
	const versions = await Promise.all(answers.map(async (answer) => Version.parse(await answer.json())));
	expect(new Set(versions.map(({ modelId }) => modelId)).size).toBe(1);
	expect(versions[0]?.modelId).toMatch(/^[0-9a-f]{8,}$/);
	// the word vectors came with the first try, and stay
	expect(good.asked).toEqual([MODEL_ASSET]);
});

test("[PA2] model, word vectors and encoder are there for the Worker, and for nobody else", async ({
	expect,
}) => {
	for (const path of [MODEL_ASSET, WORD_VECTORS_ASSET, ENCODER_ASSET]) {
		const own = await env.ASSETS.fetch(new Request(`https://assets${path}`));
		expect(own.status, path).toBe(200);
		await own.body?.cancel();
		for (const written of [path, path.replace("private", "%70rivate"), `/${path}`, `${path}?x`]) {
			const foreign = await call(written);
			expect(foreign.status, written).toBe(404);
			expect(foreign.headers.get("Content-Type"), written).toContain("application/json");
		}
	}
});

const echoed = (model: ArrayBuffer): Response => new Response(model);

function flipped(model: ArrayBuffer, at: number): ArrayBuffer {
	const bytes = new Uint8Array(model.slice(0));
	bytes[at] = (bytes[at] ?? 0) ^ 0xff;
	return bytes.buffer;
}
