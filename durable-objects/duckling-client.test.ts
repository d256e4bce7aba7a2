import type { ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { test as base } from "vitest";
import { serveOnLoopback } from "../gateway/testing/loopback-server.ts";
import type { RemoteExtractor } from "../nlu/remote-extractor.ts";
import type { LogEvent } from "../observability/log-event.ts";
import { askDuckling } from "./duckling-client.ts";

interface Recorder {
	readonly url: string;
	/** What came in, and how the next calls are answered. */
	readonly heard: { method: string; path: string; type: string; form: Record<string, string> }[];
	answer: (response: ServerResponse) => void;
}

/** A Duckling that writes down what it is asked, on the loopback. */
const test = base.extend<{ recorder: Recorder }>({
	// oxlint-disable-next-line no-empty-pattern -- Vitest reads the names of what a fixture needs from the pattern
	recorder: async ({}, use) => {
		const recorder: Omit<Recorder, "url"> = { heard: [], answer: (response) => response.end("[]") };
		const server = await serveOnLoopback((request, response) => {
			void (async () => {
				const { method = "", url: path = "", headers } = request;
				const form = Object.fromEntries(new URLSearchParams(await text(request)));
				recorder.heard.push({ method, path, type: headers["content-type"] ?? "", form });
				recorder.answer(response);
			})();
		});
		await use(Object.assign(recorder, { url: server.url }));
		await server.close();
	},
});

const BARE: RemoteExtractor = {
	name: "DucklingEntityExtractor",
	url: null,
	locale: null,
	timeZone: null,
	dimensions: null,
	timeoutMs: 3_000,
};

function asking(RASA_DUCKLING_HTTP_URL?: string) {
	const log: LogEvent[] = [];
	const world = {
		RASA_DUCKLING_HTTP_URL,
		fetch: (request: Request) => fetch(request),
		log: (event: LogEvent) => void log.push(event),
	};
	return { log, ask: askDuckling(world) };
}

test("[DC1] asks as Rasa does and reads the matches", async ({ expect, recorder }) => {
	const match = {
		dim: "number",
		start: 0,
		end: 3,
		body: "two",
		value: { type: "value", value: 2 },
		latent: false,
	};
	recorder.answer = (response) => response.end(JSON.stringify([match]));
	const full = {
		...BARE,
		url: `${recorder.url}/`,
		locale: "en_GB",
		timeZone: "Europe/London",
		dimensions: ["time", "number"],
	};
	const { ask, log } = asking();
	const found = await ask([full, BARE], "two & more", 1_700_000_000_789);
	expect([...found]).toEqual([[full, [match]]]);
	expect(recorder.heard).toEqual([
		{
			method: "POST",
			path: "/parse",
			type: "application/x-www-form-urlencoded; charset=UTF-8",
			form: {
				text: "two & more",
				locale: "en_GB",
				tz: "Europe/London",
				dims: '["time","number"]',
				reftime: "1700000000000",
			},
		},
	]);
	expect(log).toEqual([]);
});

test("[DC2] the variable's address goes before the pipeline's, and serves an extractor without one", async ({
	expect,
	recorder,
}) => {
	const { ask } = asking(recorder.url);
	await ask([BARE, { ...BARE, url: "http://127.0.0.1:9/never" }], "x", 0);
	expect(recorder.heard.map(({ form }) => form)).toEqual([
		{ text: "x", dims: "null", reftime: "0" },
		{ text: "x", dims: "null", reftime: "0" },
	]);
	await ask([BARE], " \n", 0);
	expect(recorder.heard.length).toBe(2);
});

test("[DC2] off asks nobody, whatever the pipeline says: the built-in extractor finds then", async ({
	expect,
	recorder,
}) => {
	const { ask, log } = asking("off");
	expect([...(await ask([{ ...BARE, url: recorder.url }], "two", 0))]).toEqual([]);
	expect([recorder.heard, log]).toEqual([[], []]);
});

test("[DC3] a failure is logged without the customer's words, and the message goes on without", async ({
	expect,
	recorder,
}) => {
	const extractor = { ...BARE, url: recorder.url, timeoutMs: 50 };
	const answers: [Recorder["answer"], string][] = [
		[(response) => response.writeHead(500).end("my secret"), "status 500"],
		[(response) => response.writeHead(307, { location: `${recorder.url}/elsewhere` }).end(), "status 307"],
		[(response) => response.end("my secret"), "no JSON"],
		[(response) => response.end('[{"dim": "my secret"}]'), "no list of matches"],
		[(response) => response.end(" ".repeat(1_000_001)), "longer than"],
		[() => undefined, "within 50 ms"],
	];
	for (const [answer, reason] of answers) {
		recorder.answer = answer;
		const { ask, log } = asking();
		// one recorder
		expect([
			...(
				await ask([{ ...extractor, timeoutMs: reason.includes("50 ms") ? 50 : 3_000 }], "my secret", 0)
			).values(),
		]).toEqual([null]);
		expect(log).toMatchObject([{ event: "extractor.failed", extractor: "DucklingEntityExtractor" }]);
		expect(JSON.stringify(log)).toContain(reason);
		expect(JSON.stringify(log)).not.toContain("secret");
	}
	expect(recorder.heard.some(({ path }) => path === "/elsewhere")).toBe(false);
	const gone = asking("http://127.0.0.1:9");
	expect([...(await gone.ask([BARE], "x", 0)).values()]).toEqual([null]);
	expect(gone.log.length).toBe(1);
});
