/** Visitors whom a company's server names, in Node on a real Postgres: keys, tokens, and histories that become a person's. */
import { exportSPKI, generateKeyPair, type GenerateKeyPairResult, SignJWT } from "jose";
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { VisitorSession } from "../contracts/api.ts";
import { AuditList, Contact, ContactList } from "../contracts/desk.ts";
import { IdentityKeyList, MadeIdentityKey } from "../contracts/identity.ts";
import { DeskSite } from "../contracts/sites.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { countRows } from "../store/testing/count-rows.ts";
import { connectDatabase } from "../store/database.ts";
import { inboxFacts } from "../store/desk/inbox.ts";
import { rotateSecrets } from "../store/rotate-secrets.ts";
import { SealedTexts } from "../store/sealed-texts.ts";
import { conversationRow, storeConversation } from "../store/testing/stored-conversation.ts";
import { type AccountWorld, accountWorld, addUser, signInAs } from "./testing/account-world.ts";
import { identityAttacks, signHs } from "./testing/identity-attacks.ts";

const SITE = "shop";
let gateway: TestGateway;
let world: AccountWorld;
let admin: Record<string, string>;
let siteId: string;
let shared: { kid: string; secret: string };
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	world = await accountWorld(gateway);
	admin = (await signInAs(world, await addUser(world, ["admin"]))).auth;
	siteId = await makeSite(SITE);
	shared = await makeSecret(siteId);
});
afterAll(() => gateway.close());

async function makeSite(key: string): Promise<string> {
	const made = await world.post("/api/desk/sites", { key, name: key }, admin);
	return DeskSite.parse(await made.json()).id;
}

const keysOf = (site: string): string => `/api/desk/sites/${site}/identity-keys`;

async function makeSecret(site: string): Promise<{ id: string; kid: string; secret: string }> {
	const made = MadeIdentityKey.parse(
		await (await world.post(keysOf(site), { algorithm: "HS256" }, admin)).json(),
	);
	return { id: made.id, kid: made.kid, secret: made.secret ?? "" };
}

const revoke = async (site: string, keyId: string): Promise<number> =>
	(await world.request(`${keysOf(site)}/${keyId}`, { method: "DELETE", headers: admin })).status;

const nowS = (): number => Math.floor(world.clock.nowMs / 1_000);
const claimsOf = (sub: string, more: object = {}) => ({
	sub,
	aud: SITE,
	iat: nowS(),
	exp: nowS() + 3_600,
	...more,
});
const tokenOf = (sub: string, more: object = {}, key = shared): Promise<string> =>
	signHs(claimsOf(sub, more), { kid: key.kid }, key.secret);

type Answer = Response | Promise<Response>;
const identify = async (identity: Promise<string>, more: object = {}): Promise<Response> =>
	world.post("/api/visitors", { site: SITE, identity: await identity, ...more });
const sessionOf = async (response: Answer): Promise<VisitorSession> =>
	VisitorSession.parse(await (await response).json());
const bearer = ({ token }: { token: string }) => ({ Authorization: `Bearer ${token}` });

async function begin(session: { token: string }): Promise<string> {
	const begun = await world.post("/api/conversations", {}, bearer(session));
	return z.object({ id: z.string() }).parse(await begun.json()).id;
}

/** What an object's outbox would store of a conversation. */
async function store(id: string, visitorId: string): Promise<void> {
	await storeConversation(world.database, conversationRow(id, world.clock.nowMs, { visitorId }));
}

const read = async (id: string, session: { token: string }): Promise<number> =>
	(await world.request(`/api/conversations/${id}`, { headers: bearer(session) })).status;

async function contactOf(id: string): Promise<Contact> {
	return Contact.parse(await (await world.request(`/api/desk/contacts/${id}`, { headers: admin })).json());
}

