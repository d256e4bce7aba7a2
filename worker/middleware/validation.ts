import type { Hook } from "@hono/zod-openapi";
import type { z } from "zod";
import { MAX_TEXT_CHARS } from "../../contracts/protocol.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";

/** Most faults that one answer names. */
const MAX_FIELDS = 20;
const PLACES = {
	json: "body",
	query: "query",
	param: "path",
	header: "header",
	cookie: "cookie",
	form: "body",
};

/** What a request's faults look like: every field is named, in one answer. */
// oxlint-disable-next-line typescript/no-explicit-any -- the hook serves routes of every shape and reads none of it
export const refuseInvalid: Hook<any, HonoEnv, any, any> = (result) => {
	if (result.success) return;
	const { issues } = result.error;
	const tooLong = issues.find(isTooLongText);
	throw new AppError(
		tooLong === undefined ? "bad_request" : "text_too_long",
		tooLong === undefined
			? "The request has fields that can't be taken."
			: `A message may have at most ${MAX_TEXT_CHARS} characters.`,
		{
			fields: issues.slice(0, MAX_FIELDS).map((issue: z.core.$ZodIssue) => ({
				path: [PLACES[result.target], ...issue.path.map(String)].join("."),
				message: issue.message,
			})),
		},
	);
};

function isTooLongText(issue: z.core.$ZodIssue): boolean {
	return (
		issue.code === "too_big" &&
		issue.maximum === MAX_TEXT_CHARS &&
		["text", "payload", "message"].includes(String(issue.path[0]))
	);
}
