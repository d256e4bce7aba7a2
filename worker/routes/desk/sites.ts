import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { hoursBySite } from "../../../contracts/site-hours.ts";
import { ChangeSite, DeskSite, DeskSiteList, NewSite } from "../../../contracts/sites.ts";
import { freshId } from "../../../store/fresh-id.ts";
import { changeSite, createSite, deleteSite, findSite, listSites, MAX_SITES } from "../../../store/sites.ts";
import { audit } from "../../auth/audit.ts";
import { INBOX } from "../../auth/end-sessions.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { jsonBody } from "../auth/json-body.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

const SitePath = z.object({ id: z.uuid() });
const readable = { access: "settings:read", limit: null } as const;
const writable = { access: "settings:write", limit: null } as const;
const tags = ["desk"];

const list = defineRoute(readable, {
	method: "get",
	path: "/",
	operationId: "listSites",
	summary: "All sites, the default one first",
	tags,
	responses: { 200: answer(DeskSiteList, "All of them."), ...refusals(401, 403, 429, 503) },
});

const read = defineRoute(readable, {
	method: "get",
	path: "/{id}",
	operationId: "readDeskSite",
	summary: "One site with all its settings",
	tags,
	request: { params: SitePath },
	responses: { 200: answer(DeskSite, "The site."), ...refusals(400, 401, 403, 404, 429, 503) },
});

const create = defineRoute(writable, {
	method: "post",
	path: "/",
	operationId: "createSite",
	summary: "Makes a site",
	description: "Its key stays for ever: pages and identity tokens name the site by it.",
	tags,
	request: jsonBody(NewSite),
	responses: { 201: answer(DeskSite, "The site."), ...refusals(400, 401, 403, 409, 415, 429, 503) },
});

const change = defineRoute(writable, {
	method: "patch",
	path: "/{id}",
	operationId: "changeSite",
	summary: "Changes a site's look, its origins or its business hours",
	description: "What is left out stays. It counts everywhere within 15 s; pages keep a look for a minute.",
	tags,
	request: { params: SitePath, ...jsonBody(ChangeSite) },
	responses: { 200: answer(DeskSite, "As it is now."), ...refusals(400, 401, 403, 404, 415, 429, 503) },
});

const remove = defineRoute(writable, {
	method: "delete",
	path: "/{id}",
	operationId: "deleteSite",
	summary: "Removes a site; its conversations stay",
	tags,
	request: { params: SitePath },
	responses: { 204: { description: "Removed." }, ...refusals(400, 401, 403, 404, 409, 429, 503) },
});

export const sites = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => c.json({ sites: [...(await listSites(c.var.services.database))] }, 200))
	.openapi(read, async (c) => {
		const site = await findSite(c.var.services.database, c.req.valid("param").id);
		if (site === null) throw noSuchSite();
		return c.json(site, 200);
	})
	.openapi(create, async (c) => {
		const nowMs = c.var.surroundings.nowMs();
		const id = freshId(nowMs);
		const site = await createSite(c.var.services.database, { id, ...c.req.valid("json") }, nowMs);
		if (site === "taken") throw new AppError("conflict", "There is a site of this key.");
		if (site === "full") throw new AppError("conflict", `There can be at most ${MAX_SITES} sites.`);
		c.var.services.sites.changed();
		await tellInboxHours(c);
		await audit(c, { action: "site.created", target: { kind: "site", id }, details: { key: site.key } });
		return c.json(site, 201);
	})
	.openapi(change, async (c) => {
		const { id } = c.req.valid("param");
		const wanted = c.req.valid("json");
		const { database } = c.var.services;
		if (wanted.name === null && (await findSite(database, id))?.isDefault === false)
			throw new AppError("bad_request", "The request has fields that can't be taken.", {
				fields: [{ path: "body.name", message: "only the default site may go without a name" }],
			});
		const site = await changeSite(database, id, wanted, c.var.surroundings.nowMs());
		if (site === null) throw noSuchSite();
		c.var.services.sites.changed();
		if (wanted.businessHours !== undefined) await tellInboxHours(c);
		await audit(c, {
			action: "site.changed",
			target: { kind: "site", id },
			details: { key: site.key, changed: Object.keys(wanted) },
		});
		return c.json(site, 200);
	})
	.openapi(remove, async (c) => {
		const { id } = c.req.valid("param");
		const { database } = c.var.services;
		const key = await deleteSite(database, id);
		if (key === null && (await findSite(database, id)) !== null)
			throw new AppError("conflict", "The default site stays.");
		if (key === null) throw noSuchSite();
		c.var.services.sites.changed();
		await tellInboxHours(c);
		await audit(c, { action: "site.deleted", target: { kind: "site", id }, details: { key } });
		return c.body(null, 204);
	});

/** All of them: the response clock of a conversation goes by its site's. */
async function tellInboxHours(c: Context<HonoEnv>): Promise<void> {
	const hours = hoursBySite(await listSites(c.var.services.database));
	await c.env.INBOXES.getByName(INBOX).siteHoursChanged(hours);
}

function noSuchSite(): AppError {
	return new AppError("not_found", "There is no such site.");
}
