import { test } from "vitest";
import { createApiClient } from "../api/client.ts";
import { FakeClock, settle } from "../testing/fake-surroundings.ts";
import { readSite, siteKeyOf } from "./site.ts";

const NEUTRAL = { name: null, starters: [] };
const SHOP = { name: "Acme", starters: [{ text: "Where is my order?", icon: "order" }, { text: "Hello" }] };

function read(clock: FakeClock, answer: () => Promise<Response>) {
	return readSite(createApiClient(answer), clock);
}

test("[CN1] names and suggestions are the server's", async ({ expect }) => {
	expect(await read(new FakeClock(), async () => Response.json(SHOP))).toEqual(SHOP);
});

const useless: [name: string, answer: () => Promise<Response>][] = [
	["a refusal", async () => Response.json({}, { status: 500 })],
	["a page of a proxy", async () => new Response("<html>")],
	["another shape", async () => Response.json({ ...SHOP, starters: [{ text: "x", icon: "skull" }] })],
	["no network", async () => Promise.reject(new TypeError("Failed to fetch"))],
];

test.for(useless)("[CN1] %s leaves the page without names", async ([, answer], { expect }) => {
	expect(await read(new FakeClock(), answer)).toEqual(NEUTRAL);
});

test("[CN1] names that are late never come: nothing moves under the reader", async ({ expect }) => {
	const clock = new FakeClock();
	let answerNow: (response: Response) => void = () => undefined;
	const site = read(clock, async () => new Promise((resolve) => (answerNow = resolve)));
	await clock.turn(1_500);
	answerNow(Response.json(SHOP));
	await settle();
	expect(await site).toEqual(NEUTRAL);
});

test("[CN2] the address names the site; what can't be a key is the default one", async ({ expect }) => {
	expect(
		["?site=shop-de", "?a=1&site=x", "", "?site=", "?site=default", "?site=Shop%20DE", "?site=../x"].map(
			siteKeyOf,
		),
	).toEqual(["shop-de", "x", null, null, null, null, null]);
	const asked: string[] = [];
	const api = createApiClient(async (path) => {
		asked.push(path);
		return Response.json(SHOP);
	});
	await readSite(api, new FakeClock(), "shop-de");
	await readSite(api, new FakeClock());
	expect(asked).toEqual(["/api/site?site=shop-de", "/api/site"]);
});
