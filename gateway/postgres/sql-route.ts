import { Hono } from "hono";
import { isSameToken } from "../token.ts";
import { neonFault, neonResult } from "./neon-response.ts";
import { passwordOf, readSqlOptions, SqlBody } from "./sql-request.ts";
import type { SqlRunner } from "./sql-runner.ts";

/** Neon's HTTP protocol: one statement, or a batch in one transaction. */
export function sqlRoute(runner: SqlRunner, token: string): Hono {
	return new Hono().post("/", async (c) => {
		const password = passwordOf(c.req.header("Neon-Connection-String") ?? "");
		if (password === null || !isSameToken(password, token)) {
			return c.json(
				{ message: "The password in the connection string is not the gateway's token.", code: "28P01" },
				401,
			);
		}
		const options = readSqlOptions((name) => c.req.header(name));
		if (typeof options === "string") return c.json({ message: options, code: "08P01" }, 400);
		const body = SqlBody.safeParse(await c.req.json().catch(() => null));
		if (!body.success)
			return c.json({ message: "The body is not a query of Neon's protocol.", code: "08P01" }, 400);
		try {
			if (!Array.isArray(body.data) && "query" in body.data) {
				return c.json(neonResult(await runner.runOne(body.data), options));
			}
			const statements = Array.isArray(body.data) ? body.data : body.data.queries;
			const results = await runner.runBatch(statements, options.begin);
			return c.json({ results: results.map((result) => neonResult(result, options)) });
		} catch (error) {
			const fault = neonFault(error);
			return c.json(fault.body, fault.status);
		}
	});
}
