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
function openSession(answers: (Response | null)[], siteKey: string | null = null) {
	const asked: string[] = [];
	const bodies: unknown[] = [];
	const api = createApiClient(async (path, { method, headers, body }) => {
		if (typeof body === "string") bodies.push(JSON.parse(body));
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
		siteKey,
		exclusively: async (run) => run(),
	});
	return { session, asked, bodies };
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

const PERSON = {
	...VISITOR,
	visitorId: "01960000-0000-7000-8000-0000000000bb",
	token: "hers",
	verified: true,
};
const OTHER = { ...PERSON, visitorId: "01960000-0000-7000-8000-0000000000cc", token: "his" };

test("[CV1] whoever is identified keeps the conversation that was nobody's, and goes on as that person", async ({
	expect,
}) => {
	const { session, asked, bodies } = openSession(
		[
			...begun(),
			Response.json(TICKET),
			Response.json({ ...PERSON, merged: 1 }),
			Response.json(TICKET),
			Response.json({ ...PERSON, merged: 0 }),
		],
		"shop-de",
	);
	await session.openDoor();
	expect(await session.identify("a.b.c")).toMatchObject({ ok: true });
	expect(session.ownId).toBe(CONVERSATION);
	expect(await session.openDoor()).toMatchObject({ kind: "open" });
	expect(asked.at(-1)).toBe(`POST /api/conversations/${CONVERSATION}/ticket Bearer hers`);
	expect(bodies[0]).toEqual({ site: "shop-de" });
	expect(bodies[3]).toEqual({
		site: "shop-de",
		identity: "a.b.c",
		previous: "secret",
		conversations: [CONVERSATION],
	});
	// the same person once more: nobody's history is shown
	await session.identify("d.e.f");
	expect(bodies[5]).toEqual({ site: "shop-de", identity: "d.e.f" });
	expect(session.ownId).toBe(CONVERSATION);
});

test("[CV2] after another person this browser begins anew, and shows nobody's token for theirs", async ({
	expect,
}) => {
	const { session, asked, bodies } = openSession([
		Response.json({ ...PERSON, merged: 0 }),
		Response.json({ id: CONVERSATION }, { status: 201 }),
		Response.json(TICKET),
		Response.json({ ...OTHER, merged: 0 }),
		Response.json({ id: CONVERSATION }, { status: 201 }),
		Response.json(TICKET),
	]);
	await session.identify("a.b.c");
	await session.openDoor();
	await session.identify("d.e.f");
	expect([session.ownId, session.join(), session.previousId()]).toEqual([null, null, null]);
	await session.openDoor();
	expect(asked.at(-2)).toBe("POST /api/conversations Bearer his");
	expect(bodies[3]).toEqual({ identity: "d.e.f" });
});

test("[CV2] the same person goes on when the earlier identity has ended", async ({ expect }) => {
	const ended = new Date(NOW - 1).toISOString();
	const { session, bodies } = openSession([
		Response.json({ ...PERSON, merged: 0 }),
		Response.json({ id: CONVERSATION }, { status: 201 }),
		Response.json(TICKET),
		Response.json({ ...PERSON, expiresAt: ended, merged: 0 }),
		Response.json({ ...PERSON, merged: 0 }),
	]);
	await session.identify("a.b.c");
	await session.openDoor();
	await session.identify("d.e.f");
	expect(await session.openDoor()).toEqual({ kind: "closed", reason: "expired" });
	await session.identify("g.h.i");
	expect([session.ownId, session.join()]).toEqual([CONVERSATION, CONVERSATION]);
	expect(bodies.at(-1)).toEqual({ identity: "g.h.i" });
});

test("[CV3] an identity that is refused changes nothing", async ({ expect }) => {
	const { session, asked } = openSession([
		...begun(),
		Response.json(TICKET),
		Response.json(refusal("unauthorized"), { status: 401 }),
		Response.json(TICKET),
	]);
	await session.openDoor();
	expect(await session.identify("a.b.c")).toMatchObject({ ok: false });
	expect(session.ownId).toBe(CONVERSATION);
	await session.openDoor();
	expect(asked.at(-1)).toContain("Bearer secret");
});
