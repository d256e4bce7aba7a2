/** Every route × everybody who may call: walked from the router, so that a route without a row fails. */
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { uuidV7 } from "../contracts/ids.ts";
import { BUILT_IN_ROLES, PERMISSIONS, type Permission } from "../contracts/permissions.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { connectDatabase } from "../store/database.ts";
import { setDisabled } from "../store/users.ts";
import { accountWorld, addUser, type AccountWorld, PASSWORD, signInAs } from "./testing/account-world.ts";
import { newVisitor } from "./testing/test-world.ts";

let gateway: TestGateway;
let world: AccountWorld;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	world = await accountWorld(gateway, { HTTP_API: "on", API_TOKEN: "a-token-of-rasa" });
});
afterAll(() => gateway.close());

/**
 * Who may call what, written by hand: the router must agree with it. A new route gets a row here, by somebody who has
 * thought about it.
 */
const MATRIX: Readonly<Record<string, string>> = {
	"get /healthz": "public",
	"get /readyz": "public",
	"get /version": "public",
	"get /.well-known/jwks.json": "public",
	"get /api/site": "public",
	"get /api/mailbox": "public",
	"post /api/visitors": "public",
	"post /api/auth/sign-up": "public",
	"post /api/auth/verify/resend": "public",
	"post /api/auth/verify": "public",
	"post /api/auth/sign-in": "public",
	"post /api/auth/sign-in/second-factor": "public",
	"post /api/auth/refresh": "refresh-cookie",
	"post /api/auth/sign-out": "refresh-cookie",
	"post /api/auth/sign-out-everywhere": "signed-in",
	"get /api/auth/sessions": "signed-in",
	"delete /api/auth/sessions/{id}": "signed-in",
	"post /api/auth/password": "signed-in",
	"post /api/auth/password/reset": "public",
	"post /api/auth/password/reset/confirm": "public",
	"post /api/auth/totp": "signed-in",
	"post /api/auth/totp/confirm": "signed-in",
	"post /api/auth/totp/disable": "signed-in",
	"post /api/auth/totp/recovery-codes": "signed-in",
	"post /api/auth/invitation/accept": "public",
	"get /api/auth/me": "signed-in",
	"patch /api/auth/me": "signed-in",
	"delete /api/auth/me": "signed-in",
	"get /api/auth/providers": "public",
	"get /api/auth/oidc/{provider}/start": "public",
	"get /api/auth/oidc/{provider}/callback": "public",
	"get /api/me/data": "visitor",
	"delete /api/me/data": "visitor",
	"get /api/erasures/{id}": "public",
	"get /api/users": "users:read",
	"get /api/users/{id}": "users:read",
	"patch /api/users/{id}": "users:write",
	"get /api/users/{id}/sessions": "users:write",
	"delete /api/users/{id}/sessions": "users:write",
	"delete /api/users/{id}/sessions/{sessionId}": "users:write",
	"get /api/roles": "roles:read",
	"post /api/roles": "roles:write",
	"put /api/roles/{name}": "roles:write",
	"delete /api/roles/{name}": "roles:write",
	"get /api/invitations": "invitations:read",
	"post /api/invitations": "invitations:write",
	"post /api/invitations/{id}/link": "invitations:write",
	"delete /api/invitations/{id}": "invitations:write",
	"get /api/api-keys": "api_keys:read",
	"post /api/api-keys": "api_keys:write",
	"delete /api/api-keys/{id}": "api_keys:write",
	"get /api/webhooks": "webhooks:read",
	"post /api/webhooks": "webhooks:write",
	"patch /api/webhooks/{id}": "webhooks:write",
	"delete /api/webhooks/{id}": "webhooks:write",
	"get /api/webhooks/{id}/dead-letters": "webhooks:read",
	"post /api/webhooks/{id}/dead-letters/replay": "webhooks:write",
	"post /api/desk/conversations/{id}/replay": "conversations:read",
	"get /api/webhooks/{id}/deliveries": "webhooks:read",
	"get /api/webhooks/{id}/deliveries/{deliveryId}/payload": "webhooks:read",
	"post /api/webhooks/{id}/deliveries/replay": "webhooks:write",
	"post /api/desk/explain": "conversations:read",
	"get /api/desk/conversations": "conversations:read",
	"get /api/desk/conversations/{id}": "conversations:read",
	"get /api/desk/conversations/{id}/events": "conversations:read",
	"put /api/desk/conversations/{id}/labels": "conversations:write",
	"post /api/desk/conversations/bulk": "conversations:write",
	"post /api/desk/conversations/{id}/take-over": "conversations:write",
	"post /api/desk/conversations/{id}/hand-back": "conversations:write",
	"post /api/desk/conversations/{id}/queue": "conversations:write",
	"post /api/desk/conversations/{id}/assign": "conversations:write",
	"post /api/desk/conversations/{id}/messages": "conversations:write",
	"post /api/desk/conversations/{id}/notes": "conversations:write",
	"post /api/desk/conversations/{id}/snooze": "conversations:write",
	"post /api/desk/conversations/{id}/resolve": "conversations:write",
	"post /api/desk/conversations/{id}/reopen": "conversations:write",
	"post /api/desk/conversations/{id}/priority": "conversations:write",
	"post /api/desk/conversations/{id}/ticket": "conversations:read",
	"get /api/desk/conversations/{id}/socket": "ticket",
	"post /api/desk/inbox/ticket": "conversations:write",
	"get /api/desk/inbox/socket": "ticket",
	"get /api/desk/settings": "settings:read",
	"put /api/desk/settings": "settings:write",
	"get /api/desk/agents": "conversations:read",
	"get /api/desk/contacts": "contacts:read",
	"get /api/desk/contacts/{id}": "contacts:read",
	"delete /api/desk/contacts/{id}": "contacts:erase",
	"get /api/desk/contacts/{id}/data": "contacts:export",
	"get /api/desk/feedback": "feedback:read",
	"get /api/desk/csat": "feedback:read",
	"get /api/desk/labels": "conversations:read",
	"post /api/desk/labels": "settings:write",
	"patch /api/desk/labels/{id}": "settings:write",
	"delete /api/desk/labels/{id}": "settings:write",
	"get /api/desk/me/notifications": "conversations:write",
	"put /api/desk/me/notifications": "conversations:write",
	"get /api/desk/me/views": "conversations:write",
	"put /api/desk/me/views/{name}": "conversations:write",
	"delete /api/desk/me/views/{name}": "conversations:write",
	"get /api/desk/canned-replies": "knowledge:read",
	"post /api/desk/canned-replies": "knowledge:write",
	"patch /api/desk/canned-replies/{id}": "knowledge:write",
	"delete /api/desk/canned-replies/{id}": "knowledge:write",
	"get /api/desk/orders": "orders:read",
	"get /api/desk/orders/{number}": "orders:read",
	"get /api/desk/integrations": "settings:read",
	"get /api/desk/retention": "settings:read",
	"get /api/desk/retention/due": "settings:read",
	"post /api/desk/retention/run": "settings:write",
	"get /api/desk/sites": "settings:read",
	"get /api/desk/sites/{id}": "settings:read",
	"post /api/desk/sites": "settings:write",
	"patch /api/desk/sites/{id}": "settings:write",
	"delete /api/desk/sites/{id}": "settings:write",
	"get /api/desk/sites/{id}/identity-keys": "settings:read",
	"post /api/desk/sites/{id}/identity-keys": "settings:write",
	"delete /api/desk/sites/{id}/identity-keys/{keyId}": "settings:write",
	"get /api/desk/tickets": "conversations:read",
	"patch /api/desk/tickets/{number}": "conversations:write",
	"get /api/desk/analytics/overview": "analytics:read",
	"get /api/desk/analytics/channels": "analytics:read",
	"get /api/desk/analytics/languages": "analytics:read",
	"get /api/desk/analytics/intents": "analytics:read",
	"get /api/desk/analytics/agents": "analytics:read",
	"get /api/desk/analytics/busy-hours": "analytics:read",
	"get /api/desk/analytics/forms": "analytics:read",
	"get /api/desk/analytics/cohorts": "analytics:read",
	"get /api/desk/analytics/conversations": "analytics:read",
	"get /api/desk/analytics/choices": "analytics:read",
	"get /api/desk/conversations/choices": "conversations:read",
	"get /api/desk/models": "models:read",
	"post /api/desk/models": "models:publish",
	"delete /api/desk/models/{id}": "models:publish",
	"put /api/desk/models/active": "models:publish",
	"post /api/desk/models/rollback": "models:publish",
	"get /api/desk/audit-log": "audit:read",
	"post /api/conversations": "visitor",
	"get /api/conversations": "visitor",
	"get /api/conversations/{id}": "own-conversation",
	"get /api/conversations/{id}/messages": "own-conversation",
	"post /api/conversations/{id}/messages": "own-conversation",
	"post /api/conversations/{id}/ticket": "own-conversation",
	"get /api/conversations/{id}/socket": "ticket",
	"get /webhooks/rest": "public",
	"post /webhooks/rest/webhook": "public",
	"get /webhooks/callback": "public",
	"post /webhooks/callback/webhook": "public",
	"get /webhooks/socketio": "public",
	"post /api/nlu/parse": "public",
	"post /model/parse": "public",
};

