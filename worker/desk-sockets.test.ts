/** Tickets and upgrades of the desk's sockets, and what the inbox is told by the routes. */
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { SessionList } from "../contracts/accounts.ts";
import { SocketTicket } from "../contracts/api.ts";
import { BusinessHours } from "../contracts/business-hours.ts";
import { Label } from "../contracts/desk.ts";
import { DeskSite, DeskSiteList } from "../contracts/sites.ts";
import { DeskSettings } from "../contracts/inbox.ts";
import { SESSION_HEADER, VISITOR_HEADER } from "../durable-objects/conversation-rpc.ts";
import { personOf } from "../durable-objects/desk/agent-header.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { readAuditLog } from "../store/audit-log.ts";
import { freshId } from "../store/fresh-id.ts";
import { conversationRow, storeConversation } from "../store/testing/stored-conversation.ts";
import { type AccountWorld, accountWorld, addUser, signInAs } from "./testing/account-world.ts";
import { newVisitor, ORIGIN } from "./testing/test-world.ts";

let gateway: TestGateway;
let world: AccountWorld;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	world = await accountWorld(gateway);
	await migrateDatabase(world.database);
});
afterAll(() => gateway.close());

const newId = (): string => freshId(Date.now());

async function begun(): Promise<{ id: string; visitor: Record<string, string> }> {
	const id = newId();
	const { visitorId, auth } = await newVisitor(world);
	await world.env.CONVERSATIONS.getByName(id).create({ id, visitorId, channel: "chat" });
	return { id, visitor: auth };
}

async function agent(roles: readonly string[] = ["agent"]) {
	const user = await addUser(world, roles);
	return { user, ...(await signInAs(world, user)) };
}

async function ticketFor(path: string, headers: Record<string, string>): Promise<string> {
	const response = await world.request(`/api/desk/${path}/ticket`, { method: "POST", headers });
	if (response.status !== 201) throw new Error(`no ticket: ${response.status} ${await response.text()}`);
	return SocketTicket.parse(await response.json()).url;
}

const open = (url: string, origin = ORIGIN): Promise<Response> =>
	Promise.resolve(world.request(url, { headers: { Upgrade: "websocket", Origin: origin } }));

test("[DS1] an agent's ticket opens the conversation, or the inbox, once, in the agent's name", async ({
	expect,
}) => {
	const { id } = await begun();
	const { user, auth } = await agent();
	const { upgrades } = world.conversations;
	for (const [path, requests] of [
		[`conversations/${id}`, upgrades],
		["inbox", world.inboxes.upgrades],
	] as const) {
		const url = await ticketFor(path, auth);
		// the fakes open no sockets: they say 503, after the ticket was spent
		expect([(await open(url)).status, (await open(url)).status]).toEqual([503, 401]);
		const upgrade = requests.at(-1);
		if (upgrade === undefined) throw new Error("nothing arrived");
		expect(personOf(upgrade)?.id).toBe(user.id);
		expect(upgrade.headers.get(VISITOR_HEADER)).toBeNull();
		expect(upgrade.headers.get(SESSION_HEADER)).not.toBeNull();
		expect(upgrade.url).not.toContain("ticket");
	}
});

test("[DS2] a customer's ticket opens no agent's socket, an agent's no customer's, and none another place", async ({
	expect,
}) => {
	const [one, other] = [await begun(), await begun()];
	const { auth } = await agent();
	const queryOf = (url: string): string => url.slice(url.indexOf("?"));
	const visitors = await world.request(`/api/conversations/${one.id}/ticket`, {
		method: "POST",
		headers: one.visitor,
	});
	const customers = queryOf(SocketTicket.parse(await visitors.json()).url);
	const before = world.conversations.upgrades.length + world.inboxes.upgrades.length;
	expect((await open(`/api/desk/conversations/${one.id}/socket${customers}`)).status).toBe(401);
	const places = [
		`/api/conversations/${one.id}/socket`,
		`/api/desk/conversations/${other.id}/socket`,
		"/api/desk/inbox/socket",
	];
	for (const place of places) {
		const agents = queryOf(await ticketFor(`conversations/${one.id}`, auth));
		expect([place, (await open(place + agents)).status]).toEqual([place, 401]);
	}
	const inboxes = queryOf(await ticketFor("inbox", auth));
	expect((await open(`/api/desk/conversations/${one.id}/socket${inboxes}`)).status).toBe(401);
	expect(world.conversations.upgrades.length + world.inboxes.upgrades.length).toBe(before);
});

