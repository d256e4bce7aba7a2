import type { Context, ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import { AssistantUnavailable } from "../../durable-objects/assistant-unavailable.ts";
import { unavailableRetryMs } from "../../durable-objects/conversation-rpc.ts";
import { StoreUnavailable } from "../../store/failures.ts";
import { LastAdministrator } from "../../store/last-administrator.ts";
import { AppError } from "../errors.ts";
import { type HonoEnv, inBackground } from "../hono-env.ts";
import { reportError } from "../../observability/report-error.ts";
import type { Surroundings } from "../services.ts";

/** One road for every error: to the caller one body shape, and what is ours to the log and to Sentry, once. */
export const onError: ErrorHandler<HonoEnv> = (error, c) => refuse(c, refusalOf(error, c));

/** What an error means to whoever called. What is ours is told to the log and to Sentry. */
export function refusalOf(error: Error, c: Context<HonoEnv>): AppError {
	const known = knownRefusal(error, c.var.surroundings.log);
	if (known !== null) return known;
	reportError(
		error,
		{ event: "request.failed", requestId: c.var.requestId, method: c.req.method, route: routePath(c, -1) },
		{
			config: isReportedByObject(error) ? null : (c.var.services?.config ?? null),
			log: c.var.surroundings.log,
			waitUntil: (promise) => inBackground(c, promise),
		},
	);
	return new AppError("internal", "Something went wrong on our side. It has been reported.");
}

export function refuse(c: Context<HonoEnv>, error: AppError): Response {
	if (error.code === "unauthorized") c.header("WWW-Authenticate", "Bearer");
	if (error.retryAfterSeconds !== undefined) c.header("Retry-After", String(error.retryAfterSeconds));
	return c.json(error.toBody(c.var.requestId), error.status);
}

/** The platform marks what an object threw: that one has told Sentry already, with the stack, which we don't have. */
function isReportedByObject(error: Error): boolean {
	return Reflect.get(error, "remote") === true;
}

/** The refusal that an error means; null for what should not have happened. */
function knownRefusal(error: Error, log: Surroundings["log"]): AppError | null {
	if (error instanceof AppError) return error;
	if (error instanceof HTTPException) return refusalOfHono(error);
	if (error instanceof LastAdministrator) return new AppError("conflict", error.message);
	if (error instanceof StoreUnavailable) {
		log({ event: "part.away", part: error.part, error: error.message });
		const name = error.part === "postgres" ? "The database" : "The cache";
		return new AppError("unavailable", `${name} does not answer just now. Conversations go on meanwhile.`, {
			retryAfterSeconds: 5,
		});
	}
	const retryMs = unavailableRetryMs(error);
	if (retryMs === null) return null;
	const retryAfterSeconds = Math.max(1, Math.ceil(retryMs / 1_000));
	if (error instanceof AssistantUnavailable)
		return new AppError("unavailable", "The assistant can't be loaded just now.", { retryAfterSeconds });
	log({
		event: "part.away",
		part: "objects",
		error: "a conversation waits for Postgres or for its assistant",
	});
	return new AppError("unavailable", "This conversation can't be reached just now.", {
		retryAfterSeconds,
	});
}

function refusalOfHono(error: HTTPException): AppError | null {
	switch (error.status) {
		case 400:
			return new AppError("bad_request", "The body is not valid JSON.", { cause: error });
		case 415:
			return new AppError("unsupported_media_type", "The body must be sent as application/json.", {
				cause: error,
			});
		default:
			return null;
	}
}