/** What a permission opens for people, and for no API key: a session must stand behind a socket. */
const FOR_PEOPLE = new Set(["post /api/desk/inbox/ticket"]);

function routes() {
	return world.app.openAPIRegistry.definitions.flatMap((definition) => {
		if (definition.type !== "route") return [];
		const { method, path } = definition.route;
		const access = z.string().parse(Reflect.get(definition.route, "x-access"));
		return [{ method, path: path.replace(/(.)\/$/, "$1"), access }];
	});
}

const isPermission = (access: string): access is Permission => z.enum(PERMISSIONS).safeParse(access).success;
const CLOSED = new Set([401, 403, 404]);

test("[S3] every route stands in the matrix, with the access that it has", ({ expect }) => {
	const ofRouter = Object.fromEntries(
		routes()
			.filter(({ access }) => !access.startsWith("rasa-"))
			.map(({ method, path, access }) => [`${method} ${path}`, access]),
	);
	expect(ofRouter).toEqual(MATRIX);
});

/** Calls a route with a body that says nothing: who is let in is told that it is missing, or gets an answer. */
async function knock(method: string, path: string, headers: Record<string, string>): Promise<number> {
	const filled = path
		.replace("{id}", uuidV7(0, new Uint8Array(10)))
		.replace("{keyId}", uuidV7(0, new Uint8Array(10)))
		.replace("{deliveryId}", "none")
		.replace("{sessionId}", uuidV7(1, new Uint8Array(10)))
		.replace("{name}", "no_such_role")
		.replace("{number}", "T-1")
		.replace("{provider}", "none")
		.replace("{conversation_id}", "x");
	const hasBody = method !== "get" && method !== "delete";
	const response = await world.request(filled, {
		method: method.toUpperCase(),
		headers: { "Content-Type": "application/json", ...headers },
		...(hasBody ? { body: "{}" } : {}),
	});
	await response.body?.cancel();
	return response.status;
}

