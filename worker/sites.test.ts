/** Sites in Node, on a real Postgres: settings, looks, and which pages may speak for which visitor. */
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { AnalyticsChoices } from "../contracts/analytics-filter.ts";
import { Site } from "../contracts/api.ts";
import { AuditList } from "../contracts/desk.ts";
import { DEFAULT_SITE_NAME, DeskSite, DeskSiteList } from "../contracts/sites.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { connectDatabase } from "../store/database.ts";
import { type AccountWorld, accountWorld, addUser, signInAs } from "./testing/account-world.ts";
import { testWorld } from "./testing/test-world.ts";

let gateway: TestGateway;
let world: AccountWorld;
let admin: Record<string, string>;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	world = await accountWorld(gateway, { ALLOWED_ORIGINS: "https://ours.example" });
	admin = (await signInAs(world, await addUser(world, ["admin"]))).auth;
});
afterAll(() => gateway.close());

async function call(method: string, path: string, body?: unknown, headers = admin): Promise<Response> {
	return world.request(`/api/desk/sites${path}`, {
		method,
		headers: { "Content-Type": "application/json", ...headers },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
}

async function makeSite(key: string, more: object = {}): Promise<DeskSite> {
	const response = await call("POST", "", { key, name: `Site ${key}`, ...more });
	return DeskSite.parse(await response.json());
}

const readLook = async (query = ""): Promise<unknown> =>
	Site.parse(await (await world.request(`/api/site${query}`)).json());

const faultsOf = async (response: Response): Promise<[number, string[]]> => {
	const Body = z.object({ error: z.object({ fields: z.array(z.object({ path: z.string() })).default([]) }) });
	return [response.status, Body.parse(await response.json()).error.fields.map(({ path }) => path)];
};

test("[ST1] the default site is there, looks as configured, and can't be deleted", async ({ expect }) => {
	const { sites } = DeskSiteList.parse(await (await call("GET", "")).json());
	expect(sites[0]).toMatchObject({
		key: "default",
		isDefault: true,
		name: null,
		starters: null,
		allowedOrigins: [],
	});
	expect(await readLook()).toEqual({ name: null, starters: [], hasAccounts: true });
	const path = `/${sites[0]?.id}`;
	expect((await call("DELETE", path)).status).toBe(409);
	const changed = await call("PATCH", path, {
		name: "Acme",
		greeting: "Hello there",
		accentColor: "#1f6feb",
	});
	expect(changed.status).toBe(200);
	expect(await readLook()).toEqual({
		name: "Acme",
		starters: [],
		hasAccounts: true,
		greeting: "Hello there",
		accentColor: "#1f6feb",
	});
	await call("PATCH", path, { name: null, greeting: null, accentColor: null });
	expect(await readLook("?site=default")).toEqual({ name: null, starters: [], hasAccounts: true });
});

test("[ST2] a site is made, read, changed and deleted, each with an entry in the audit log", async ({
	expect,
}) => {
	const site = await makeSite("shop-de", {
		locale: "de",
		launcherPosition: "bottom-left",
		starters: [{ text: "Wo ist mein Paket?", icon: "order" }],
	});
	expect(await readLook("?site=shop-de")).toEqual({
		name: "Site shop-de",
		starters: [{ text: "Wo ist mein Paket?", icon: "order" }],
		launcherPosition: "bottom-left",
		locale: "de",
		hasAccounts: true,
	});
	expect((await call("POST", "", { key: "shop-de", name: "Again" })).status).toBe(409);
	const changed = await call("PATCH", `/${site.id}`, { key: "shop-fr", name: "Laden", locale: null });
	expect(await changed.json()).toEqual({
		...site,
		name: "Laden",
		locale: null,
		updatedAt: expect.any(String),
	});
	expect(DeskSite.parse(await (await call("GET", `/${site.id}`)).json()).name).toBe("Laden");
	expect((await call("DELETE", `/${site.id}`)).status).toBe(204);
	expect((await world.request("/api/site?site=shop-de")).status).toBe(404);
	for (const [method, body] of [["GET"], ["PATCH", { name: "x" }], ["DELETE"]] as const)
		expect((await call(method, `/${site.id}`, body)).status).toBe(404);
	const log = await world.request(`/api/desk/audit-log?targetId=${site.id}`, { headers: admin });
	expect(AuditList.parse(await log.json()).entries.map(({ action, details }) => [action, details])).toEqual([
		["site.deleted", { key: "shop-de" }],
		["site.changed", { key: "shop-de", changed: ["name", "locale"] }],
		["site.created", { key: "shop-de" }],
	]);
});

test("[ST3] what can't stand in a site is refused by name", async ({ expect }) => {
	const make = async (site: object) => faultsOf(await call("POST", "", { key: "x", name: "X", ...site }));
	expect(await make({ key: "Shop DE" })).toEqual([400, ["body.key"]]);
	expect(await make({ name: "" })).toEqual([400, ["body.name"]]);
	expect(await make({ accentColor: "red;background:url(//evil.example)" })).toEqual([
		400,
		["body.accentColor"],
	]);
	expect(await make({ locale: "german" })).toEqual([400, ["body.locale"]]);
	expect(await make({ allowedOrigins: ["https://shop.example/chat"] })).toEqual([
		400,
		["body.allowedOrigins.0"],
	]);
	expect(await make({ allowedOrigins: ["*"] })).toEqual([400, ["body.allowedOrigins.0"]]);
	expect(await make({ allowedOrigins: [SHOP, SHOP] })).toEqual([400, ["body.allowedOrigins"]]);
	expect(await make({ businessHours: { timeZone: "Mars/Base", weekly: {} } })).toEqual([
		400,
		["body.businessHours.timeZone"],
	]);
	const { id } = await makeSite("named");
	expect(await faultsOf(await call("PATCH", `/${id}`, { name: null }))).toEqual([400, ["body.name"]]);
	expect((await call("PATCH", `/${id}`, {})).status).toBe(400);
});

test("[ST4] a site with business hours says whether somebody is there, and when again", async ({
	expect,
}) => {
	const { id } = await makeSite("hours");
	expect(await readLook("?site=hours")).not.toHaveProperty("hours");
	const tomorrow = new Date(world.clock.nowMs + 24 * 3_600_000).toISOString().slice(0, 10);
	const today = new Date(world.clock.nowMs).toISOString().slice(0, 10);
	const allDay = [{ opens: "00:00", closes: "24:00" }];
	const exceptions = [{ date: today, spans: allDay }];
	await call("PATCH", `/${id}`, { businessHours: { timeZone: "UTC", weekly: {}, exceptions } });
	expect(await readLook("?site=hours")).toMatchObject({ hours: { isOpen: true, nextOpeningAt: null } });
	const later = [{ date: tomorrow, spans: [{ opens: "09:30", closes: "10:00" }] }];
	await call("PATCH", `/${id}`, { businessHours: { timeZone: "UTC", weekly: {}, exceptions: later } });
	expect(await readLook("?site=hours")).toMatchObject({
		hours: { isOpen: false, nextOpeningAt: `${tomorrow}T09:30:00.000Z` },
	});
	const waitOut = (): void => void (world.clock.nowMs += 15_000);
	waitOut();
	world.inboxes.attended = () => true;
	expect(await readLook("?site=hours"), "whoever is at the desk counts at any hour").toMatchObject({
		hours: { isOpen: true, nextOpeningAt: null },
	});
	waitOut();
	world.inboxes.attended = () => {
		throw new Error("the inbox is away");
	};
	expect(await readLook("?site=hours")).toMatchObject({ hours: { isOpen: false } });
	world.inboxes.attended = () => false;
});

const SHOP = "https://shop.example";
const OTHER = "https://other.example";

/** A visitor of a site, and what a page of an origin gets when it calls in its name. */
async function visitorOf(site: string | null): Promise<{ auth: Record<string, string>; id: string }> {
	const made = await world.post("/api/visitors", site === null ? {} : { site });
	const { token } = z.object({ token: z.string() }).parse(await made.json());
	const auth = { Authorization: `Bearer ${token}` };
	const begun = await world.post("/api/conversations", {}, auth);
	return { auth, id: z.object({ id: z.string() }).parse(await begun.json()).id };
}

test("[ST5] pages of a site's origins chat with it; all others are refused, whatever they ask", async ({
	expect,
}) => {
	await makeSite("cors-a", { allowedOrigins: [SHOP, "https://*.shop.example"] });
	await makeSite("cors-b", { allowedOrigins: [OTHER] });
	const { auth, id } = await visitorOf("cors-a");
	const asks = async (Origin: string) => {
		const from = { ...auth, Origin };
		const answers = [
			await world.post("/api/visitors", { site: "cors-a" }, { Origin }),
			await world.post("/api/visitors", {}, from),
			await world.request("/api/conversations", { headers: from }),
			await world.request(`/api/conversations/${id}`, { headers: from }),
			await world.post(`/api/conversations/${id}/messages`, { id: crypto.randomUUID(), text: "hi" }, from),
		];
		const ticket = await world.post(`/api/conversations/${id}/ticket`, {}, auth);
		const { url } = z.object({ url: z.string() }).parse(await ticket.json());
		// the fake object refuses every upgrade that reaches it with 503
		answers.push(await world.request(url, { headers: { Origin, Upgrade: "websocket" } }));
		return answers.map(({ status, headers }) => [status, headers.get("Access-Control-Allow-Origin")]);
	};
	const open = (origin: string) => [201, 201, 200, 200, 200, 503].map((status) => [status, origin]);
	for (const origin of [SHOP, "https://www.shop.example", "https://ours.example"])
		expect(await asks(origin), origin).toEqual(open(origin));
	expect((await asks("http://care.example")).map(([status]) => status)).toEqual([
		201, 201, 200, 200, 200, 503,
	]);
	const closed = [403, 403, 403, 403, 403, 403];
	expect(
		(await asks(OTHER)).map(([status]) => status),
		"a page of another site",
	).toEqual(closed);
	for (const origin of [
		"https://evil.example",
		"http://shop.example",
		"https://shop.example.evil.example",
		"https://evilshop.example",
		"null",
	]) {
		const answers = await asks(origin);
		// a GET of a visitor is refused too: nothing may be read with a token that strayed
		expect(answers, origin).toEqual(closed.map((status) => [status, null]));
	}
});

test("[ST6] a site's pages get at what visitors ask, and at nothing else", async ({ expect }) => {
	await makeSite("narrow", { allowedOrigins: ["https://narrow.example"] });
	const preflight = async (path: string, origin: string) => {
		const headers = { Origin: origin, "Access-Control-Request-Method": "POST" };
		const response = await world.request(path, { method: "OPTIONS", headers });
		return response.headers.get("Access-Control-Allow-Origin");
	};
	for (const path of ["/api/site", "/api/visitors", "/api/conversations", "/api/conversations/x/ticket"])
		expect(await preflight(path, "https://narrow.example"), path).toBe("https://narrow.example");
	for (const path of [
		"/api/desk/sites",
		"/api/auth/sign-in",
		"/api/users",
		"/api/sitemap",
		"/webhooks/rest/webhook",
	]) {
		expect(await preflight(path, "https://narrow.example"), path).toBeNull();
		expect(await preflight(path, "https://ours.example"), path).toBe("https://ours.example");
	}
	const signIn = await world.post(
		"/api/auth/sign-in",
		{ email: "a@b.example", password: "x" },
		{ Origin: "https://narrow.example" },
	);
	expect(signIn.status).toBe(403);
});

test("[ST7] a new or emptied list counts at the next request here, and within 15 s elsewhere", async ({
	expect,
}) => {
	const elsewhere = await accountWorld(gateway);
	const { id } = await makeSite("fresh");
	const ask = async (isolate: AccountWorld) =>
		(await isolate.post("/api/visitors", { site: "fresh" }, { Origin: "https://fresh.example" })).status;
	expect([await ask(world), await ask(elsewhere)]).toEqual([403, 403]);
	await call("PATCH", `/${id}`, { allowedOrigins: ["https://fresh.example"] });
	expect(await ask(world)).toBe(201);
	expect(await ask(elsewhere)).toBe(403);
	elsewhere.clock.nowMs += 15_000;
	expect(await ask(elsewhere)).toBe(201);
	await call("PATCH", `/${id}`, { allowedOrigins: [] });
	expect(await ask(world)).toBe(403);
	elsewhere.clock.nowMs += 15_000;
	expect(await ask(elsewhere)).toBe(403);
});

test("[ST10] a conversation knows by which site it came in", async ({ expect }) => {
	await makeSite("came-by");
	const siteOf = async (site: string | null): Promise<string | undefined> => {
		const { id } = await visitorOf(site);
		return world.conversations.known.get(id)?.siteKey;
	};
	expect([await siteOf("came-by"), await siteOf(null)]).toEqual(["came-by", "default"]);
});

test("[ST8] a token speaks for its own site, and keeps it when it is renewed", async ({ expect }) => {
	await makeSite("first", { allowedOrigins: ["https://first.example"] });
	await makeSite("second");
	const { auth } = await visitorOf("first");
	expect(await faultsOf(await world.post("/api/visitors", { site: "second" }, auth))).toEqual([
		400,
		["body.site"],
	]);
	const renewed = await world.post("/api/visitors", {}, auth);
	const { token } = z.object({ token: z.string() }).parse(await renewed.json());
	const from = { Authorization: `Bearer ${token}`, Origin: "https://first.example" };
	expect((await world.request("/api/conversations", { headers: from })).status).toBe(200);
	expect((await world.post("/api/visitors", { site: "no-such-site" })).status).toBe(404);
});

test("[ST9] with Postgres away our own pages go on; other origins are asked to come back", async ({
	expect,
}) => {
	const cold = await testWorld({ ALLOWED_ORIGINS: "https://ours.example", SITE_NAME: "Acme" });
	const ask = async (origin: string) => {
		const response = await cold.post("/api/visitors", {}, { Origin: origin });
		return [response.status, response.headers.get("Retry-After")];
	};
	expect(await ask("https://ours.example")).toEqual([201, null]);
	expect(await ask("https://shop.example")).toEqual([503, "5"]);
	expect(await (await cold.request("/api/site")).json()).toMatchObject({ name: "Acme" });
	expect((await cold.request("/api/site?site=shop")).status).toBe(503);
	// what was read before goes on
	const own = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: own.databaseUrl, fetchEndpoint: `${own.url}/sql` }));
	const warm = await accountWorld(own);
	const { auth } = await signInAs(warm, await addUser(warm, ["admin"]));
	await warm.post("/api/desk/sites", { key: "kept", name: "Kept", allowedOrigins: [SHOP] }, auth);
	const before = (await warm.post("/api/visitors", { site: "kept" }, { Origin: SHOP })).status;
	await own.close();
	warm.clock.nowMs += 60_000;
	expect([before, (await warm.post("/api/visitors", { site: "kept" }, { Origin: SHOP })).status]).toEqual([
		201, 201,
	]);
});

test("[ST11] business hours of a site without a name can be asked for, under the name that the desk shows", async ({
	expect,
}) => {
	const { sites } = DeskSiteList.parse(await (await call("GET", "")).json());
	const weekly = { monday: [{ opens: "09:00", closes: "17:00" }] };
	const businessHours = { timeZone: "Europe/Berlin", weekly };
	expect((await call("PATCH", `/${sites[0]?.id}`, { name: null, businessHours })).status).toBe(200);
	const read = (of: string) => world.request(`/api/desk/${of}/choices`, { headers: admin });
	const choices = AnalyticsChoices.parse(await (await read("analytics")).json());
	expect(choices.sites).toContainEqual({ id: sites[0]?.id, name: DEFAULT_SITE_NAME });
	expect((await read("conversations")).status).toBe(200);
	await call("PATCH", `/${sites[0]?.id}`, { businessHours: null });
});