test("[ID1] whom the company's server names is the same visitor every time, verified, with what was said of them", async ({
	expect,
}) => {
	const attributes = { plan: "gold", orders: 7, "is.vip": true, since: null };
	const said = { email: "ann@shop.example", name: "Ann Ö.", attributes };
	const session = await sessionOf(identify(tokenOf("customer-1", said)));
	expect(session).toMatchObject({ verified: true, merged: 0 });
	expect(await contactOf(session.visitorId)).toMatchObject({
		name: "Ann Ö.",
		email: "ann@shop.example",
		verified: true,
		identity: { site: SITE, subject: "customer-1", attributes },
	});
	world.clock.nowMs += 60_000;
	const again = await sessionOf(identify(tokenOf("customer-1", { name: "Ann B." })));
	expect(again.visitorId).toBe(session.visitorId);
	expect(await contactOf(session.visitorId)).toMatchObject({
		name: "Ann B.",
		email: null,
		lastSeenAt: new Date(world.clock.nowMs).toISOString(),
	});
	const conversation = await begin(again);
	await store(conversation, again.visitorId);
	expect(await inboxFacts(world.database, conversation)).toEqual({ contactName: "Ann B.", labels: [] });
	const found = await world.request("/api/desk/contacts?search=customer-1", { headers: admin });
	expect(ContactList.parse(await found.json()).contacts.map(({ id }) => id)).toEqual([session.visitorId]);
	const taken = await world.request(`/api/desk/contacts/${session.visitorId}/data`, { headers: admin });
	expect(await taken.text(), "what the person may take along").toContain('"subject":"customer-1"');
	const other = await sessionOf(identify(tokenOf("customer-2")));
	expect(other.visitorId).not.toBe(session.visitorId);
	const anonymous = await sessionOf(world.post("/api/visitors", { site: SITE }));
	expect(anonymous).toMatchObject({ verified: false, merged: 0 });
});

test("[ID2] every forgery is refused with 401 in one shape", async ({ expect }) => {
	const pair = await generateKeyPair("ES256");
	const publicPem = await exportSPKI(pair.publicKey);
	const id = await makeSite("attacked");
	const own = await makeSecret(id);
	const revoked = await makeSecret(id);
	expect(await revoke(id, revoked.id)).toBe(200);
	const made = await world.post(keysOf(id), { algorithm: "ES256", publicKey: publicPem }, admin);
	const { kid: publicKid } = MadeIdentityKey.parse(await made.json());
	const good = { ...claimsOf("customer-1"), aud: "attacked" };
	const keys = { ...own, publicKid, publicPem, otherSite: shared, revoked };
	const attacks = await identityAttacks(good, keys, world.clock.nowMs);
	const ask = async (identity: string | Promise<string>) => {
		const token = await identity;
		const response = await world.post("/api/visitors", { site: "attacked", identity: token });
		const { error } = z
			.object({ error: z.object({ code: z.string(), message: z.string() }).optional() })
			.parse(await response.json());
		return [response.status, error?.code, error?.message];
	};
	expect((await ask(signHs(good, { kid: own.kid }, own.secret)))[0]).toBe(201);
	expect((await ask(signHs(good, { kid: own.kid, typ: undefined }, own.secret)))[0]).toBe(201);
	const answers = await Promise.all(Object.values(attacks).map(ask));
	const wrong = Object.keys(attacks).filter((_name, i) => answers[i]?.[0] !== 401);
	expect(wrong).toEqual([]);
	expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
	expect(answers.length).toBeGreaterThan(70);
	// a token of another site's visitor says nothing here, and one of ours is no identity
	const ours = await sessionOf(world.post("/api/visitors", {}));
	expect((await ask(ours.token))[0]).toBe(401);
});

const PAIRS: [algorithm: "ES256" | "RS256" | "EdDSA", pair: () => Promise<GenerateKeyPairResult>][] = [
	["ES256", () => generateKeyPair("ES256")],
	["RS256", () => generateKeyPair("RS256")],
	["EdDSA", () => generateKeyPair("EdDSA")],
];

test.for(PAIRS)("[ID3] %s: a public key is enough to vouch by", async ([algorithm, makePair], { expect }) => {
	const { privateKey, publicKey } = await makePair();
	const id = await makeSite(`by-${algorithm.toLowerCase()}`);
	const made = await world.post(keysOf(id), { algorithm, publicKey: await exportSPKI(publicKey) }, admin);
	const { kid, secret } = MadeIdentityKey.parse(await made.json());
	expect(secret).toBeNull();
	const aud = `by-${algorithm.toLowerCase()}`;
	const sign = (claims: object) =>
		new SignJWT({ ...claims }).setProtectedHeader({ alg: algorithm, kid }).sign(privateKey);
	const identity = await sign({ ...claimsOf("customer-1"), aud });
	expect((await world.post("/api/visitors", { site: aud, identity })).status).toBe(201);
	const late = await sign({ ...claimsOf("customer-1"), aud, exp: nowS() - 60 });
	expect((await world.post("/api/visitors", { site: aud, identity: late })).status).toBe(401);
});