test("[S3] every route × every role: nobody is let in whose roles don't say so", async ({ expect }) => {
	const bearers: {
		who: string;
		headers: Record<string, string>;
		permissions: readonly Permission[];
		isUser: boolean;
	}[] = [];
	for (const [role, permissions] of Object.entries(BUILT_IN_ROLES)) {
		const { auth } = await signInAs(world, await addUser(world, [role]));
		bearers.push({ who: role, headers: auth, permissions, isUser: true });
	}
	const admin = bearers.find(({ who }) => who === "admin")?.headers ?? {};
	const post = async (path: string, body: unknown) =>
		z
			.looseObject({ key: z.string().default("") })
			.parse(await (await world.browser().call("POST", path, body, admin)).json());
	// each permission alone that a route wants, and one that none does
	const wanted = new Set(routes().map(({ access }) => access));
	const unwanted = PERMISSIONS.find((permission) => !wanted.has(permission));
	const alone = PERMISSIONS.filter((permission) => wanted.has(permission) || permission === unwanted);
	for (const permission of alone) {
		const name = `only_${permission.replace(":", "_")}`;
		await post("/api/roles", { name, permissions: [permission] });
		const { auth } = await signInAs(world, await addUser(world, [name]));
		bearers.push({ who: name, headers: auth, permissions: [permission], isUser: true });
	}
	const key = async (scopes: readonly Permission[]) => {
		const made = await post("/api/api-keys", { name: "k", scopes, expiresInDays: 1 });
		return { Authorization: `Bearer ${made.key}` };
	};
	bearers.push({
		who: "key of users:read",
		headers: await key(["users:read"]),
		permissions: ["users:read"],
		isUser: false,
	});
	bearers.push({
		who: "key of all",
		headers: await key(PERMISSIONS),
		permissions: PERMISSIONS,
		isUser: false,
	});
	const shut = await addUser(world, ["admin"]);
	const shutOut = await signInAs(world, shut);
	await setDisabled(world.database, shut.id, world.clock.nowMs);
	const { auth: visitor } = await newVisitor(world);
	const nobody: [string, Record<string, string>][] = [
		["nobody", {}],
		["an anonymous visitor", visitor],
		["an administrator who was shut out", shutOut.auth],
		["a made-up token", { Authorization: "Bearer x.y.z" }],
		["a made-up key", { Authorization: `Bearer care_${"a".repeat(12)}_${"A".repeat(43)}` }],
		["Rasa's token", { Authorization: "Bearer a-token-of-rasa" }],
	];

	const leaks: string[] = [];
	let knocks = 0;
	for (const { method, path, access } of routes()) {
		// knocking there would end what the next rows need
		if (path === "/api/auth/sign-out-everywhere") continue;
		for (const [who, headers] of nobody) {
			knocks += 1;
			const status = await knock(method, path, headers);
			const isOpen =
				access === "public" ||
				access === "ticket" ||
				(who === "an anonymous visitor" && access === "visitor");
			const isRight = isOpen || CLOSED.has(status);
			const isExact = !isPermission(access) && access !== "signed-in" ? true : status === 401;
			if (!isRight || !isExact) leaks.push(`${who}: ${method} ${path} ${status}`);
		}
		if (!isPermission(access) && access !== "signed-in") continue;
		for (const { who, headers, permissions, isUser } of bearers) {
			knocks += 1;
			const status = await knock(method, path, headers);
			const isKind = isUser || !FOR_PEOPLE.has(`${method} ${path}`);
			const mayCall = isPermission(access) ? permissions.includes(access) && isKind : isUser;
			if (mayCall === (status === 403) || status === 401 || status >= 500)
				leaks.push(`${who}: ${method} ${path} ${status}`);
		}
	}
	expect(leaks).toEqual([]);
	expect(knocks).toBeGreaterThan(600);
}, 300_000);

