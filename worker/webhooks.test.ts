/** The routes of webhooks, in Node against the gateway with its embedded pair. */
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "../cli/migrate-database.ts";
import {
	DeadLetterList,
	DeliveryList,
	DeliveryPayload,
	MadeWebhook,
	Replayed,
	type WebhookDelivery,
	WebhookList,
} from "../contracts/webhooks.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { readAuditLog } from "../store/audit-log.ts";
import { connectDatabase } from "../store/database.ts";
import { SealedTexts } from "../store/sealed-texts.ts";
import { noteDelivery } from "../store/webhook-deliveries.ts";
import { buryDelivery, listActiveWebhooks, webhookSecretOf } from "../store/webhooks.ts";
import { accountWorld, addUser, type AccountWorld, signInAs } from "./testing/account-world.ts";
import { newVisitor } from "./testing/test-world.ts";

const KEYS = { keys: [{ id: "k1", key: `${"B".repeat(42)}Q` }] };

let gateway: TestGateway;
let world: AccountWorld;
let call: (
	method: string,
	path: string,
	body?: unknown,
	headers?: Record<string, string>,
) => Promise<Response>;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	// outside development, where private addresses are taken
	world = await accountWorld(gateway, {
		ENVIRONMENT: "production",
		ENCRYPTION_KEYS: JSON.stringify(KEYS),
		MAIL: JSON.stringify({ provider: "resend", from: "a@b.example", url: "http://127.0.0.1:9" }),
		MAIL_TOKEN: "t",
		PUBLIC_URL: "https://care.example",
	});
	const { auth } = await signInAs(world, await addUser(world, ["admin"]));
	call = (method, path, body, headers = auth) =>
		world.browser().call(method, `/api/webhooks${path}`, body, headers);
});
afterAll(() => gateway.close());

const events = ["message.created"];

test("[WR1] made, listed, changed, removed; the secret is told once and sealed; each act stands in the audit log", async ({
	expect,
}) => {
	const made = await call("POST", "", { url: "https://shop.example/hook", events: [...events, ...events] });
	expect(made.status).toBe(201);
	const { secret, ...webhook } = MadeWebhook.parse(await made.json());
	expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
	expect(webhook).toMatchObject({ url: "https://shop.example/hook", events, enabled: true });
	const list = await call("GET", "");
	expect(WebhookList.parse(await list.clone().json())).toEqual({ webhooks: [webhook] });
	expect(await list.text()).not.toContain("whsec_");
	const [active] = await listActiveWebhooks(world.database);
	expect(active?.sealedSecret).not.toContain(secret.slice(6));
	expect(await new SealedTexts(KEYS).open(active?.sealedSecret ?? "", webhookSecretOf(webhook.id))).toBe(
		secret,
	);

	const changed = await call("PATCH", `/${webhook.id}`, { enabled: false });
	expect(await changed.json()).toEqual({ ...webhook, enabled: false });
	expect(await listActiveWebhooks(world.database)).toEqual([]);
	const statuses = [
		(await call("DELETE", `/${webhook.id}`)).status,
		(await call("DELETE", `/${webhook.id}`)).status,
		(await call("PATCH", `/${webhook.id}`, { enabled: true })).status,
	];
	expect(statuses).toEqual([204, 404, 404]);
	const acts = await readAuditLog(world.database, { targetId: webhook.id, limit: 10 });
	expect(acts.map(({ action }) => action)).toEqual(["webhook.deleted", "webhook.changed", "webhook.created"]);
	expect(JSON.stringify(acts)).not.toMatch(/whsec|shop\.example/);
});

