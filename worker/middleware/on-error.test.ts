import { test } from "vitest";
import { z } from "zod";
import { logLine } from "../../observability/log.ts";
import { parseEnvelope, PLANTED, withRecorder } from "../../observability/testing/sentry-recorder.ts";
import { newVisitor, testWorld } from "../testing/test-world.ts";

test("[ER2][LG1] what is ours reaches Sentry once, without the request, and the caller hears nothing of it", async ({
	expect,
}) => {
	await withRecorder(async (SENTRY_DSN, received, settled) => {
		const world = await testWorld({ SENTRY_DSN, VERSION: "1.2.3" });
		const { auth, token } = await newVisitor(world);
		const created = await world.request("/api/conversations", { method: "POST", headers: auth });
		const { id } = z.object({ id: z.string() }).parse(await created.json());
		world.conversations.fault = new Error(
			`Failed query: insert into messages params: ${PLANTED.text},${PLANTED.email}`,
			{
				cause: new SyntaxError(
					`Unexpected token in "${PLANTED.text}" of ${PLANTED.email} with ${PLANTED.card}, ${token} at postgresql://care:${PLANTED.password}@db/care`,
				),
			},
		);
		const response = await world.post(
			`/api/conversations/${id}/messages?note=${encodeURIComponent(PLANTED.email)}`,
			{ id: "message-1", text: `${PLANTED.text} ${PLANTED.card}` },
			{ ...auth, "X-Request-Id": "request-0001", Cookie: `session=${PLANTED.password}` },
		);
		expect(response.status).toBe(500);
		expect(await response.json()).toEqual({
			error: {
				code: "internal",
				message: "Something went wrong on our side. It has been reported.",
				requestId: "request-0001",
			},
		});
		await settled(1);

		expect(received.map(({ path }) => path.split("?")[0])).toEqual(["/api/42/envelope/"]);
		const { type, event } = parseEnvelope(received[0]!.raw);
		expect(type).toBe("event");
		expect(event).toMatchObject({
			environment: "production",
			release: "1.2.3",
			tags: { requestId: "request-0001", method: "POST", route: "/api/conversations/:id/messages" },
		});
		expect(event.exception.values.map((value) => value.type)).toEqual(["SyntaxError", "Error"]);
		const failures = world.log.filter((line) => line.event === "request.failed");
		expect(failures).toHaveLength(1);
		const everything = received[0]!.raw + JSON.stringify(world.log.map((line) => logLine(line, 0)));
		for (const planted of [...Object.values(PLANTED), token, "Zebedee", "4111"])
			expect(everything).not.toContain(planted);
	});
});

test("[ER2] what is the caller's fault, or a part that is away, is not reported", async ({ expect }) => {
	await withRecorder(async (SENTRY_DSN, received, settled) => {
		const world = await testWorld({ SENTRY_DSN });
		const { auth } = await newVisitor(world);
		await world.request("/api/nothing");
		await world.request("/api/conversations");
		await world.request("/api/conversations", { headers: auth });
		await world.request("/api/conversations?limit=x", { headers: auth });
		await world.post("/api/visitors", "x", { Origin: "https://evil.example" });
		expect(world.log.filter((line) => line.event === "request.failed")).toEqual([]);
		// a real one after them: had any been sent, it would stand before this one
		world.conversations.fault = new Error("broken");
		await world.request("/api/conversations", { method: "POST", headers: auth });
		await settled(1);
		expect(received.map(({ raw }) => parseEnvelope(raw).event.exception.values[0]?.value)).toEqual([
			"broken",
		]);
	});
});

test("[ER2] what an object threw and has reported itself is not reported twice", async ({ expect }) => {
	await withRecorder(async (SENTRY_DSN, received, settled) => {
		const world = await testWorld({ SENTRY_DSN });
		const { auth } = await newVisitor(world);
		const create = async () =>
			(await world.request("/api/conversations", { method: "POST", headers: auth })).status;
		world.conversations.fault = Object.assign(new Error("broken over there"), { remote: true });
		expect(await create()).toBe(500);
		world.conversations.fault = new Error("broken here");
		expect(await create()).toBe(500);
		await settled(1);
		expect(received.map(({ raw }) => parseEnvelope(raw).event.exception.values[0]?.value)).toEqual([
			"broken here",
		]);
		expect(world.log.filter((line) => line.event === "request.failed")).toHaveLength(2);
	});
});

test("[ER2] a Sentry that is away changes no answer", async ({ expect }) => {
	const world = await testWorld({ SENTRY_DSN: "http://key@127.0.0.1:9/1" });
	const { auth } = await newVisitor(world);
	world.conversations.fault = new Error("broken");
	expect((await world.request("/api/conversations", { method: "POST", headers: auth })).status).toBe(500);
});

test("[EN1] a bad configuration is logged by name and answered as ours", async ({ expect }) => {
	const world = await testWorld({ UPSTASH_REDIS_REST_TOKEN: "" });
	const response = await world.request("/api/visitors", { method: "POST" });
	expect(response.status).toBe(500);
	expect(await response.text()).not.toContain("UPSTASH");
	const [failure] = world.log.filter((line) => line.event === "request.failed");
	expect(failure).toMatchObject({ errorType: "ConfigurationError" });
	expect(JSON.stringify(failure)).toContain("UPSTASH_REDIS_REST_TOKEN");
});