test("[S3] somebody else's object answers like one that does not exist", async ({ expect }) => {
	const own = await signInAs(world, await addUser(world));
	const other = await signInAs(world, await addUser(world));
	const ofOwn = await chatToken(own.token);
	const created = await world.request("/api/conversations", { method: "POST", headers: ofOwn });
	const path = created.headers.get("Location") ?? "";
	expect((await world.request(path, { headers: ofOwn })).status).toBe(200);
	for (const headers of [
		await chatToken(other.token),
		own.auth,
		other.auth,
		(await newVisitor(world)).auth,
	]) {
		const statuses = [
			(await world.request(path, { headers })).status,
			(await world.request(`${path}/messages`, { headers })).status,
			(await world.post(`${path}/messages`, { id: "message-1", text: "x" }, headers)).status,
			(await world.post(`${path}/ticket`, "", headers)).status,
		];
		expect(new Set(statuses).size).toBe(1);
		expect([401, 404]).toContain(statuses[0]);
	}
});

async function chatToken(accessToken: string): Promise<{ Authorization: string }> {
	const response = await world.request("/api/visitors", {
		method: "POST",
		headers: { Authorization: `Bearer ${accessToken}` },
	});
	const { token } = z.object({ token: z.string() }).parse(await response.json());
	return { Authorization: `Bearer ${token}` };
}

