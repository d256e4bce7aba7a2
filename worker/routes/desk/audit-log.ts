import { OpenAPIHono } from "@hono/zod-openapi";
import { AuditList, AuditQuery } from "../../../contracts/desk.ts";
import { readAuditLog } from "../../../store/audit-log.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

const list = defineRoute(
	{ access: "audit:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "readAuditLog",
		summary: "Who did what, newest first",
		description: "Each entry holds the hash of the one before it: `care audit verify` walks the chain.",
		tags: ["administration"],
		request: { query: AuditQuery },
		responses: {
			200: answer(AuditList, "One page; `before` asks for the next."),
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

export const auditLog = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid }).openapi(list, async (c) => {
	const { before, limit, ...filters } = c.req.valid("query");
	const question = { ...filters, beforeSeq: before, limit: limit + 1 };
	const entries = await readAuditLog(c.var.services.database, question);
	const page = entries.slice(0, limit);
	return c.json(
		{
			entries: page.map(({ atMs, previousHash: _previousHash, ...rest }) => ({
				...rest,
				at: new Date(atMs).toISOString(),
			})),
			before: entries.length > limit ? (page.at(-1)?.seq ?? null) : null,
		},
		200,
	);
});