test("[DS3] customers, API keys and foreign pages get in nowhere; a conversation that is none has no ticket", async ({
	expect,
}) => {
	const { id } = await begun();
	const customer = await agent(["customer"]);
	const admin = await agent(["admin"]);
	const made = await world
		.browser()
		.call(
			"POST",
			"/api/api-keys",
			{ name: "k", scopes: ["conversations:read"], expiresInDays: 1 },
			admin.auth,
		);
	const { key } = z.looseObject({ key: z.string() }).parse(await made.json());
	const reader = await agent(["analyst"]);
	const asReader = { method: "POST", headers: reader.auth };
	expect((await world.request("/api/desk/inbox/ticket", asReader)).status).toBe(403);
	for (const path of [`conversations/${id}`, "inbox"]) {
		for (const headers of [customer.auth, { Authorization: `Bearer ${key}` }]) {
			const response = await world.request(`/api/desk/${path}/ticket`, { method: "POST", headers });
			expect(response.status).toBe(403);
		}
		expect((await open(await ticketFor(path, admin.auth), "https://elsewhere.example")).status).toBe(403);
	}
	const none = await world.request(`/api/desk/conversations/${newId()}/ticket`, {
		method: "POST",
		headers: admin.auth,
	});
	expect(none.status).toBe(404);
});

test("[DS4] a session that ends, and a role that is taken away, close sockets and void tickets", async ({
	expect,
}) => {
	const { id } = await begun();
	const admin = await agent(["admin"]);
	const one = await agent();
	const url = await ticketFor(`conversations/${id}`, one.auth);
	const changed = await world
		.browser()
		.call("PATCH", `/api/users/${one.user.id}`, { roles: ["customer"] }, admin.auth);
	expect(changed.status).toBe(200);
	expect((await open(url)).status).toBe(401);
	const ended = world.conversations.known.get(id)?.ended ?? [];
	expect(ended).toHaveLength(1);
	expect(world.inboxes.calls.at(-1)).toEqual({ call: "endSessions", value: ended[0] });
	const two = await agent();
	const inboxUrl = await ticketFor("inbox", two.auth);
	await world.browser().call("POST", "/api/auth/sign-out-everywhere", {}, two.auth);
	expect((await open(inboxUrl)).status).toBe(401);
	expect(world.inboxes.calls.at(-1)?.call).toBe("endSessions");
});

test("[DS4] a role that is changed or deleted closes the sockets of those who have it, and of nobody else", async ({
	expect,
}) => {
	const { id } = await begun();
	const admin = await agent(["admin"]);
	const call = (method: string, path: string, body?: unknown) =>
		world.browser().call(method, path, body, admin.auth);
	const permissions = ["conversations:read", "conversations:write"];
	expect((await call("POST", "/api/roles", { name: "night", permissions })).status).toBe(201);
	const one = await agent(["night"]);
	const other = await agent();
	const sessions = async (auth: Record<string, string>) =>
		SessionList.parse(
			await (await world.browser().call("GET", "/api/auth/sessions", undefined, auth)).json(),
		).sessions.map((session) => session.id);
	const open = async () => {
		for (const { auth } of [one, other]) await ticketFor(`conversations/${id}`, auth);
		return sessions(one.auth);
	};
	const ended = () => world.conversations.known.get(id)?.ended ?? [];
	const ids = await open();
	const before = ended().length;
	expect((await call("PUT", "/api/roles/night", { permissions: ["conversations:read"] })).status).toBe(200);
	expect(ended().slice(before)).toEqual([ids]);
	expect(world.inboxes.calls.at(-1)).toEqual({ call: "endSessions", value: ids });
	await open();
	expect((await call("DELETE", "/api/roles/night")).status).toBe(204);
	expect(ended().slice(before)).toEqual([ids, ids]);
	expect(world.inboxes.calls.at(-1)).toEqual({ call: "endSessions", value: ids });
});