test("[S3] nobody gives away, or takes from others, what they don't hold", async ({ expect }) => {
	const admin = await signInAs(world, await addUser(world, ["admin"]));
	const call = async (who: { auth: Record<string, string> }, method: string, path: string, body: unknown) =>
		(await world.browser().call(method, path, body, who.auth)).status;
	const name = `desk_${crypto.randomUUID().slice(0, 8)}`;
	const desk = [
		"users:read",
		"users:write",
		"roles:read",
		"roles:write",
		"invitations:write",
		"api_keys:write",
	];
	expect(await call(admin, "POST", "/api/roles", { name, permissions: desk })).toBe(201);
	expect(await call(admin, "POST", "/api/roles", { name: `${name}_more`, permissions: ["audit:read"] })).toBe(
		201,
	);
	const clerk = await signInAs(world, await addUser(world, [name]));
	const customer = await addUser(world);
	const boss = await addUser(world, ["admin"]);
	expect(await call(clerk, "PATCH", `/api/users/${customer.id}`, { roles: ["customer", "admin"] })).toBe(403);
	expect(
		await call(clerk, "PATCH", `/api/users/${customer.id}`, { roles: ["customer", `${name}_more`] }),
	).toBe(403);
	expect(await call(clerk, "PATCH", `/api/users/${customer.id}`, { roles: ["no_such_role"] })).toBe(400);
	expect(await call(clerk, "PATCH", `/api/users/${customer.id}`, { roles: ["customer", name] })).toBe(200);
	expect(await call(clerk, "PATCH", `/api/users/${boss.id}`, { isDisabled: true })).toBe(403);
	expect(await call(clerk, "PATCH", `/api/users/${boss.id}`, { roles: [] })).toBe(403);
	expect(
		await call(clerk, "POST", "/api/roles", { name: `${name}_up`, permissions: ["models:publish"] }),
	).toBe(403);
	expect(await call(clerk, "PUT", `/api/roles/${name}_more`, { permissions: [] })).toBe(403);
	const more = [...desk, "models:publish"];
	expect(await call(clerk, "PUT", `/api/roles/${name}`, { permissions: more }), "to oneself").toBe(403);
	expect(await call(clerk, "DELETE", `/api/roles/${name}_more`, undefined)).toBe(403);
	expect(await call(clerk, "PUT", "/api/roles/admin", { permissions: [] })).toBe(409);
	expect(await call(clerk, "DELETE", "/api/roles/customer", undefined)).toBe(409);
	expect(await call(clerk, "POST", "/api/roles", { name: "admin", permissions: [] })).toBe(409);
	expect(await call(clerk, "POST", "/api/roles", { name: "__proto__", permissions: [] })).toBe(400);
	expect(await call(clerk, "POST", "/api/invitations", { email: "x@example.com", roles: ["admin"] })).toBe(
		403,
	);
	expect(await call(clerk, "POST", "/api/invitations", { email: "x@example.com", roles: ["customer"] })).toBe(
		201,
	);
	expect(
		await call(clerk, "POST", "/api/api-keys", { name: "k", scopes: ["models:publish"], expiresInDays: 1 }),
	).toBe(403);
	const makeBy = async (who: { auth: Record<string, string> }, path: string, body: unknown) =>
		z
			.looseObject({ id: z.string() })
			.parse(await (await world.browser().call("POST", path, body, who.auth)).json()).id;
	const keyOf = (...scopes: string[]) => ({ name: "k", scopes, expiresInDays: 1 });
	const bosses = [
		`/api/api-keys/${await makeBy(admin, "/api/api-keys", keyOf("users:read", "models:publish"))}`,
		`/api/invitations/${await makeBy(admin, "/api/invitations", { email: "y@example.com", roles: ["admin"] })}`,
	];
	for (const path of bosses) expect(await call(clerk, "DELETE", path, undefined), path).toBe(403);
	expect(await call(clerk, "POST", `${bosses[1]}/link`, undefined), "nor its link").toBe(403);
	const within = [
		`/api/api-keys/${await makeBy(admin, "/api/api-keys", keyOf("users:read"))}`,
		`/api/api-keys/${await makeBy(clerk, "/api/api-keys", keyOf("users:read", "roles:read"))}`,
		`/api/invitations/${await makeBy(admin, "/api/invitations", { email: "z@example.com", roles: [name] })}`,
	];
	const [first, own, invitation] = within;
	await call(admin, "PUT", `/api/roles/${name}`, { permissions: desk.filter((one) => one !== "roles:read") });
	expect(await call(clerk, "DELETE", first ?? "", undefined)).toBe(204);
	expect(await call(clerk, "DELETE", own ?? "", undefined), "one's own, which has more by now").toBe(204);
	expect(await call(clerk, "DELETE", invitation ?? "", undefined)).toBe(204);
	for (const path of bosses) expect(await call(admin, "DELETE", path, undefined), path).toBe(204);
});

