import { test } from "vitest";
import { createApiClient } from "../api/client.ts";
import { createFakeStore } from "../testing/fake-surroundings.ts";
import { ChatSession } from "./chat-session.ts";

const NOW = 1_750_000_000_000;
const CONVERSATION = "01960000-0000-7000-8000-000000000001";
const VISITOR = {
	visitorId: "01960000-0000-7000-8000-0000000000aa",
	token: "secret",
	expiresAt: new Date(NOW + 86_400_000).toISOString(),
};
const TICKET = {
	ticket: "t",
	expiresAt: VISITOR.expiresAt,
	url: `/api/conversations/${CONVERSATION}/socket?ticket=t`,
};

function refusal(code: string, retryAfterSeconds?: number): object {
	return {
		error: { code, message: code, requestId: "r", ...(retryAfterSeconds ? { retryAfterSeconds } : {}) },
	};
}

/** A session over an API that gives these answers in turn; `null` is a network that is gone. */
function openSession(answers: (Response | null)[]) {
	const asked: string[] = [];
	const api = createApiClient(async (path, { method, headers }) => {
		const token = new Headers(headers).get("authorization");
		asked.push(`${method} ${path}${token === null ? "" : ` ${token}`}`);
		const answer = answers.shift();
		if (answer === null || answer === undefined) throw new TypeError("Failed to fetch");
		return answer;
	});
	const session = new ChatSession({
		api,
		store: createFakeStore(),
		tabStore: createFakeStore(),
		now: () => NOW,
		exclusively: async (run) => run(),
	});
	return { session, asked };
}

const begun = (): Response[] => [
	Response.json(VISITOR, { status: 201 }),
	Response.json({ id: CONVERSATION }, { status: 201 }),
];

test("[CC7] the first door makes visitor, conversation and ticket; the next one only a ticket", async ({
	expect,
}) => {
	const { session, asked } = openSession([...begun(), Response.json(TICKET), Response.json(TICKET)]);
	expect(session.ownId).toBeNull();
	expect(await session.openDoor()).toEqual({ kind: "open", url: TICKET.url });
	expect(await session.openDoor()).toEqual({ kind: "open", url: TICKET.url });
	expect(session.ownId).toBe(CONVERSATION);
	expect(asked).toEqual([
		"POST /api/visitors",
		"POST /api/conversations Bearer secret",
		`POST /api/conversations/${CONVERSATION}/ticket Bearer secret`,
		`POST /api/conversations/${CONVERSATION}/ticket Bearer secret`,
	]);
});

test("[CC7] what was made before the line broke is not made again", async ({ expect }) => {
	const [visitor, conversation] = begun();
	const { session, asked } = openSession([
		visitor ?? null,
		null,
		conversation ?? null,
		null,
		Response.json(TICKET),
	]);
	expect(await session.openDoor()).toEqual({ kind: "later", afterMs: null });
	expect(await session.openDoor()).toEqual({ kind: "later", afterMs: null });
	expect(await session.openDoor()).toEqual({ kind: "open", url: TICKET.url });
	expect(asked.map((line) => line.split(" ")[1])).toEqual([
		"/api/visitors",
		"/api/conversations",
		"/api/conversations",
		`/api/conversations/${CONVERSATION}/ticket`,
		`/api/conversations/${CONVERSATION}/ticket`,
	]);
});

test("[CS9] a refusal says how long to wait, in its body or in its header", async ({ expect }) => {
	const init = { status: 429, headers: { "retry-after": "7" } };
	const { session } = openSession([
		Response.json(refusal("rate_limited", 42), init),
		Response.json(refusal("rate_limited"), init),
	]);
	expect(await session.openDoor()).toEqual({ kind: "later", afterMs: 42_000 });
	expect(await session.openDoor()).toEqual({ kind: "later", afterMs: 7_000 });
});

test.for([
	["unauthorized", 401, "expired"],
	["forbidden", 403, "expired"],
	["not_found", 404, "erased"],
] as const)("[CS6] %s (%i) closes the door: %s", async ([code, status, reason], { expect }) => {
	const { session } = openSession([...begun(), Response.json(refusal(code), { status })]);
	expect(await session.openDoor()).toEqual({ kind: "closed", reason });
});

const uselessAnswers: [name: string, answer: () => Response | null][] = [
	["a page of a proxy", () => new Response("<html>", { status: 502 })],
	["our own fault", () => Response.json(refusal("internal"), { status: 500 })],
	["an answer of another shape", () => Response.json({ hello: 1 })],
	["no network", () => null],
];

test.for(uselessAnswers)("[CS4] %s is a reason to try again", async ([, answer], { expect }) => {
	const { session } = openSession([answer()]);
	expect(await session.openDoor()).toEqual({ kind: "later", afterMs: null });
});