test("[SE8] who looks after users sees where somebody is signed in, and ends one session or all, sockets too", async ({
	expect,
}) => {
	const { id } = await begun();
	const admin = await agent(["admin"]);
	const first = await agent();
	const second = await signInAs(world, first.user);
	const path = `/api/users/${first.user.id}/sessions`;
	const ask = (method: string, to: string, headers = admin.auth) =>
		world.browser().call(method, to, undefined, headers);
	const sessions = async () => SessionList.parse(await (await ask("GET", path)).json()).sessions;
	expect(await sessions()).toEqual([
		expect.objectContaining({ isCurrent: false, address: "192.0.2.1" }),
		expect.objectContaining({ isCurrent: false }),
	]);
	const own = SessionList.parse(await (await ask("GET", "/api/auth/sessions", second.auth)).json());
	const current = own.sessions.find(({ isCurrent }) => isCurrent)?.id ?? "";
	const url = await ticketFor(`conversations/${id}`, second.auth);
	expect((await ask("DELETE", `${path}/${current}`)).status).toBe(204);
	expect((await ask("DELETE", `${path}/${current}`)).status, "once").toBe(404);
	expect((await open(url)).status).toBe(401);
	expect(world.conversations.known.get(id)?.ended).toEqual([[current]]);
	expect(world.inboxes.calls.at(-1)).toEqual({ call: "endSessions", value: [current] });
	expect((await ask("GET", "/api/auth/me", second.auth)).status).toBe(401);
	expect((await ask("GET", "/api/auth/me", first.auth)).status, "the other one goes on").toBe(200);
	const foreign = `${path}/${SessionList.parse(await (await ask("GET", "/api/auth/sessions")).json()).sessions[0]?.id ?? ""}`;
	expect((await ask("DELETE", foreign)).status, "somebody else's is none of this user's").toBe(404);

	expect((await ask("DELETE", path)).status).toBe(204);
	expect(await sessions()).toEqual([]);
	expect((await ask("GET", "/api/auth/me", first.auth)).status).toBe(401);
	expect((await signInAs(world, first.user)).token, "the account stays open").not.toBe("");

	const supervisor = await agent(["supervisor"]);
	expect((await ask("GET", path, supervisor.auth)).status, "to see users is not enough").toBe(403);
	const clerk = await agent(["supervisor"]);
	await world
		.browser()
		.call("POST", "/api/roles", { name: "clerk", permissions: ["users:write"] }, admin.auth);
	await world.browser().call("PATCH", `/api/users/${clerk.user.id}`, { roles: ["clerk"] }, admin.auth);
	for (const [method, to] of [
		["GET", `/api/users/${admin.user.id}/sessions`],
		["DELETE", `/api/users/${admin.user.id}/sessions`],
	] as const)
		expect((await ask(method, to, clerk.auth)).status, "nobody reaches who may more").toBe(403);
	const told = (await readAuditLog(world.database, { actorId: admin.user.id, limit: 20 })).filter(
		({ action }) => action.endsWith("ended"),
	);
	expect(told).toEqual([
		expect.objectContaining({ action: "session.all_ended", target: { kind: "user", id: first.user.id } }),
		expect.objectContaining({
			action: "session.ended",
			target: { kind: "session", id: current },
			details: { userId: first.user.id },
		}),
	]);
});