test("[PE1] what is taken away counts at the next request: a role, a permission of a role, an account, a key", async ({
	expect,
}) => {
	const admin = await signInAs(world, await addUser(world, ["admin"]));
	const by = (method: string, path: string, body?: unknown) =>
		world.browser().call(method, path, body, admin.auth);
	const name = `temp_${crypto.randomUUID().slice(0, 8)}`;
	await by("POST", "/api/roles", { name, permissions: ["users:read", "api_keys:write"] });
	const user = await addUser(world, [name]);
	const session = await signInAs(world, user);
	const made = await world
		.browser()
		.call("POST", "/api/api-keys", { name: "k", scopes: ["users:read"], expiresInDays: 2 }, session.auth);
	const { key, id } = z.object({ key: z.string(), id: z.string() }).parse(await made.json());
	const ask = async () =>
		Promise.all(
			[session.auth, { Authorization: `Bearer ${key}` }].map(
				async (headers) => (await world.request("/api/users", { headers })).status,
			),
		);
	expect(await ask()).toEqual([200, 200]);
	const guessed = { Authorization: `Bearer ${key.slice(0, -43)}${"A".repeat(43)}` };
	expect((await world.request("/api/users", { headers: guessed })).status, "a key's first part").toBe(401);
	await by("PUT", `/api/roles/${name}`, { permissions: ["api_keys:write"] });
	expect(await ask(), "a permission of the role").toEqual([403, 403]);
	await by("PUT", `/api/roles/${name}`, { permissions: ["users:read"] });
	expect(await ask()).toEqual([200, 200]);
	await by("PATCH", `/api/users/${user.id}`, { roles: ["customer"] });
	expect(await ask(), "the role").toEqual([403, 403]);
	await by("PATCH", `/api/users/${user.id}`, { roles: [name] });
	await by("PATCH", `/api/users/${user.id}`, { isDisabled: true });
	expect(await ask(), "the account").toEqual([401, 401]);
	await by("PATCH", `/api/users/${user.id}`, { isDisabled: false });
	expect(await ask(), "its sessions are over; its key counts again").toEqual([401, 200]);
	const listed = await by("GET", "/api/api-keys?limit=100");
	const { keys } = z
		.object({ keys: z.array(z.looseObject({ id: z.string(), lastUsedAt: z.string().nullable() })) })
		.parse(await listed.json());
	expect(keys.find((found) => found.id === id)?.lastUsedAt).not.toBeNull();
	expect(JSON.stringify(keys)).not.toContain(key.slice(-43));
	expect((await by("DELETE", `/api/api-keys/${id}`)).status).toBe(204);
	expect(await ask(), "the key").toEqual([401, 401]);
});

