import type { ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Hook } from "@hono/zod-openapi";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { onError } from "../../middleware/on-error.ts";
import { RasaError, RasaErrorBody, STATUSES, type Status } from "../../rasa-error.ts";
import { answer } from "../define-route.ts";

const REASONS: Readonly<Record<number, string>> = {
	400: "BadRequest",
	403: "NotAuthorized",
	404: "NotFound",
	409: "Conflict",
	413: "PayloadTooLarge",
	415: "UnsupportedMediaType",
	422: "KeyReused",
	429: "TooManyRequests",
	503: "Unavailable",
};

/** One road for every error, as elsewhere; only the body's shape is Rasa's. */
export const onRasaError: ErrorHandler<HonoEnv> = async (error, c) => {
	if (error instanceof RasaError) return c.json(error.toBody(), error.status);
	const response = await onError(error, c);
	const status = STATUSES.find((one) => one === response.status) ?? 500;
	const message = error instanceof AppError || error instanceof HTTPException ? error.message : null;
	const refusal = new RasaError(
		status,
		REASONS[status] ?? "ConversationError",
		message === null || message === "" ? "Something went wrong on our side. It has been reported." : message,
	);
	return c.json(refusal.toBody(), status);
};

/** Every fault is named, in one answer. */
// oxlint-disable-next-line typescript/no-explicit-any -- the hook serves routes of every shape and reads none of it
export const refuseInvalid: Hook<any, HonoEnv, any, any> = (result) => {
	if (result.success) return;
	const place = result.target === "json" ? "body" : result.target;
	const faults = result.error.issues
		.slice(0, 20)
		.map(({ path, message }) => `${path.map(String).join(".") || place}: ${message}`);
	const [first] = result.error.issues;
	throw new RasaError(400, "BadRequest", `The request can't be taken: ${faults.join("; ")}.`, {
		parameter: first?.path.map(String).join(".") ?? "",
		in: place,
	});
};

const DESCRIPTIONS: Readonly<Record<Status, string>> = {
	400: "A field can't be taken; `message` names each.",
	401: "Neither a token nor a valid JWT.",
	403: "The JWT's user may not do this, or a page of this origin.",
	404: "There is no such conversation, action or intent.",
	406: "The domain is JSON or YAML.",
	409: "The Idempotency-Key's first call runs, or was done: the message says which.",
	413: "The body is too long.",
	415: "The body is not of the type that is taken.",
	422: "The Idempotency-Key was used for another body.",
	429: "Too many requests.",
	500: "Our fault; it has been reported.",
	503: "A part that this needs is away.",
};

/** The refusals of a route for the OpenAPI document. */
export function rasaRefusals(...statuses: Status[]) {
	return Object.fromEntries(
		[...statuses, 401 as const, 403 as const, 429 as const, 500 as const].map((status) => [
			status,
			answer(RasaErrorBody, DESCRIPTIONS[status]),
		]),
	);
}
