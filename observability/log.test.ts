import { test } from "vitest";
import type { LogEvent } from "./log-event.ts";
import { logLine } from "./log.ts";
import { reportError } from "./report-error.ts";
import { scrubError, stackFrames } from "./scrub-error.ts";
import { errorText, scrub } from "./scrub.ts";
import { parseEnvelope, PLANTED, withRecorder } from "./testing/sentry-recorder.ts";

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

test("[LG2] every event has a level; what a person should look at is not `info`", ({ expect }) => {
	const of = (event: LogEvent) => logLine(event, 0)["log.level"];
	const turn = { conversationId: "c", turnId: "t" };
	const broken = { errorType: "Error", error: "x", stack: undefined };
	expect(of({ event: "turn.done", ...turn, intent: "greet", confidence: 1, events: 2, durationMs: 1 })).toBe(
		"info",
	);
	expect(of({ event: "outbox.drained", conversationId: "c", throughSeq: 3 })).toBe("info");
	expect(of({ event: "part.away", part: "postgres", error: "x" })).toBe("warn");
	expect(of({ event: "turn.failed", ...turn, ...broken })).toBe("error");
	expect(of({ event: "object.failed", conversationId: "c", handler: "alarm", ...broken })).toBe("error");
});

test("[LG2] a turn's line says what the message was taken for, in ids and measures", ({ expect }) => {
	const turn = { conversationId: "c1", turnId: "m1", intent: "order_status", confidence: 0.97 };
	expect(logLine({ event: "turn.done", ...turn, events: 5, durationMs: 2 }, 0)).toEqual({
		"@timestamp": "1970-01-01T00:00:00.000Z",
		"log.level": "info",
		"service.name": "customer-care",
		"event.action": "turn.done",
		"care.conversationId": "c1",
		"care.turnId": "m1",
		"care.intent": "order_status",
		"care.confidence": 0.97,
		"care.events": 5,
		"event.duration": 2_000_000,
	});
});

/** Errors as drivers and parsers write them, with what a customer gave. */
const LEAKS = [
	`Failed query: insert into events values ($1)\nparams: ${PLANTED.text},${PLANTED.email}`,
	`Unexpected token 'm', "${PLANTED.text}" is not valid JSON`,
	`duplicate key: (${PLANTED.email}) already exists`,
	`cannot reach postgresql://care:${PLANTED.password}@db/care`,
	`refused eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.sig for Bearer ${PLANTED.password}`,
	`card ${PLANTED.card}`,
];

test("[LG1] whatever an error quotes, no line says it", ({ expect }) => {
	const lines = LEAKS.flatMap((error) => [
		logLine({ event: "outbox.failed", conversationId: "c", attempts: 1, waiting: 1, retryInMs: 1, error }, 0),
		logLine({ event: "part.away", part: "postgres", error }, 0),
		logLine({ event: "socket.failed", conversationId: "c", error }, 0),
		errorText(new Error(error)),
	]);
	const everything = JSON.stringify(lines);
	for (const planted of [...Object.values(PLANTED), "Zebedee", "zebedee", "4111", "eyJ"])
		expect(everything).not.toContain(planted);
});

test("[LG1] a stack that repeats a customer's lines is left with its frames", ({ expect }) => {
	const text = `cannot read\n    at ${PLANTED.text}:1:1\n    at home (${PLANTED.email}:2:2)\n  at last`;
	const before = new Error(text, { cause: new TypeError(text) });
	const after = new Error("x");
	after.stack = `Error: ${text}\n    at real (file.ts:1:2)`;
	for (const error of [before, after]) {
		const shown = scrubError(error);
		const cause = shown.cause instanceof Error ? (shown.cause.stack ?? "") : "";
		expect(`${shown.stack}${cause}${stackFrames(error).join("\n")}`).not.toMatch(/Zebedee|zebedee/);
	}
	expect(stackFrames(after)).toEqual(["    at real (file.ts:1:2)"]);
	expect(stackFrames(before)[0]).toMatch(/log\.test\.ts:\d+:\d+/);
	expect(scrubError(before).cause).toMatchObject({ name: "TypeError" });
});

test("[LG1][LG3] an object's error reaches Sentry with where it broke, scrubbed, and stands in one line", async ({
	expect,
}) => {
	await withRecorder(async (SENTRY_DSN, received, settled) => {
		const lines: LogEvent[] = [];
		const pending: Promise<unknown>[] = [];
		const to = {
			config: { SENTRY_DSN, ENVIRONMENT: "staging", VERSION: "1.2.3" },
			log: (event: LogEvent) => void lines.push(event),
			waitUntil: (promise: Promise<unknown>) => void pending.push(promise),
		};
		for (const [index, leak] of LEAKS.entries())
			reportError(
				new TypeError(leak, { cause: new Error(leak) }),
				{ event: "turn.failed", conversationId: "c1", turnId: `m${index}` },
				to,
			);
		reportError(
			`not an error: ${PLANTED.text}`,
			{ event: "object.failed", conversationId: "c1", handler: "alarm" },
			to,
		);
		await settled(LEAKS.length + 1);
		await Promise.all(pending);
		const events = received.map(({ raw }) => parseEnvelope(raw).event);
		expect(events.map(({ tags }) => String(tags["event"])).toSorted((a, b) => a.localeCompare(b))).toEqual([
			"object.failed",
			...LEAKS.map(() => "turn.failed"),
		]);
		expect(events.find(({ tags }) => tags["turnId"] === "m0")).toMatchObject({
			environment: "staging",
			release: "1.2.3",
			tags: { event: "turn.failed", conversationId: "c1", turnId: "m0" },
		});
		expect(lines.map(({ event }) => event)).toEqual([...LEAKS.map(() => "turn.failed"), "object.failed"]);
		const everything = JSON.stringify([received, lines]);
		for (const planted of [...Object.values(PLANTED), "Zebedee", "zebedee", "eyJ"])
			expect(everything).not.toContain(planted);
		// Sentry's own ids are random digits: four of a card alone would be found in them by chance
		expect(everything).not.toMatch(/4111\W?1111/);
	});
});