test("[ID4] keys are made and listed without their secrets, follow one another, and open nothing once revoked", async ({
	expect,
}) => {
	const id = await makeSite("rotating");
	const [first, second] = [await makeSecret(id), await makeSecret(id)];
	const by = async (key: { kid: string; secret: string }) =>
		await world.post("/api/visitors", {
			site: "rotating",
			identity: await signHs({ ...claimsOf("customer-1"), aud: "rotating" }, { kid: key.kid }, key.secret),
		});
	expect([(await by(first)).status, (await by(second)).status]).toEqual([201, 201]);
	const opened = await sessionOf(by(first));
	const conversation = await begin(opened);
	expect(await revoke(id, first.id)).toBe(200);
	expect([(await by(first)).status, (await by(second)).status]).toEqual([401, 201]);
	expect(await read(conversation, opened), "what it opened").toBe(401);
	const listed = await world.request(keysOf(id), { headers: admin });
	const text = await listed.text();
	expect(text).not.toContain(first.secret);
	expect(
		IdentityKeyList.parse(JSON.parse(text)).keys.map(({ kid, revokedAt }) => [kid, revokedAt !== null]),
	).toEqual([
		[second.kid, false],
		[first.kid, true],
	]);
	for (let made = 1; made < 4; made += 1) await makeSecret(id);
	expect((await world.post(keysOf(id), { algorithm: "HS256" }, admin)).status).toBe(409);
	expect(await revoke(siteId, second.id), "by another site").toBe(404);
	const log = await world.request(`/api/desk/audit-log?targetId=${id}&limit=3`, { headers: admin });
	const actions = AuditList.parse(await log.json()).entries.map(({ action }) => action);
	expect(actions).toEqual(Array(3).fill("site.identity_key_created"));
	expect(
		await (await world.request(`/api/desk/audit-log?targetId=${id}`, { headers: admin })).text(),
	).not.toContain(second.secret);
	// sealed at rest, and sealed anew with all the others
	expect(await countRows(world.database, `site_identity_keys where secret like '%${second.secret}%'`)).toBe(
		0,
	);
	const newKey = "B".repeat(42) + "Q";
	const both = {
		keys: [
			{ id: "k2", key: newKey },
			{ id: "k1", key: "A".repeat(42) + "Q" },
		],
	};
	const report = await rotateSecrets(world.database, new SealedTexts(both), "k2");
	expect(report.unreadable).toEqual([]);
	expect(await countRows(world.database, "site_identity_keys where secret like 'v1.k1.%'")).toBe(0);
	const rotated = await accountWorld(gateway, { ENCRYPTION_KEYS: JSON.stringify({ keys: [both.keys[0]] }) });
	rotated.clock.nowMs = world.clock.nowMs;
	const identity = await tokenOf("customer-1");
	expect((await rotated.post("/api/visitors", { site: SITE, identity })).status).toBe(201);
	await rotateSecrets(world.database, new SealedTexts({ keys: both.keys.toReversed() }), "k1");
});

test("[ID14] who may not read conversations makes no key by which anybody's are read", async ({ expect }) => {
	const role = { name: "site_keeper", permissions: ["settings:read", "settings:write"] };
	await world.post("/api/roles", role, admin);
	const { auth } = await signInAs(world, await addUser(world, ["site_keeper"]));
	const { publicKey } = await generateKeyPair("ES256", { extractable: true });
	for (const key of [{ algorithm: "HS256" }, { algorithm: "ES256", publicKey: await exportSPKI(publicKey) }])
		expect((await world.post(keysOf(siteId), key, auth)).status).toBe(403);
	expect((await world.request(keysOf(siteId), { headers: auth })).status, "it sees which there are").toBe(
		200,
	);
});

test("[ID5] a key that can't verify, and what a token says that can't be kept, are refused by name", async ({
	expect,
}) => {
	const faults = async (response: Answer) => {
		const Body = z.object({ error: z.object({ fields: z.array(z.object({ path: z.string() })) }) });
		const answer = await response;
		return [answer.status, Body.parse(await answer.json()).error.fields.map(({ path }) => path)];
	};
	const add = (key: object) => faults(world.post(keysOf(siteId), key, admin));
	const pem = async (modulusLength: number) => {
		const way = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", publicExponent: new Uint8Array([1, 0, 1]) };
		const pair = await crypto.subtle.generateKey({ ...way, modulusLength }, true, ["sign", "verify"]);
		return exportSPKI(pair.publicKey);
	};
	expect(await add({ algorithm: "RS256", publicKey: await pem(1_024) })).toEqual([400, ["body.publicKey"]]);
	expect(await add({ algorithm: "ES256", publicKey: await pem(2_048) })).toEqual([400, ["body.publicKey"]]);
	expect(await add({ algorithm: "EdDSA", publicKey: "not PEM" })).toEqual([400, ["body.publicKey"]]);
	expect(await add({ algorithm: "none" })).toEqual([400, ["body.algorithm"]]);
	const say = (more: object) => faults(identify(tokenOf("customer-9", more)));
	expect(await say({ email: "no address" })).toEqual([400, ["body.identity.email"]]);
	expect(await say({ name: "n".repeat(101) })).toEqual([400, ["body.identity.name"]]);
	expect(await say({ attributes: { long: "x".repeat(301) } })).toEqual([
		400,
		["body.identity.attributes.long"],
	]);
	expect(await say({ attributes: { deep: { er: 1 } } })).toEqual([400, ["body.identity.attributes.deep"]]);
	const many = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`a${i}`, 1]));
	expect(await say({ attributes: many })).toEqual([400, ["body.identity.attributes"]]);
	const big = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`a${i}`, "x".repeat(250)]));
	expect(await say({ attributes: big })).toEqual([400, ["body.identity.attributes"]]);
	expect(await faults(identify(tokenOf("\u0000")))).toEqual([400, ["body.identity.sub"]]);
});

