import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { Site } from "../../contracts/api.ts";
import { isOpen, nextOpening } from "../../contracts/business-hours.ts";
import { SiteKey } from "../../contracts/site-key.ts";
import { DEFAULT_SITE_KEY, type DeskSite } from "../../contracts/sites.ts";
import { assistantWorld } from "../assistant-world.ts";
import { isAttended } from "../attended.ts";
import type { AppEnv } from "../env.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { replyMinutes } from "../reply-time.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

/** Names change with a release, and a page may show the old one for a minute. */
const CACHE_CONTROL = "public, max-age=60";

/** The assistant that comes with the product, and whose shop it speaks for. */
const SHOP_ASSISTANT = "customer-care-shop";
const SHOP: Site = {
	name: "Havenfold",
	starters: [
		{
			text: "Where is my order?",
			icon: "order",
			translations: {
				de: "Wo ist meine Bestellung?",
				fr: "Où est ma commande ?",
				es: "¿Dónde está mi pedido?",
				tr: "Siparişim nerede?",
				ar: "أين طلبي؟",
			},
		},
		{
			text: "I want to return something",
			icon: "return",
			translations: {
				de: "Ich möchte etwas zurückschicken",
				fr: "Je veux retourner un article",
				es: "Quiero devolver un artículo",
				tr: "Bir ürünü iade etmek istiyorum",
				ar: "أريد إرجاع منتج",
			},
		},
		{
			text: "What are the delivery options?",
			icon: "delivery",
			translations: {
				de: "Welche Versandarten gibt es?",
				fr: "Quels sont les modes de livraison ?",
				es: "¿Qué opciones de envío hay?",
				tr: "Teslimat seçenekleri neler?",
				ar: "ما هي خيارات التوصيل؟",
			},
		},
		{
			text: "Change my delivery address",
			icon: "address",
			translations: {
				de: "Meine Lieferadresse ändern",
				fr: "Changer mon adresse de livraison",
				es: "Cambiar mi dirección de entrega",
				tr: "Teslimat adresimi değiştirmek istiyorum",
				ar: "أريد تغيير عنوان التوصيل",
			},
		},
		{
			text: "When do I get my refund?",
			icon: "payment",
			translations: {
				de: "Wann bekomme ich mein Geld zurück?",
				fr: "Quand vais-je être remboursé ?",
				es: "¿Cuándo recibiré mi reembolso?",
				tr: "Para iadem ne zaman yapılır?",
				ar: "متى أسترد أموالي؟",
			},
		},
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
		description: "Without `site` it is the default one.",
		tags: ["site"],
		request: { query: z.object({ site: SiteKey.default(DEFAULT_SITE_KEY) }) },
		responses: { 200: answer(Site, "Name, suggestions and look."), ...refusals(400, 404, 429, 503) },
	},
);

export const site = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid }).openapi(read, async (c) => {
	const { services, surroundings } = c.var;
	const own = await knownSite(c, c.req.valid("query").site);
	// Postgres is away: it can't be asked for this either
	const asked = own === null ? null : replyMinutes(c);
	const { name = null, starters = null } = own ?? {};
	const site =
		name !== null && starters !== null
			? { name, starters }
			: await siteOf(
					{
						SITE_NAME: name ?? services.config.SITE_NAME,
						SITE_STARTERS: starters ?? services.config.SITE_STARTERS,
					},
					async () => (await surroundings.assistant(assistantWorld(c))).assistantId,
				);
	c.header("Cache-Control", CACHE_CONTROL);
	const look = own === null ? {} : await attendedLook(c, lookOf(own, surroundings.nowMs()));
	const minutes = await asked;
	const reply = minutes === null ? {} : { replyMinutes: minutes };
	const hasAccounts = services.config.accounts === null ? {} : { hasAccounts: true };
	return c.json({ ...site, ...look, ...reply, ...hasAccounts }, 200);
});

/**
 * The site of this key; null for the default one while sites can't be read: it then looks as configured.
 *
 * @throws AppError not_found, unavailable
 */
export async function knownSite(c: Context<HonoEnv>, key: string): Promise<DeskSite | null> {
	const sites = await c.var.services.sites.all();
	const site = sites?.find((candidate) => candidate.key === key);
	if (site !== undefined) return site;
	if (key === DEFAULT_SITE_KEY) return null;
	if (sites !== null) throw new AppError("not_found", "There is no such site.");
	throw new AppError("unavailable", "This site can't be read just now.", { retryAfterSeconds: 5 });
}

/** Whoever is at the desk counts before any hours, as for the bot. */
async function attendedLook(c: Context<HonoEnv>, look: Partial<Site>): Promise<Partial<Site>> {
	if (look.hours?.isOpen !== false || !(await isAttended(c))) return look;
	return { ...look, hours: { isOpen: true, nextOpeningAt: null } };
}

/** What a site has beside name and suggestions: what is not set is left out. */
function lookOf(site: DeskSite, nowMs: number): Partial<Site> {
	const { accentColor, greeting, launcherPosition, locale, businessHours, isDefault } = site;
	return {
		...(accentColor === null ? {} : { accentColor }),
		...(greeting === null ? {} : { greeting }),
		...(isDefault && launcherPosition === "bottom-right" ? {} : { launcherPosition }),
		...(locale === null ? {} : { locale }),
		...(businessHours === null ? {} : { hours: hoursOf(businessHours, nowMs) }),
	};
}

function hoursOf(hours: NonNullable<DeskSite["businessHours"]>, nowMs: number): NonNullable<Site["hours"]> {
	if (isOpen(hours, nowMs)) return { isOpen: true, nextOpeningAt: null };
	const openingMs = nextOpening(hours, nowMs);
	return { isOpen: false, nextOpeningAt: openingMs === null ? null : new Date(openingMs).toISOString() };
}

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
	{ SITE_NAME, SITE_STARTERS }: { [Name in "SITE_NAME" | "SITE_STARTERS"]?: AppEnv[Name] },
	assistantId: () => Promise<string>,
): Promise<Site> {
	if (SITE_NAME !== undefined && SITE_STARTERS !== undefined)
		return { name: SITE_NAME, starters: SITE_STARTERS };
	const preset = (await assistantId()) === SHOP_ASSISTANT ? SHOP : NEUTRAL;
	return { name: SITE_NAME ?? preset.name, starters: SITE_STARTERS ?? preset.starters };
}
