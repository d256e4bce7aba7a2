import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ErrorBody } from "../../contracts/errors.ts";
import { jsonOrNull } from "../../contracts/json-or-null.ts";
import { ChatClient } from "../../e2e/testing/chat-client.ts";
import { SigningKeySet } from "../../worker/auth/signing-key-set.ts";
import { freshJwk } from "../../worker/testing/test-keys.ts";
import { tokenAttacks } from "../../worker/testing/token-attacks.ts";
import { type Answer, forEachOf } from "../http-client.ts";
import type { Row, Verdict } from "../row.ts";
import { PASSWORD, type Target } from "../targets.ts";
import { RawSocket } from "./raw-socket.ts";

const JwkSet = z.object({
	keys: z.array(z.looseObject({ kid: z.string(), alg: z.literal("ES256") })).min(1),
});

export const tokens: Row = {
	id: "S2",
	cases: "forged tokens",
	atLeast: { quick: 180, full: 180 },
	async run(targets) {
		const target = await targets.open();
		const verdicts = [await forgeries(target), await reuse(target)];
		return {
			cases: verdicts.reduce((sum, { cases }) => sum + cases, 0),
			faults: verdicts.flatMap(({ faults }) => faults),
		};
	},
};

/** Every forgery of a visitor's and of a session's token over HTTP, and as a socket's ticket. */
async function forgeries(target: Target): Promise<Verdict> {
	const visitor = await target.visitor();
	const person = await target.addPerson(["customer"]);
	const chat = await ChatClient.create(target.product.origin);
	const doors: [name: string, token: string, open: (forged: string) => Promise<Answer>][] = [
		["visitor", visitor.Authorization.slice(7), (forged) => post(target, "/api/conversations", forged)],
		[
			"session",
			(await person.auth()).Authorization.slice(7),
			(forged) => read(target, "/api/auth/me", forged),
		],
		["ticket", visitor.Authorization.slice(7), (forged) => openSocket(target, chat, forged)],
	];
	const keys = await ourKeys(target);
	const faults: string[] = [];
	let cases = 0;
	for (const [door, token, open] of doors) {
		const { attacks, resigned } = await tokenAttacks(token, { keys, nowMs: Date.now() });
		await forEachOf(Object.entries(attacks), 8, async ([name, forged]) => {
			cases += 1;
			// no header and no query can carry these as they are: that is no token either
			const found = refusalOf(await open(forged.replaceAll(/[^\u0020-\u007e]/g, "?")));
			const isTooLong = door === "ticket" && forged.length > 2_048 && found === "400 bad_request";
			if (found !== "401 unauthorized" && !isTooLong) faults.push(`${door}, ${name}: ${found}`);
		});
		if (door === "ticket") continue;
		const { status } = await open(resigned);
		if (status >= 400) faults.push(`${door}: a good token made in the same way is refused by ${status}`);
	}
	return { cases, faults };
}