test("[ID6] a visitor's token ends with the identity, and renewing it adds no time", async ({ expect }) => {
	const session = await sessionOf(identify(tokenOf("customer-3", { exp: nowS() + 120 })));
	expect(Date.parse(session.expiresAt)).toBe((nowS() + 120) * 1_000);
	const conversation = await begin(session);
	world.clock.nowMs += 60_000;
	const renewed = await sessionOf(world.post("/api/visitors", {}, bearer(session)));
	expect(renewed).toMatchObject({
		visitorId: session.visitorId,
		expiresAt: session.expiresAt,
		verified: true,
	});
	expect(await read(conversation, renewed)).toBe(200);
	world.clock.nowMs += 61_000;
	expect([await read(conversation, session), await read(conversation, renewed)]).toEqual([401, 401]);
});

test("[ID7] an anonymous history becomes the person's: the old token opens it no longer; a repeat changes nothing", async ({
	expect,
}) => {
	const before = await sessionOf(world.post("/api/visitors", { site: SITE }));
	const [stored, fresh] = [await begin(before), await begin(before)];
	await store(stored, before.visitorId);
	const untouched = await sessionOf(world.post("/api/visitors", { site: SITE }));
	const theirs = await begin(untouched);
	const more = { previous: before.token, conversations: [fresh, theirs] };
	const person = await sessionOf(identify(tokenOf("customer-4", { name: "Ann" }), more));
	expect(person).toMatchObject({ verified: true, merged: 2 });
	for (const id of [stored, fresh]) {
		expect(await read(id, person)).toBe(200);
		expect(await read(id, before)).toBe(404);
	}
	expect(await read(theirs, untouched), "a conversation that was only claimed").toBe(200);
	expect(await read(theirs, person)).toBe(404);
	const list = await world.request("/api/conversations", { headers: bearer(person) });
	expect(await list.json()).toMatchObject({ conversations: [{ id: stored }], nextCursor: null });
	expect(await countRows(world.database, `contacts where id = '${before.visitorId}'`)).toBe(0);
	expect(world.conversations.known.get(stored)?.identified.at(0)).toEqual({
		visitorId: person.visitorId,
		from: before.visitorId,
		visitor: { site: SITE, subject: "customer-4", email: null, name: "Ann", attributes: {} },
	});
	const repeated = await sessionOf(identify(tokenOf("customer-4"), more));
	expect(repeated).toMatchObject({ visitorId: person.visitorId, merged: 0 });
	const log = await world.request(`/api/desk/audit-log?targetId=${person.visitorId}`, { headers: admin });
	expect(AuditList.parse(await log.json()).entries).toMatchObject([
		{ action: "contact.merged", details: { from: before.visitorId, conversations: 2, by: "identity" } },
	]);
});

test("[ID8] two tabs at once: one person's tabs merge once, and of two persons one has it whole", async ({
	expect,
}) => {
	const before = await sessionOf(world.post("/api/visitors", { site: SITE }));
	const ids = await Promise.all(Array.from({ length: 5 }, () => begin(before)));
	await Promise.all(ids.map((id) => store(id, before.visitorId)));
	const more = { previous: before.token };
	const token = tokenOf("customer-5");
	const tabs = await Promise.all([1, 2, 3].map(() => sessionOf(identify(token, more))));
	expect(new Set(tabs.map(({ visitorId }) => visitorId)).size).toBe(1);
	expect(tabs.reduce((sum, { merged = 0 }) => sum + merged, 0)).toBe(5);
	expect(await countRows(world.database, `conversations where contact_id = '${tabs[0]?.visitorId}'`)).toBe(5);
	expect(
		await countRows(
			world.database,
			`contacts p where not exists (
			select from contact_identities i where i.contact_id = p.id) and p.id = '${tabs[0]?.visitorId}'`,
		),
	).toBe(0);

	const other = await sessionOf(world.post("/api/visitors", { site: SITE }));
	const id = await begin(other);
	await store(id, other.visitorId);
	const rivals = await Promise.all(
		["customer-6", "customer-7"].map((sub) => sessionOf(identify(tokenOf(sub), { previous: other.token }))),
	);
	const reads = await Promise.all(rivals.map((rival) => read(id, rival)));
	expect(reads.toSorted((one, two) => one - two)).toEqual([200, 404]);
	const winner = rivals[reads.indexOf(200)];
	expect(await countRows(world.database, `conversations where contact_id = '${winner?.visitorId}'`)).toBe(1);
});

