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
				message: faultInWords(issue),
			})),
		},
	);
};

/** How zod words what a schema has no words of its own for. */
const ZODS_OWN = /^(?:Too small|Too big|Invalid)\b/u;
const FORMATS: Readonly<Record<string, string>> = {
	email: "is not an e-mail address",
	url: "is not a web address",
	datetime: "is not an instant such as 2026-11-27T09:00:00Z",
};

/** What stands at a field for whoever filled it in: what is wrong, in the words of people. */
export function faultInWords(issue: z.core.$ZodIssue): string {
	if (!ZODS_OWN.test(issue.message)) return issue.message;
	switch (issue.code) {
		case "too_small":
			if (issue.origin === "string")
				return issue.minimum === 1 ? "is empty" : `needs at least ${issue.minimum} characters`;
			return issue.origin === "array"
				? `needs at least ${issue.minimum === 1 ? "one" : issue.minimum}`
				: `is less than ${issue.minimum}`;
		case "too_big":
			if (issue.origin === "string") return `has more than ${issue.maximum} characters`;
			return issue.origin === "array" ? `has more than ${issue.maximum}` : `is more than ${issue.maximum}`;
		case "invalid_type":
			return issue.message.endsWith("received undefined")
				? "is missing"
				: `is not of the type ${issue.expected}`;
		case "invalid_format":
			return FORMATS[issue.format] ?? "is not written as it should be";
		case "invalid_value":
			return `is none of ${issue.values.join(", ")}`;
		default:
			return issue.message;
	}
}

function isTooLongText(issue: z.core.$ZodIssue): boolean {
	return (
		issue.code === "too_big" &&
		issue.maximum === MAX_TEXT_CHARS &&
		["text", "payload", "message"].includes(String(issue.path[0]))
	);
}