/** What was revoked, used up or belongs elsewhere. */
async function reuse(target: Target): Promise<Verdict> {
	const { client, product } = target;
	const page = { Origin: product.origin, "X-Care-Client": "trust" };
	const person = await target.addPerson(["customer"]);
	const signIn = async () => {
		const answer = await client.askPatiently("/api/auth/sign-in", {
			method: "POST",
			body: { email: person.email, password: PASSWORD },
		});
		const { accessToken } = z.object({ accessToken: z.string() }).parse(JSON.parse(answer.text));
		const Cookie = answer.headers
			.getSetCookie()
			.map((line) => line.split(";")[0] ?? "")
			.join("; ");
		return { accessToken, Cookie };
	};
	const refresh = (Cookie: string) =>
		client.ask("/api/auth/refresh", { method: "POST", headers: { ...page, Cookie }, body: {} });
	const cases: [name: string, isRefused: boolean][] = [];
	const note = (name: string, answer: Answer): void =>
		void cases.push([`${name}: ${refusalOf(answer)}`, refusalOf(answer) === "401 unauthorized"]);

	const one = await signIn();
	const turned = await refresh(one.Cookie);
	const next = turned.headers
		.getSetCookie()
		.map((line) => line.split(";")[0] ?? "")
		.join("; ");
	cases.push([`the first refresh: ${turned.status}`, turned.status === 200]);
	note("a refresh token used twice", await refresh(one.Cookie));
	note("its successor, after that", await refresh(next));
	note("the access token of that session", await read(target, "/api/auth/me", one.accessToken));
	const two = await signIn();
	await client.ask("/api/auth/sign-out", {
		method: "POST",
		headers: { ...page, Cookie: two.Cookie },
		body: {},
	});
	note("an access token after signing out", await read(target, "/api/auth/me", two.accessToken));
	note("a refresh token after signing out", await refresh(two.Cookie));
	const three = await signIn();
	const auth = { Authorization: `Bearer ${three.accessToken}` };
	await client.ask("/api/auth/sign-out-everywhere", { method: "POST", headers: auth, body: {} });
	note("an access token after signing out everywhere", await read(target, "/api/auth/me", three.accessToken));
	note("a refresh token after signing out everywhere", await refresh(three.Cookie));
	note(
		"a visitor's token in the place of a session's",
		await read(target, "/api/auth/me", (await target.visitor()).Authorization.slice(7)),
	);
	const fresh = await target.addPerson(["admin"]);
	note(
		"a session's token in the place of a visitor's",
		await post(target, "/api/conversations", (await fresh.auth()).Authorization.slice(7)),
	);
	const ticket = await spentTicket(target);
	note("a ticket used twice", await client.ask(ticket, { headers: upgrade(product.origin) }));
	return {
		cases: cases.length,
		faults: cases.flatMap(([name, isRefused]) => (isRefused ? [] : [name])),
	};
}

const upgrade = (origin: string) => ({
	Origin: origin,
	Upgrade: "websocket",
	Connection: "Upgrade",
	"Sec-WebSocket-Version": "13",
	"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
});

/** The address of a socket that was opened once already. */
async function spentTicket(target: Target): Promise<string> {
	const chat = await ChatClient.create(target.product.origin);
	const path = `/api/conversations/${chat.conversationId}/ticket`;
	const { text } = await target.client.ask(path, { method: "POST", headers: chat.auth });
	const { url } = z.object({ url: z.string() }).parse(JSON.parse(text));
	(await RawSocket.open(target.product.origin, url)).destroy();
	return url;
}

/** The product's own keys, with which an attacker can't sign: those forgeries must fail for what they change. */
async function ourKeys(target: Target) {
	const secrets = z
		.object({ signingKeys: z.string() })
		.parse(JSON.parse(readFileSync(join(target.product.data, "secrets.json"), "utf8")));
	SigningKeySet.parse(JSON.parse(secrets.signingKeys));
	const [ours] = JwkSet.parse(JSON.parse(secrets.signingKeys)).keys;
	if (ours === undefined) throw new Error("the product has no signing key");
	return [{ ...(await freshJwk(ours.kid)), ...ours }, await freshJwk("an-older-key")] as const;
}

function read(target: Target, path: string, token: string): Promise<Answer> {
	return target.client.ask(path, { headers: { Authorization: `Bearer ${token}` } });
}

function post(target: Target, path: string, token: string): Promise<Answer> {
	return target.client.ask(path, { method: "POST", headers: { Authorization: `Bearer ${token}` } });
}

function openSocket(target: Target, chat: ChatClient, ticket: string): Promise<Answer> {
	const path = `/api/conversations/${chat.conversationId}/socket?ticket=${encodeURIComponent(ticket)}`;
	return target.client.ask(path, { headers: upgrade(target.product.origin) });
}

function refusalOf({ status, text }: Answer): string {
	const body = ErrorBody.safeParse(jsonOrNull(text));
	return `${status} ${body.data?.error.code ?? "without our body"}`;
}