test("[PE2] the last administrator can neither be shut out nor lose the role", async ({ expect }) => {
	const own = await startTestGateway("embedded");
	try {
		await migrateDatabase(connectDatabase({ url: own.databaseUrl, fetchEndpoint: `${own.url}/sql` }));
		const small = await accountWorld(own);
		const user = await addUser(small, ["admin"]);
		const { browser, auth } = await signInAs(small, user);
		const change = async (id: string, body: unknown) =>
			(await browser.call("PATCH", `/api/users/${id}`, body, auth)).status;
		expect(await change(user.id, { roles: ["agent"] })).toBe(409);
		expect(await change(user.id, { isDisabled: true })).toBe(409);
		expect((await browser.call("DELETE", "/api/auth/me", { password: PASSWORD }, auth)).status).toBe(409);
		await addUser(small, ["admin"], { isVerified: false });
		expect(await change(user.id, { roles: [] }), "one who can't sign in yet does not count").toBe(409);
		const second = await addUser(small, ["admin"]);
		expect(await change(second.id, { isDisabled: true })).toBe(200);
		expect(await change(user.id, { roles: [] }), "one who is shut out does not count").toBe(409);
		expect(await change(second.id, { isDisabled: false })).toBe(200);
		expect(await change(user.id, { roles: ["agent"] })).toBe(200);
		expect(await change(second.id, { roles: [] })).toBe(403);
	} finally {
		await own.close();
	}
});

test("[PE3] an invitation: a mail, an account with its roles, once", async ({ expect }) => {
	const admin = await signInAs(world, await addUser(world, ["admin"]));
	const email = `agent-${crypto.randomUUID()}@example.com`;
	const invite = (to: string) =>
		world.browser().call("POST", "/api/invitations", { email: to, roles: ["agent"] }, admin.auth);
	const accept = async (token: string, password: string) =>
		(await world.browser().call("POST", "/api/auth/invitation/accept", { token, name: "Ada", password }))
			.status;
	expect((await invite(email)).status).toBe(201);
	const token = await world.tokenTo(email);
	const password = "nine quiet otters at noon";
	expect(await accept(token, "short")).toBe(400);
	const accepted = await Promise.all([accept(token, password), accept(token, password)]);
	expect(accepted.toSorted((one, other) => one - other)).toEqual([200, 400]);
	expect(await accept(token, password)).toBe(400);
	const signedIn = await world.browser().call("POST", "/api/auth/sign-in", { email, password });
	const { accessToken } = z.object({ accessToken: z.string() }).parse(await signedIn.json());
	const me = await world.request("/api/auth/me", { headers: { Authorization: `Bearer ${accessToken}` } });
	expect(await me.json()).toMatchObject({ roles: ["agent", "customer"], email });

	const known = await addUser(world);
	await invite(known.email);
	const second = await world.tokenTo(known.email);
	expect(await accept(second, "not the password of it"), "who has an account shows its password").toBe(401);
	const guess = { token: second, name: "Ada", password: "another guess of somebody" };
	const guessed = await world.browser().call("POST", "/api/auth/invitation/accept", guess);
	expect(guessed.headers.get("RateLimit-Policy"), "guesses count as those at sign-in do").toContain(
		"sign_in",
	);
	const joined = await Promise.all([accept(second, PASSWORD), accept(second, PASSWORD)]);
	expect(joined.toSorted((one, other) => one - other)).toEqual([200, 400]);
	const shut = await addUser(world);
	await invite(shut.email);
	await setDisabled(world.database, shut.id, world.clock.nowMs);
	expect(await accept(await world.tokenTo(shut.email), PASSWORD), "who was shut out stays out").toBe(401);
	const late = await invite(`late-${email}`);
	const { id } = z.object({ id: z.string() }).parse(await late.json());
	const third = await world.tokenTo(`late-${email}`);
	expect((await world.browser().call("DELETE", `/api/invitations/${id}`, undefined, admin.auth)).status).toBe(
		204,
	);
	expect(await accept(third, password), "taken back").toBe(400);
});

