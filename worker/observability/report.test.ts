import { createServer, type Server } from "node:http";
import { test } from "vitest";
import { z } from "zod";
import { newVisitor, testWorld } from "../testing/test-world.ts";
import { logLine } from "./log.ts";
import { scrub } from "./scrub.ts";

const Envelope = z.object({
	event_id: z.string(),
	environment: z.string(),
	release: z.string(),
	tags: z.record(z.string(), z.string()),
	exception: z.object({ values: z.array(z.object({ type: z.string(), value: z.string() })) }),
});

/** Takes what Sentry would take: an envelope is lines of JSON, a header, then pairs of item header and payload. */
async function withRecorder(
	use: (
		dsn: string,
		received: { path: string; raw: string }[],
		settled: (count: number) => Promise<void>,
	) => Promise<void>,
) {
	const received: { path: string; raw: string }[] = [];
	const waiting: { count: number; wake: () => void }[] = [];
	const server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on("data", (chunk: Buffer) => chunks.push(chunk));
		request.on("end", () => {
			received.push({ path: request.url ?? "", raw: Buffer.concat(chunks).toString("utf8") });
			response.end("{}");
			for (const waiter of waiting) if (received.length >= waiter.count) waiter.wake();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const address = server.address();
	const port = typeof address === "object" && address !== null ? address.port : 0;
	const settled = (count: number) =>
		received.length >= count ? Promise.resolve() : new Promise<void>((wake) => waiting.push({ count, wake }));
	try {
		await use(`http://publickey@127.0.0.1:${port}/42`, received, settled);
	} finally {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
}

function parseEnvelope(raw: string) {
	const [header = "", itemHeader = "", payload = ""] = raw.split("\n");
	expectJson(header);
	const { type } = z.object({ type: z.string() }).parse(JSON.parse(itemHeader));
	return { type, event: Envelope.parse(JSON.parse(payload)) };
}

function expectJson(text: string) {
	JSON.parse(text);
}

const PLANTED = {
	text: "my cat is called Zebedee",
	email: "zebedee.planted@example.com",
	card: "4111 1111 1111 1111",
	password: "hunter2-planted",
};

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

test("[LG1] a text is scrubbed of what may be a person's", ({ expect }) => {
	const cases: [string, string][] = [
		['Unexpected token h, "hello there" is not valid JSON', 'Unexpected token h, "…" is not valid JSON'],
		["no such user ann.o'neill+x@mail.example.co.uk here", "no such user [e-mail] here"],
		["card 4111-1111-1111-1111 refused", "card [number] refused"],
		["IBAN DE89370400440532013000", "IBAN DE[number]"],
		["Authorization: Bearer abc.def", "Authorization: [token]"],
		["token eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "token [token]"],
		["connect to redis://user:pw@host:6379/0 failed", "connect to [address] failed"],
		["Failed query: select 1\nparams: a,b\nc", "Failed query: select 1\nparams: …"],
		["order 4711 is gone", "order 4711 is gone"],
	];
	for (const [text, clean] of cases) expect(scrub(text)).toBe(clean);
	expect(scrub("x".repeat(50_000))).toHaveLength(500);
});

test("[LG1] a line has Elastic's names for its fields", ({ expect }) => {
	const line = logLine(
		{
			event: "request.done",
			requestId: "r",
			method: "GET",
			route: "/api/x/:id",
			status: 200,
			durationMs: 1.5,
		},
		0,
	);
	expect(line).toEqual({
		"@timestamp": "1970-01-01T00:00:00.000Z",
		"log.level": "info",
		"service.name": "customer-care",
		"event.action": "request.done",
		"http.request.id": "r",
		"http.request.method": "GET",
		"care.route": "/api/x/:id",
		"http.response.status_code": 200,
		"event.duration": 1_500_000,
	});
});
