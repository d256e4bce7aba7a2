import { OpenAPIHono } from "@hono/zod-openapi";
import { ChangeTicket, Ticket, TicketList, TicketPath, TicketQuery } from "../../../contracts/desk.ts";
import { listTickets, setTicketStatus, type TicketRow } from "../../../store/desk/business.ts";
import { audit } from "../../auth/audit.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { jsonBody } from "../auth/json-body.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

const list = defineRoute(
	{ access: "conversations:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listTickets",
		summary: "What a person must look at, newest first",
		tags: ["desk"],
		request: { query: TicketQuery },
		responses: {
			200: answer(TicketList, "One page; `nextCursor` asks for the next."),
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

const change = defineRoute(
	{ access: "conversations:write", limit: null },
	{
		method: "patch",
		path: "/{number}",
		operationId: "changeTicket",
		summary: "Solves a ticket, or opens it again",
		tags: ["desk"],
		request: { params: TicketPath, ...jsonBody(ChangeTicket) },
		responses: {
			200: answer(Ticket, "As it is now."),
			...refusals(400, 401, 403, 404, 415, 429, 503),
		},
	},
);

export const tickets = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const { search, status, cursor, limit } = c.req.valid("query");
		const question = { search: search ?? null, status: status ?? null, cursor: cursor ?? null, limit };
		const page = await listTickets(c.var.services.database, question);
		return c.json({ tickets: page.rows.map(toTicket), nextCursor: page.nextCursor }, 200);
	})
	.openapi(change, async (c) => {
		const { number } = c.req.valid("param");
		const { status } = c.req.valid("json");
		const ticket = await setTicketStatus(c.var.services.database, number, status);
		if (ticket === null) throw new AppError("not_found", "There is no such ticket.");
		await audit(c, {
			action: "ticket.changed",
			target: { kind: "ticket", id: number },
			details: { status },
		});
		return c.json(toTicket(ticket), 200);
	});

function toTicket({ id: _id, createdAtMs, ...rest }: TicketRow): Ticket {
	return { ...rest, createdAt: new Date(createdAtMs).toISOString() };
}
