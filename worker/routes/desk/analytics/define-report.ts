/** What all reports have in common: who may read them, and that they come as JSON or as a table. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type Cell, csvOf } from "../../../csv.ts";
import type { HonoEnv } from "../../../hono-env.ts";
import { defineRoute, refusals } from "../../define-route.ts";

/** What the document says of a report. */
interface Described {
	readonly operationId: string;
	readonly summary: string;
	readonly description?: string;
	readonly answer: string;
}

export function defineReport<const Path extends string, Query extends z.ZodObject, Report extends z.ZodType>(
	path: Path,
	query: Query,
	report: Report,
	{ answer, ...described }: Described,
) {
	return defineRoute(
		{ access: "analytics:read", limit: null },
		{
			method: "get",
			path,
			...described,
			tags: ["analytics"],
			request: { query },
			responses: {
				200: {
					description: answer,
					content: { "application/json": { schema: report }, "text/csv": { schema: z.string() } },
				},
				...refusals(400, 401, 403, 429, 503),
			},
		},
	);
}

/** The report's table as a file. */
export function csvFile(c: Context<HonoEnv>, name: string, table: readonly (readonly Cell[])[]): Response {
	return c.body(csvOf(table), 200, {
		"Content-Type": "text/csv; charset=utf-8",
		"Content-Disposition": `attachment; filename="${name}.csv"`,
	});
}
