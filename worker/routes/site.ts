import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Site } from "../../contracts/api.ts";
import { assistantWorld } from "../assistant-world.ts";
import type { AppEnv } from "../env.ts";
import type { HonoEnv } from "../hono-env.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

/** Names change with a release, and a page may show the old one for a minute. */
const CACHE_CONTROL = "public, max-age=60";

/** The assistant that comes with the product, and whose shop it speaks for. */
const SHOP_ASSISTANT = "customer-care-shop";
const SHOP: Site = {
	name: "Havenfold",
	starters: [
		{ text: "Where is my order?", icon: "order" },
		{ text: "I want to return something", icon: "return" },
		{ text: "What are the delivery options?", icon: "delivery" },
		{ text: "Change my delivery address", icon: "address" },
		{ text: "When do I get my refund?", icon: "payment" },
	],
};
const NEUTRAL: Site = { name: null, starters: [] };

const read = defineRoute(
	{ access: "public", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "readSite",
		summary: "Whose chat this is: what the page needs before it draws names",
		tags: ["site"],
		responses: { 200: answer(Site, "Name and suggestions."), ...refusals(429, 503) },
	},
);

export const site = new OpenAPIHono<HonoEnv>().openapi(read, async (c) => {
	const { services, surroundings } = c.var;
	const site = await siteOf(
		services.config,
		async () => (await surroundings.assistant(assistantWorld(c))).assistantId,
	);
	c.header("Cache-Control", CACHE_CONTROL);
	const hasAccounts = services.config.accounts !== null;
	return c.json(hasAccounts ? { ...site, hasAccounts } : site, 200);
});

/** The site's name for mails and for what a password may not be; null where nobody has said, or no model loads. */
export async function siteNameOf(c: Context<HonoEnv>): Promise<string | null> {
	const { services, surroundings } = c.var;
	if (services.config.SITE_NAME !== undefined) return services.config.SITE_NAME;
	try {
		const { name } = await siteOf(
			services.config,
			async () => (await surroundings.assistant(assistantWorld(c))).assistantId,
		);
		return name;
	} catch {
		return null; // a mail without the name is better than none
	}
}

/** What is configured; otherwise the shop's own for the shop's assistant, and nothing for any other. */
async function siteOf(
	{ SITE_NAME, SITE_STARTERS }: AppEnv,
	assistantId: () => Promise<string>,
): Promise<Site> {
	if (SITE_NAME !== undefined && SITE_STARTERS !== undefined)
		return { name: SITE_NAME, starters: SITE_STARTERS };
	const preset = (await assistantId()) === SHOP_ASSISTANT ? SHOP : NEUTRAL;
	return { name: SITE_NAME ?? preset.name, starters: SITE_STARTERS ?? preset.starters };
}
