import { OpenAPIHono } from "@hono/zod-openapi";
import { DeskOrder, OrderList, OrderPath, OrderQuery } from "../../../contracts/desk.ts";
import { type DeskOrderRow, findOrderByNumber, searchOrders } from "../../../store/desk/business.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

const list = defineRoute(
	{ access: "orders:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "searchOrders",
		summary: "Orders by number, address or name, newest first",
		tags: ["desk"],
		request: { query: OrderQuery },
		responses: {
			200: answer(OrderList, "One page; `nextCursor` asks for the next."),
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

const read = defineRoute(
	{ access: "orders:read", limit: null },
	{
		method: "get",
		path: "/{number}",
		operationId: "readOrder",
		summary: "One order, however its number is written",
		tags: ["desk"],
		request: { params: OrderPath },
		responses: { 200: answer(DeskOrder, "The order."), ...refusals(400, 401, 403, 404, 429, 503) },
	},
);

export const orders = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const { search, cursor, limit } = c.req.valid("query");
		const question = { search: search ?? null, cursor: cursor ?? null, limit };
		const page = await searchOrders(c.var.services.database, question);
		return c.json({ orders: page.rows.map(toOrder), nextCursor: page.nextCursor }, 200);
	})
	.openapi(read, async (c) => {
		const order = await findOrderByNumber(c.var.services.database, c.req.valid("param").number);
		if (order === null) throw new AppError("not_found", "There is no such order.");
		return c.json(toOrder(order), 200);
	});

function toOrder({ order, customer }: DeskOrderRow): DeskOrder {
	const { placedAtMs, promisedAtMs, dispatchedAtMs: _dispatchedAtMs, deliveredAtMs, lines, ...rest } = order;
	return {
		...rest,
		placedAt: new Date(placedAtMs).toISOString(),
		promisedAt: instantOrNull(promisedAtMs),
		deliveredAt: instantOrNull(deliveredAtMs),
		customer,
		lines: [...lines],
	};
}

function instantOrNull(ms: number | null): string | null {
	return ms === null ? null : new Date(ms).toISOString();
}
