import { test } from "vitest";
import { createBrowserStore } from "../chat/browser-ports.ts";
import { createAccountApi } from "./account-api.ts";
import { AccountSession } from "./account-session.ts";
import { readPlace } from "./place.ts";

const ME = {
	id: "01a1f866-0d00-7f5a-8b28-9b54a80e4d51",
	email: "anna@example.com",
	name: "Anna",
	roles: ["customer"],
	permissions: [],
	hasPassword: true,
	hasSecondFactor: false,
	recoveryCodes: 0,
};

/** A server of a few lines: it counts what it is asked and knows one refresh token, of which each is good once. */
function surroundings() {
	const kept = new Map<string, string>();
	const storage = {
		get length() {
			return kept.size;
		},
		key: (index: number) => [...kept.keys()][index] ?? null,
		clear: () => kept.clear(),
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value),
		removeItem: (key: string) => void kept.delete(key),
	};
	const world = {
		nowMs: Date.parse("2026-11-20T10:00:00Z"),
		isSignedIn: true,
		hasCookie: true,
		isAway: false,
		tokens: 0,
		good: "",
	};
	const calls: string[] = [];
	const grant = () => {
		world.tokens += 1;
		world.good = `token-${world.tokens}`;
		return {
			status: "signed_in",
			accessToken: world.good,
			expiresAt: new Date(world.nowMs + 900_000).toISOString(),
		};
	};
	const refusal = (status: number, code: string) =>
		Response.json({ error: { code, message: "no", requestId: "r" } }, { status });
	const answer = (path: string, init: RequestInit): Response => {
		const bearer = new Headers(init.headers).get("authorization");
		if (path === "/api/auth/refresh" && !world.hasCookie) return new Response(null, { status: 204 });
		if (path === "/api/auth/refresh")
			return world.isSignedIn ? Response.json(grant()) : refusal(401, "unauthorized");
		if (path === "/api/auth/sign-out") {
			world.isSignedIn = false;
			return new Response(null, { status: 204 });
		}
		if (bearer !== `Bearer ${world.good}` || !world.isSignedIn) return refusal(401, "unauthorized");
		if (path === "/api/visitors")
			return Response.json(
				{ visitorId: ME.id, token: "chat", expiresAt: "2027-01-01T00:00:00.000Z" },
				{ status: 201 },
			);
		return Response.json(ME);
	};
	const api = createAccountApi(async (path, init) => {
		calls.push(path.replace("/api/", ""));
		if (world.isAway) throw new TypeError("no network");
		return answer(path, init);
	});
	let last: Promise<unknown> = Promise.resolve();
	const session = new AccountSession({
		api,
		store: createBrowserStore(() => storage),
		tabStore: createBrowserStore(() => storage),
		now: () => world.nowMs,
		exclusively: async (run) => {
			const turn = last.then(run, run);
			last = turn;
			return turn;
		},
	});
	return { world, session, calls, kept, api, grant };
}

test("[AP1] a token is used while it is good, renewed before it ends, and once when it is refused", async ({
	expect,
}) => {
	const { world, session, calls, api } = surroundings();
	await session.resume();
	expect(session.state()).toMatchObject({ kind: "signed-in", me: { name: "Anna" } });
	await session.withToken(api.me);
	expect(calls).toEqual(["auth/refresh", "auth/me", "auth/me"]);
	world.nowMs += 875_000;
	await session.withToken(api.me);
	expect(calls.slice(3)).toEqual(["auth/refresh", "auth/me"]);
	world.good = "revoked elsewhere";
	expect((await session.withToken(api.me)).ok).toBe(true);
	expect(calls.slice(5)).toEqual(["auth/me", "auth/refresh", "auth/me"]);
	world.nowMs += 900_000;
	await Promise.all([session.withToken(api.me), session.withToken(api.me), session.withToken(api.me)]);
	expect(
		calls.slice(8).filter((path) => path === "auth/refresh"),
		"three at once, one renewal",
	).toHaveLength(1);
});

test("[AP7] a deleted account leaves its erasure to show, and nothing in this browser", async ({
	expect,
}) => {
	const { session, kept, grant } = surroundings();
	await session.begin({ ...grant(), status: "signed_in" });
	const at = "2026-11-20T10:00:00.000Z";
	const erasure = { id: ME.id, status: "done", scope: "account", requestedAt: at, finishedAt: at } as const;
	session.deleted({ ...erasure, counts: {}, receipt: "a.b.c" });
	expect(session.state()).toMatchObject({ kind: "deleted", erasure: { receipt: "a.b.c" } });
	expect([...kept.keys()]).toEqual([]);
});

test("[AP2] the chat of this browser follows who is signed in; an anonymous one is left alone", async ({
	expect,
}) => {
	const { world, session, kept, grant } = surroundings();
	world.isSignedIn = false;
	kept.set("care.chat.session", "an anonymous visitor's");
	await session.resume();
	expect(session.state().kind).toBe("signed-out");
	expect(kept.get("care.chat.session")).toBe("an anonymous visitor's");
	world.isSignedIn = true;
	await session.begin({ ...grant(), status: "signed_in" });
	expect(JSON.parse(kept.get("care.chat.session") ?? "")).toMatchObject({
		visitorId: ME.id,
		token: "chat",
		conversationId: null,
	});
	expect([...kept.values()].join()).not.toContain("token-");
	expect(await session.signOut()).toBeNull();
	expect([...kept.keys()]).toEqual([]);

	world.isSignedIn = true;
	await session.begin({ ...grant(), status: "signed_in" });
	expect(await session.openConversation("c-1")).toBe(true);
	expect(JSON.parse(kept.get("care.chat.session") ?? "")).toMatchObject({ conversationId: "c-1" });
	world.isSignedIn = false;
	await session.resume();
	expect([...kept.keys()], "ended elsewhere").toEqual([]);
});

test("[AP5] a browser without a session is signed out, and asks nothing more", async ({ expect }) => {
	const { world, session, calls } = surroundings();
	world.hasCookie = false;
	await session.resume();
	expect(session.state().kind).toBe("signed-out");
	expect(calls).toEqual(["auth/refresh"]);
});

test("[AP3] without an answer nobody is taken for signed out", async ({ expect }) => {
	const { world, session, kept, grant } = surroundings();
	await session.begin({ ...grant(), status: "signed_in" });
	world.isAway = true;
	world.nowMs += 900_000;
	await session.resume();
	expect(session.state().kind).toBe("unreachable");
	expect(kept.has("care.chat.session")).toBe(true);
	world.isAway = false;
	await session.resume();
	expect(session.state().kind).toBe("signed-in");
});

test("[AP4] what is refused is told by field", async ({ expect }) => {
	const api = createAccountApi(async () =>
		Response.json(
			{
				error: {
					code: "bad_request",
					message: "no",
					requestId: "r",
					fields: [{ path: "body.password", message: "needs more" }],
				},
			},
			{ status: 400 },
		),
	);
	expect(await api.signUp({})).toEqual({
		ok: false,
		fault: { code: "bad_request", message: "no", fields: { password: "Needs more." } },
	});
	const broken = createAccountApi(async () => new Response("<html>", { status: 502 }));
	expect(await broken.signUp({})).toMatchObject({ ok: false, fault: { code: "unreachable" } });
	expect(readPlace("#/reset?token=abc")).toEqual({ view: "reset", token: "abc" });
	expect(readPlace("")).toEqual({ view: "", token: "" });
});