test("[WR2] an address that must not be called is refused by name, when it is made and when it is changed", async ({
	expect,
}) => {
	const made = await call("POST", "", { url: "https://shop.example/hook", events });
	const { id } = MadeWebhook.parse(await made.json());
	const asked = (await listActiveWebhooks(world.database)).length;
	for (const url of [
		"http://127.0.0.1/",
		"http://169.254.169.254/latest/meta-data/",
		"http://2130706433/",
		"http://[::1]/",
		"http://10.0.0.1.nip.io/",
		"http://redis/",
		"ftp://shop.example/",
		"https://user:secret@shop.example/",
		`https://shop.example/${"x".repeat(2_000)}`,
		"shop",
	])
		for (const refused of [await call("POST", "", { url, events }), await call("PATCH", `/${id}`, { url })]) {
			expect(refused.status, url).toBe(400);
			const body = z
				.object({ error: z.object({ fields: z.array(z.object({ path: z.string() })) }) })
				.parse(await refused.json());
			expect(body.error.fields[0]?.path).toBe("body.url");
		}
	expect((await call("POST", "", { url: "https://shop.example/", events: [] })).status).toBe(400);
	expect((await call("POST", "", { url: "https://shop.example/", events: ["x"] })).status).toBe(400);
	expect(await listActiveWebhooks(world.database)).toHaveLength(asked);
	await call("DELETE", `/${id}`);
});

test("[WR4] who may not read conversations says neither where a webhook goes nor what it is told", async ({
	expect,
}) => {
	const admin = await signInAs(world, await addUser(world, ["admin"]));
	const role = { name: "hook_maker", permissions: ["webhooks:read", "webhooks:write"] };
	await world.browser().call("POST", "/api/roles", role, admin.auth);
	const { auth } = await signInAs(world, await addUser(world, ["hook_maker"]));
	const webhook = { url: "https://shop.example/hook", events };
	const { id } = MadeWebhook.parse(await (await call("POST", "", webhook)).json());
	const ask = async (method: string, path: string, body: unknown) =>
		(await call(method, path, body, auth)).status;
	expect(await ask("POST", "", webhook)).toBe(403);
	expect(await ask("PATCH", `/${id}`, { url: "https://elsewhere.example/" })).toBe(403);
	expect(await ask("PATCH", `/${id}`, { events: ["feedback.given"] })).toBe(403);
	expect(await ask("PATCH", `/${id}`, { enabled: false }), "it says less").toBe(200);
	expect(await ask("PATCH", `/${id}`, { enabled: true }), "somebody turned it off").toBe(403);
	expect(WebhookList.parse(await (await call("GET", "")).json()).webhooks).toEqual([
		expect.objectContaining({ ...webhook, id, enabled: false }),
	]);
	await call("DELETE", `/${id}`);
});

test("[WR3] dead letters come by pages; a replay goes to their conversations and takes them off the list", async ({
	expect,
}) => {
	const { id } = MadeWebhook.parse(
		await (await call("POST", "", { url: "https://shop.example/", events })).json(),
	);
	const { auth } = await newVisitor(world);
	const created = await world.request("/api/conversations", { method: "POST", headers: auth });
	const conversationId = z.object({ id: z.string() }).parse(await created.json()).id;
	const lost = crypto.randomUUID();
	const letters = [
		[conversationId, 1],
		[conversationId, 4],
		[lost, 2],
	] as const;
	for (const [conversation, seq] of letters)
		await buryDelivery(world.database, {
			id: `${id}.${conversation}.${seq}`,
			webhookId: id,
			conversationId: conversation,
			seq,
			type: "message.created",
			attempts: 30,
			error: "status 500",
			queuedAt: new Date(0).toISOString(),
			failedAt: new Date(86_400_000 + seq).toISOString(),
		});
	const path = `/${id}/dead-letters`;
	const first = DeadLetterList.parse(await (await call("GET", `${path}?limit=2`)).json());
	expect(first.deadLetters.map(({ seq }) => seq)).toEqual([4, 2]);
	const cursor = encodeURIComponent(first.nextCursor ?? "");
	const second = DeadLetterList.parse(await (await call("GET", `${path}?limit=2&cursor=${cursor}`)).json());
	expect([second.deadLetters.map(({ seq }) => seq), second.nextCursor]).toEqual([[1], null]);

	const ids = [...first.deadLetters, ...second.deadLetters].map((letter) => letter.id);
	const strange = "x' or true --";
	const nothing = "\u0000";
	const replayed = Replayed.parse(
		await (await call("POST", `${path}/replay`, { ids: [...ids, strange, nothing] })).json(),
	);
	expect(world.conversations.replays).toEqual([{ webhookId: id, seqs: expect.arrayContaining([1, 4]) }]);
	expect([...replayed.replayed].sort()).toEqual([`${id}.${conversationId}.1`, `${id}.${conversationId}.4`]);
	expect(replayed.gone).toEqual([`${id}.${lost}.2`, strange, nothing]);
	const left = DeadLetterList.parse(await (await call("GET", path)).json());
	expect(left.deadLetters.map((letter) => letter.conversationId)).toEqual([lost]);
	for (const odd of ["x", "' or true --", "2026-99-99T99:99:99.999Z_x"])
		expect((await call("GET", `${path}?cursor=${encodeURIComponent(odd)}`)).status).toBe(200);
	await call("DELETE", `/${id}`);
});

