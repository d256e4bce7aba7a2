import type { Context } from "hono";
import { z } from "zod";
import type { HonoEnv } from "../hono-env.ts";
import { exportParts } from "./export-parts.ts";
import { exportHtml } from "./export-html.ts";
import { exportJson } from "./export-json.ts";

const TYPES = { json: "application/json", html: "text/html; charset=utf-8" } as const;

/** What such a route answers with, for the OpenAPI document. */
export const EXPORT_CONTENT = {
	content: {
		"application/json": { schema: z.looseObject({ format: z.literal("customer-care-export") }) },
		"text/html": { schema: z.string() },
	},
};

/**
 * Somebody's data as a file, streamed. The first part is read before the answer begins, so that a Postgres that is away is a
 * refusal; one that goes away later breaks the file off, and a broken JSON document is no document.
 */
export async function exportAnswer(
	c: Context<HonoEnv>,
	contactId: string,
	format: keyof typeof TYPES,
): Promise<Response> {
	const { database, sessions } = c.var.services;
	const parts = exportParts({
		database,
		contactId,
		sessions: (await sessions.list(contactId)) ?? [],
		nowMs: c.var.surroundings.nowMs(),
	});
	const texts = format === "json" ? exportJson(parts) : exportHtml(parts);
	const first = await texts.next();
	return new Response(streamOf(first.value ?? "", texts), {
		headers: {
			"Content-Type": TYPES[format],
			"Content-Disposition": `attachment; filename="my-data.${format}"`,
			"Cache-Control": "no-store",
		},
	});
}

/** Pulled by who reads it: a slow reader keeps no more in memory than a part. */
export function streamOf(first: string, rest: AsyncGenerator<string>): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	let pending: string | null = first;
	return new ReadableStream({
		async pull(controller) {
			const { done, value } = pending === null ? await rest.next() : { done: false as const, value: pending };
			pending = null;
			if (done === true) controller.close();
			else controller.enqueue(encoder.encode(value));
		},
		async cancel() {
			await rest.return(undefined);
		},
	});
}