test("[DS6] a socket is told what its agent may do at that moment; the inbox opens for those alone who may answer", async ({
	expect,
}) => {
	const { id } = await begun();
	const admin = await agent(["admin"]);
	const mayAt = async (url: string) => {
		const { status } = await open(url);
		const upgrade = world.conversations.upgrades.at(-1);
		// the fakes open no sockets: they say 503
		if (status !== 503 || upgrade === undefined) throw new Error(`nothing arrived: ${status}`);
		return personOf(upgrade)?.may.filter((name) => name.startsWith("conversations:"));
	};
	const { auth } = await agent(["analyst"]);
	expect(await mayAt(await ticketFor(`conversations/${id}`, auth))).toEqual(["conversations:read"]);
	const one = await agent(["agent"]);
	expect(await mayAt(await ticketFor(`conversations/${id}`, one.auth))).toEqual([
		"conversations:read",
		"conversations:write",
	]);
	// between the tickets and the sockets the agent becomes an analyst
	const urls = [await ticketFor("inbox", one.auth), await ticketFor(`conversations/${id}`, one.auth)];
	const change = { roles: ["analyst"] };
	const changed = await world.browser().call("PATCH", `/api/users/${one.user.id}`, change, admin.auth);
	expect(changed.status).toBe(200);
	const arrived = world.inboxes.upgrades.length;
	expect((await open(urls[0] ?? "")).status).toBe(401);
	expect(world.inboxes.upgrades.length).toBe(arrived);
	expect(await mayAt(urls[1] ?? "")).toEqual(["conversations:read"]);
});

test("[DS5] the inbox hears of labels and of the desk's settings, which stay as they were set", async ({
	expect,
}) => {
	const { auth } = await agent(["admin"]);
	const id = newId();
	await storeConversation(world.database, conversationRow(id, world.clock.nowMs));
	const call = (method: string, path: string, body?: unknown) =>
		world.browser().call(method, `/api/desk${path}`, body, auth);
	const label = Label.parse(await (await call("POST", "/labels", { name: "vip" })).json());
	await call("PUT", `/conversations/${id}/labels`, { labelIds: [label.id] });
	expect(world.inboxes.calls.at(-1)).toEqual({ call: "labelled", value: { id, labels: [label] } });
	const fresh = DeskSettings.parse({});
	expect(await (await call("GET", "/settings")).json()).toEqual(fresh);
	const settings = { ...fresh, assignment: "round_robin", firstResponseMinutes: null };
	expect((await call("PUT", "/settings", settings)).status).toBe(200);
	expect(await (await call("GET", "/settings")).json()).toEqual(settings);
	expect(world.inboxes.calls.at(-1)).toEqual({ call: "settingsChanged", value: settings });
	expect((await call("PUT", "/settings", { ...settings, maxOpenPerAgent: 0 })).status).toBe(400);
	const { sites } = DeskSiteList.parse(await (await call("GET", "/sites")).json());
	const hours = BusinessHours.parse({
		timeZone: "UTC",
		weekly: { monday: [{ opens: "09:00", closes: "17:00" }] },
	});
	const told = (value: unknown) =>
		expect(world.inboxes.calls.at(-1)).toEqual({ call: "siteHoursChanged", value });
	await call("PATCH", `/sites/${sites[0]?.id}`, { businessHours: hours });
	told({ default: hours });
	const made = await call("POST", "/sites", { key: "berlin", name: "Berlin" });
	const { id: berlin } = DeskSite.parse(await made.json());
	told({ default: hours, berlin: null });
	const asked = world.inboxes.calls.length;
	await call("PATCH", `/sites/${berlin}`, { greeting: "Hello" });
	expect(world.inboxes.calls).toHaveLength(asked);
	await call("DELETE", `/sites/${berlin}`);
	told({ default: hours });
});
