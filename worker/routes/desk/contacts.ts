import { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { Contact, ContactList, ContactQuery } from "../../../contracts/desk.ts";
import { Erasure, ExportQuery } from "../../../contracts/privacy.ts";
import { wasErasureRequested } from "../../../store/erasures.ts";
import { findUser } from "../../../store/users.ts";
import { audit } from "../../auth/audit.ts";
import { eraseNow } from "../../privacy/erase.ts";
import { EXPORT_CONTENT, exportAnswer } from "../../privacy/export-answer.ts";
import { findContact, type KnownContact, listContacts } from "../../../store/desk/people.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

const list = defineRoute(
	{ access: "contacts:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listContacts",
		summary: "Everybody who has written, or whom a company's server has named, last seen first",
		tags: ["desk"],
		request: { query: ContactQuery },
		responses: {
			200: answer(ContactList, "One page; `nextCursor` asks for the next."),
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

const read = defineRoute(
	{ access: "contacts:read", limit: null },
	{
		method: "get",
		path: "/{id}",
		operationId: "readContact",
		summary: "One contact",
		tags: ["desk"],
		request: { params: z.object({ id: z.uuid() }) },
		responses: { 200: answer(Contact, "The contact."), ...refusals(400, 401, 403, 404, 429, 503) },
	},
);

const erase = defineRoute(
	{ access: "contacts:erase", limit: null },
	{
		method: "delete",
		path: "/{id}",
		operationId: "eraseContact",
		summary: "Erases everything of one contact, the account too",
		description:
			"Somebody who has a role beyond `customer` is of the company, and is not erased this way. Asked for again, it answers with the same erasure.",
		tags: ["personal data"],
		request: { params: z.object({ id: z.uuid() }) },
		responses: {
			200: answer(Erasure, "Everything is erased; `receipt` proves it."),
			202: answer(Erasure, "A part was away, or there is much: it goes on by itself."),
			...refusals(400, 401, 403, 404, 409, 429, 503),
		},
	},
);

const exportContact = defineRoute(
	{ access: "contacts:export", limit: null },
	{
		method: "get",
		path: "/{id}/data",
		operationId: "exportContact",
		summary: "Everything of one contact, to hand over",
		description: "As the contact gets it: `GET /api/me/data`. It stands in the audit log.",
		tags: ["personal data"],
		request: { params: z.object({ id: z.uuid() }), query: ExportQuery },
		responses: {
			200: { description: "A file.", ...EXPORT_CONTENT },
			...refusals(400, 401, 403, 404, 429, 503),
		},
	},
);

export const contacts = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const { search, cursor, limit } = c.req.valid("query");
		const question = { search: search ?? null, cursor: cursor ?? null, limit };
		const page = await listContacts(c.var.services.database, question);
		return c.json({ contacts: page.rows.map(toContact), nextCursor: page.nextCursor }, 200);
	})
	.openapi(read, async (c) => {
		const contact = await findContact(c.var.services.database, c.req.valid("param").id);
		if (contact === null) throw new AppError("not_found", "There is no such contact.");
		return c.json(toContact(contact), 200);
	})
	.openapi(exportContact, async (c) => {
		const { database } = c.var.services;
		const { id } = c.req.valid("param");
		const [account, contact] = await Promise.all([findUser(database, id), findContact(database, id)]);
		if (account === null && contact === null) throw new AppError("not_found", "There is no such contact.");
		await audit(c, { action: "contact.exported", target: { kind: "contact", id } });
		return exportAnswer(c, id, c.req.valid("query").format);
	})
	.openapi(erase, async (c) => {
		const { database } = c.var.services;
		const { id } = c.req.valid("param");
		const [account, contact, earlier] = await Promise.all([
			findUser(database, id),
			findContact(database, id),
			wasErasureRequested(database, id),
		]);
		if (account === null && contact === null && !earlier)
			throw new AppError("not_found", "There is no such contact.");
		if (account !== null && account.roleNames.some((role) => role !== "customer"))
			throw new AppError("conflict", "This account has a role in the company: take that away first.");
		const { kind, user, credentialId } = c.var.principal;
		const actor = { kind, id: kind === "user" ? user.id : credentialId };
		const erasure = await eraseNow(c, { contactId: id, scope: "account", actor });
		return c.json(erasure, erasure.status === "done" ? 200 : 202);
	});

function toContact({ createdAtMs, lastSeenAtMs, isVerified, identity, ...rest }: KnownContact): Contact {
	return {
		...rest,
		verified: isVerified,
		identity: identity === null ? null : toIdentity(identity),
		createdAt: new Date(createdAtMs).toISOString(),
		lastSeenAt: new Date(lastSeenAtMs).toISOString(),
	};
}

function toIdentity({
	identifiedAtMs,
	...rest
}: NonNullable<KnownContact["identity"]>): NonNullable<Contact["identity"]> {
	return { ...rest, identifiedAt: new Date(identifiedAtMs).toISOString() };
}
