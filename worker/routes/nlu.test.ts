import { test } from "vitest";
import { ErrorBody } from "../../contracts/errors.ts";
import { RasaErrorBody } from "../rasa-error.ts";
import { testWorld } from "../testing/test-world.ts";

const OURS = "/api/nlu/parse";
const RASA = "/model/parse";
const GREET = {
	intent: { name: "greet", confidence: 0.9 },
	entities: [],
	intent_ranking: [{ name: "greet", confidence: 0.9 }],
};

test("[NP1] both calls answer in Rasa's shape, ours with the reasons when asked", async ({ expect }) => {
	const world = await testWorld({ REST_CHANNEL: "on" });
	const rasa = await world.post(RASA, { text: "hello", message_id: "m1", other: [] });
	expect([rasa.status, await rasa.json()]).toEqual([200, { text: "hello", ...GREET, message_id: "m1" }]);
	const empty = await world.post(RASA, { text: "" });
	expect([empty.status, await empty.json()]).toEqual([200, { text: "", ...GREET }]);
	const ours = await world.post(OURS, { text: "hello" });
	expect([ours.status, await ours.json()]).toEqual([200, { text: "hello", ...GREET }]);
	const explained = await world.post(OURS, { text: "hello", explain: true, timeZone: "Europe/Berlin" });
	expect(await explained.json()).toMatchObject({ explanation: { asked: "Europe/Berlin" } });
});

test("[NP1] a text longer than any message is answered too", async ({ expect }) => {
	const world = await testWorld({ REST_CHANNEL: "on" });
	const text = "hello ".repeat(1_700);
	for (const path of [OURS, RASA]) {
		const response = await world.post(path, { text });
		expect([response.status, await response.json()]).toEqual([200, { text, ...GREET }]);
	}
});

test("[NP2] what can't be taken is refused by name", async ({ expect }) => {
	const world = await testWorld({ REST_CHANNEL: "on" });
	const refused = async (path: string, body: unknown) => {
		const response = await world.post(path, body);
		const { error } = ErrorBody.parse(await response.json());
		return [response.status, error.code, error.fields?.map((field) => field.path)];
	};
	expect(await refused(OURS, { text: "a".repeat(60_001) })).toEqual([400, "bad_request", ["body.text"]]);
	expect(await refused(OURS, { text: 7 })).toEqual([400, "bad_request", ["body.text"]]);
	expect(await refused(OURS, "{bad")).toEqual([400, "bad_request", undefined]);
	expect(await refused(OURS, { text: "b".repeat(70_000) })).toEqual([413, "payload_too_large", undefined]);
	expect(await refused(OURS, { text: "hi", timeZone: "Mars/Base", explain: "yes" })).toEqual([
		400,
		"bad_request",
		["body.explain", "body.timeZone"],
	]);
});

test("[NP2] Rasa's call refuses with Rasa's body", async ({ expect }) => {
	const world = await testWorld({ REST_CHANNEL: "on" });
	const refused = async (path: string, body: unknown) => {
		const response = await world.post(path, body);
		const { code, reason, details } = RasaErrorBody.parse(await response.json());
		return [response.status, code, reason, details["parameter"]];
	};
	expect(await refused(RASA, { text: "a".repeat(60_001) })).toEqual([400, 400, "BadRequest", "text"]);
	expect(await refused(RASA, { text: 7 })).toEqual([400, 400, "BadRequest", "text"]);
	expect(await refused(RASA, "{bad")).toEqual([400, 400, "BadRequest", undefined]);
	expect(await refused(`${RASA}?emulation_mode=LUIS`, { text: "hi" })).toEqual([
		400,
		400,
		"BadRequest",
		"emulation_mode",
	]);
});

test("[NP2] both are off where the REST channel is off, and share its limit", async ({ expect }) => {
	const off = await testWorld({ REST_CHANNEL: "off" });
	for (const path of [OURS, RASA]) expect((await off.post(path, { text: "hi" })).status).toBe(404);
	const RATE_LIMITS = JSON.stringify({ rest: { limit: 2, windowSeconds: 60 } });
	const limited = await testWorld({ REST_CHANNEL: "on", RATE_LIMITS });
	const statuses: number[] = [];
	for (const path of [OURS, RASA, OURS]) statuses.push((await limited.post(path, { text: "hi" })).status);
	expect(statuses).toEqual([200, 200, 429]);
});

test("[RA11] without the REST channel Rasa's call wants what its HTTP API wants", async ({ expect }) => {
	const world = await testWorld({ API_TOKEN: "a-long-token" });
	expect((await world.post(RASA, { text: "hi" })).status).toBe(401);
	expect((await world.post(`${RASA}?token=a-long-token`, { text: "hi" })).status).toBe(200);
	expect((await world.post(`${OURS}?token=a-long-token`, { text: "hi" })).status).toBe(404);
});