test("[WR5] deliveries come by pages and by status; their payload is read from the conversation; any can be delivered again", async ({
	expect,
}) => {
	const { id } = MadeWebhook.parse(
		await (await call("POST", "", { url: "https://shop.example/", events })).json(),
	);
	const { auth } = await newVisitor(world);
	const created = await world.request("/api/conversations", { method: "POST", headers: auth });
	const conversationId = z.object({ id: z.string() }).parse(await created.json()).id;
	const said = {
		kind: "visitor",
		seq: 1,
		atMs: 0,
		messageId: "m-1",
		text: "my secret wish",
		payload: null,
	} as const;
	world.conversations.known.get(conversationId)?.events.push(said);
	const deliveryOf = (seq: number, status: WebhookDelivery["status"], conversation = conversationId) => ({
		id: `${id}.${conversation}.${seq}`,
		webhookId: id,
		conversationId: conversation,
		seq,
		type: "message.created" as const,
		status,
		attempts: 1,
		httpStatus: 200,
		error: null,
		tookMs: 3,
		queuedAt: new Date(0).toISOString(),
		triedAt: new Date(seq).toISOString(),
		nextAt: null,
	});
	const lost = crypto.randomUUID();
	const all = [deliveryOf(3, "given_up", lost), deliveryOf(2, "waiting"), deliveryOf(1, "delivered")];
	for (const delivery of all) await noteDelivery(world.database, delivery);
	const path = `/${id}/deliveries`;
	const page = async (query: string) =>
		DeliveryList.parse(await (await call("GET", `${path}${query}`)).json());
	const first = await page("?limit=2");
	expect(first.deliveries).toEqual(all.slice(0, 2));
	const second = await page(`?limit=2&cursor=${encodeURIComponent(first.nextCursor ?? "")}`);
	expect(second).toEqual({ deliveries: all.slice(2), nextCursor: null });
	expect((await page("?status=waiting")).deliveries).toEqual(all.slice(1, 2));
	expect((await call("GET", `${path}?status=odd`)).status).toBe(400);

	const payloadOf = async (deliveryId: string, headers?: Record<string, string>) =>
		call("GET", `${path}/${encodeURIComponent(deliveryId)}/payload`, undefined, headers);
	const whole = DeliveryPayload.parse(await (await payloadOf(all[2]?.id ?? "")).json());
	expect(whole).toMatchObject({ isRedacted: false, payload: { type: "message.created", message: said } });
	const admin = await signInAs(world, await addUser(world, ["admin"]));
	const hook = { name: "hook_keeper", permissions: ["webhooks:read"] };
	await world.browser().call("POST", "/api/roles", hook, admin.auth);
	const keeper = await signInAs(world, await addUser(world, ["hook_keeper"]));
	const hidden = DeliveryPayload.parse(await (await payloadOf(all[2]?.id ?? "", keeper.auth)).json());
	expect(hidden).toMatchObject({
		isRedacted: true,
		payload: { conversationId, seq: 1, message: { kind: "visitor", messageId: "m-1", text: "[hidden]" } },
	});
	expect(JSON.stringify(hidden)).not.toContain("secret");
	expect((await payloadOf(all[0]?.id ?? "")).status, "its conversation is no more").toBe(404);
	expect((await payloadOf("' or true --")).status).toBe(404);

	world.conversations.replays.length = 0;
	const ids = all.map((delivery) => delivery.id);
	expect((await call("POST", `${path}/replay`, { ids }, keeper.auth)).status).toBe(403);
	const replayed = Replayed.parse(await (await call("POST", `${path}/replay`, { ids })).json());
	expect(world.conversations.replays).toEqual([{ webhookId: id, seqs: expect.arrayContaining([1, 2]) }]);
	expect(replayed.gone).toEqual([all[0]?.id]);
	await call("DELETE", `/${id}`);
});
