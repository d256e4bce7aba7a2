import { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { Contact, ContactList, ContactQuery } from "../../../contracts/desk.ts";
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
		summary: "Everybody who has written, last seen first",
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
	});

function toContact({ createdAtMs, lastSeenAtMs, ...rest }: KnownContact): Contact {
	return {
		...rest,
		createdAt: new Date(createdAtMs).toISOString(),
		lastSeenAt: new Date(lastSeenAtMs).toISOString(),
	};
}
