import { test } from "vitest";
import { Site } from "../../contracts/api.ts";
import { testWorld } from "../testing/test-world.ts";

const SHOP = "customer-care-shop";

async function readSite(overrides: Record<string, string>) {
	const response = await (await testWorld(overrides)).request("/api/site");
	return { response, site: Site.parse(await response.json()) };
}

test("[SI1] the shipped assistant speaks for its shop, any other for nobody in particular", async ({
	expect,
}) => {
	const shop = await readSite({ assistantId: SHOP });
	expect(shop.site.name).toBe("Havenfold");
	expect(shop.site.starters.map(({ text }) => text)).toContain("Where is my order?");
	const other = await readSite({ assistantId: "moodbot" });
	expect(other.site).toEqual({ name: null, starters: [] });
});

test("[SI3] what one can begin with in the shipped shop is there in each language that its bot speaks", async ({
	expect,
}) => {
	const { site } = await readSite({ assistantId: SHOP });
	const languages = ["ar", "de", "es", "fr", "tr"];
	expect(site.starters.map(({ translations }) => Object.keys(translations ?? {}).toSorted())).toEqual(
		site.starters.map(() => languages),
	);
});

test("[SI1] what is configured stands in the place of both, each by itself", async ({ expect }) => {
	const starters = [{ text: "I feel sad" }, { text: "Pay a bill", icon: "payment" }];
	const both = await readSite({
		assistantId: "moodbot",
		SITE_NAME: " Acme ",
		SITE_STARTERS: JSON.stringify(starters),
	});
	expect(both.site).toEqual({ name: "Acme", starters });
	const named = await readSite({ assistantId: SHOP, SITE_NAME: "Acme" });
	expect(named.site).toMatchObject({
		name: "Acme",
		starters: [{ text: "Where is my order?" }, {}, {}, {}, {}],
	});
	const without = await readSite({ assistantId: SHOP, SITE_STARTERS: "[]" });
	expect(without.site).toEqual({ name: "Havenfold", starters: [] });
});

test("[SI2] everybody may read it without a token, and keep it for a minute", async ({ expect }) => {
	const { response } = await readSite({ assistantId: SHOP });
	expect(response.status).toBe(200);
	expect(response.headers.get("Cache-Control")).toBe("public, max-age=60");
	expect(response.headers.get("Vary")).toContain("Origin");
});