test("[ID9] only what is nobody's is merged: no other person's, no other site's, and nothing of an ended token", async ({
	expect,
}) => {
	const ann = await sessionOf(identify(tokenOf("ann")));
	const ofAnn = await begin(ann);
	const ben = await sessionOf(identify(tokenOf("ben"), { previous: ann.token, conversations: [ofAnn] }));
	expect([ben.merged, await read(ofAnn, ben), await read(ofAnn, ann)]).toEqual([0, 404, 200]);
	const elsewhere = await sessionOf(world.post("/api/visitors", {}));
	const ofDefault = await begin(elsewhere);
	const tried = { previous: elsewhere.token, conversations: [ofDefault] };
	expect((await sessionOf(identify(tokenOf("ben"), tried))).merged).toBe(0);
	expect(
		(await sessionOf(identify(tokenOf("ben"), { previous: "x.y.z", conversations: [ofAnn] }))).merged,
	).toBe(0);
	// without an identity nothing moves, whatever is shown
	const anonymous = await sessionOf(world.post("/api/visitors", tried));
	expect([anonymous.merged, await read(ofDefault, elsewhere)]).toEqual([0, 200]);
});

test("[ID10] somebody who signs in keeps what they said before", async ({ expect }) => {
	const before = await sessionOf(world.post("/api/visitors", {}));
	const id = await begin(before);
	await store(id, before.visitorId);
	const user = await addUser(world);
	const { auth } = await signInAs(world, user);
	const signedIn = await sessionOf(world.post("/api/visitors", { previous: before.token }, auth));
	expect(signedIn).toMatchObject({ visitorId: user.id, verified: true, merged: 1 });
	expect([await read(id, signedIn), await read(id, before)]).toEqual([200, 404]);
	expect(await contactOf(user.id)).toMatchObject({
		email: user.email,
		verified: true,
		identity: null,
		conversations: 1,
	});
	const ofPerson = await sessionOf(identify(tokenOf("customer-8")));
	const mine = await begin(ofPerson);
	const stolen = await sessionOf(
		world.post("/api/visitors", { previous: ofPerson.token, conversations: [mine] }, auth),
	);
	expect(stolen.merged).toBe(0);
});

test("[ID11] each conversation is told who is there when it begins, and again when that changes", async ({
	expect,
}) => {
	const session = await sessionOf(identify(tokenOf("customer-10", { name: "Ann" })));
	const id = await begin(session);
	const told = () => world.conversations.known.get(id)?.identified.map(({ visitor }) => visitor?.name);
	expect(told()).toEqual(["Ann"]);
	const later = await sessionOf(identify(tokenOf("customer-10", { name: "Ann B." })));
	await world.post(`/api/conversations/${id}/ticket`, {}, bearer(later));
	expect(told()).toEqual(["Ann", "Ann B."]);
});

test("[ID12] with a part away nothing is half done: the call can be repeated", async ({ expect }) => {
	const before = await sessionOf(world.post("/api/visitors", { site: SITE }));
	const id = await begin(before);
	await store(id, before.visitorId);
	world.conversations.fault = new Error("conversation unavailable: try again in 5000 ms");
	expect((await identify(tokenOf("customer-11"), { previous: before.token })).status).toBe(503);
	world.conversations.fault = null;
	expect(await read(id, before), "until then it is the visitor's").toBe(200);
	const person = await sessionOf(identify(tokenOf("customer-11"), { previous: before.token }));
	expect([person.merged, await read(id, person)]).toEqual([1, 200]);
	const cold = await accountWorld(gateway, { DATABASE_FETCH_ENDPOINT: "http://127.0.0.1:9/sql" });
	expect((await cold.post("/api/visitors", { identity: await tokenOf("x") })).status).toBe(503);
});
