import { OpenAPIHono } from "@hono/zod-openapi";
import { Mailbox as MailboxBody } from "../../contracts/accounts.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { Mailbox } from "../mail/mailbox.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

const read = defineRoute(
	{ access: "public", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "readMailbox",
		summary: "Mails that were sent, newest first: only in development without a mail provider",
		tags: ["operations"],
		responses: { 200: answer(MailboxBody, "The last few."), ...refusals(404, 429, 503) },
	},
);

export const mailbox = new OpenAPIHono<HonoEnv>().openapi(read, async (c) => {
	const { config, mailer } = c.var.services;
	if (config.ENVIRONMENT !== "development" || !(mailer instanceof Mailbox))
		throw new AppError("not_found", "There is nothing here.");
	c.header("Cache-Control", "no-store"); // links of mails let people in
	return c.json({ mails: [...(await mailer.list())] }, 200);
});