test("[PE5] an invitation's link is told once to whoever made it; a new one ends the older one", async ({
	expect,
}) => {
	const admin = await signInAs(world, await addUser(world, ["admin"]));
	const email = `link-${crypto.randomUUID()}@example.com`;
	const by = (method: string, path: string, body?: unknown) =>
		world.browser().call(method, path, body, admin.auth);
	const Made = z.object({ id: z.string(), link: z.string(), isMailed: z.boolean(), expiresAt: z.string() });
	const accept = async (link: string): Promise<number> => {
		const token = link.split("token=")[1];
		const body = { token, name: "Ada", password: "nine quiet otters at noon" };
		return (await world.browser().call("POST", "/api/auth/invitation/accept", body)).status;
	};
	const made = Made.parse(await (await by("POST", "/api/invitations", { email, roles: ["agent"] })).json());
	expect(made.isMailed, "no provider carries mails in development").toBe(false);
	expect(made.link, "the mail has the same link").toMatch(
		new RegExp(`/account#/invitation\\?token=${await world.tokenTo(email)}$`, "u"),
	);
	const list = await (await by("GET", "/api/invitations")).text();
	expect(list, "never again").toContain(made.id);
	expect(list).not.toContain("token=");

	world.clock.nowMs += 1_000;
	const answer = await by("POST", `/api/invitations/${made.id}/link`);
	expect(answer.status).toBe(201);
	const renewed = Made.parse(await answer.json());
	expect(renewed.id).toBe(made.id);
	expect(Date.parse(renewed.expiresAt) - Date.parse(made.expiresAt), "its days begin anew").toBe(1_000);
	expect(renewed.link).toContain(await world.tokenTo(email));
	expect(await accept(made.link), "the older one").toBe(400);
	expect(await accept(renewed.link)).toBe(200);
	expect((await by("POST", `/api/invitations/${made.id}/link`)).status, "accepted").toBe(404);
	const log = await (await by("GET", "/api/desk/audit-log?action=invitation.renewed")).text();
	expect(log).toContain(made.id);
	expect(log, "the log has no secret").not.toContain(renewed.link.split("token=")[1]);
});

test("[PE3] an invitation gives what its maker may still give when it is accepted", async ({ expect }) => {
	const admin = await signInAs(world, await addUser(world, ["admin"]));
	const by = (method: string, path: string, body?: unknown) =>
		world.browser().call(method, path, body, admin.auth);
	const unique = crypto.randomUUID().slice(0, 8);
	const [asking, asked] = [`asking_${unique}`, `asked_${unique}`];
	const may = { permissions: ["invitations:write", "users:read"] };
	const maker = async () => {
		const user = await addUser(world, [asking]);
		return { user, ...(await signInAs(world, user)) };
	};
	await by("POST", "/api/roles", { name: asking, ...may });
	const makeAsked = () => by("POST", "/api/roles", { name: asked, permissions: ["users:read"] });
	await makeAsked();
	let made = 0;
	const invitedBy = async (who: { auth: Record<string, string> }): Promise<string> => {
		made += 1;
		const email = `new-${made}-${unique}@example.com`;
		const answer = await world
			.browser()
			.call("POST", "/api/invitations", { email, roles: [asked] }, who.auth);
		expect(answer.status).toBe(201);
		return world.tokenTo(email);
	};
	const accept = async (token: string): Promise<number> => {
		const body = { token, name: "Ada", password: "nine quiet otters at noon" };
		return (await world.browser().call("POST", "/api/auth/invitation/accept", body)).status;
	};
	const one = await maker();
	const [kept, taken, gone] = [await invitedBy(one), await invitedBy(one), await invitedBy(one)];
	expect(await accept(kept)).toBe(200);
	await by("PUT", `/api/roles/${asking}`, { permissions: ["invitations:write"] });
	expect(await accept(taken), "what its maker holds no longer").toBe(400);
	await by("PUT", `/api/roles/${asking}`, may);
	await by("DELETE", `/api/roles/${asked}`);
	expect(await accept(gone), "a role that is no more, and may be another one tomorrow").toBe(400);
	await makeAsked();
	const left = await invitedBy(one);
	await by("PATCH", `/api/users/${one.user.id}`, { isDisabled: true });
	expect(await accept(left), "somebody who was shut out asks nobody in").toBe(400);
	const two = await maker();
	const orphan = await invitedBy(two);
	await by("PATCH", `/api/users/${two.user.id}`, { roles: ["customer"] });
	expect((await by("DELETE", `/api/desk/contacts/${two.user.id}`)).status).toBe(200);
	expect(await accept(orphan), "nor does an account that is gone").toBe(400);
});
