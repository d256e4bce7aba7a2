import { linkedErrorsIntegration, type Options, Toucan } from "toucan-js";
import type { AppEnv } from "../env.ts";
import type { LogEvent } from "./log.ts";
import { scrub } from "./scrub.ts";

export interface FailedRequest {
	readonly requestId: string;
	readonly method: string;
	readonly route: string;
}

export interface ReportTo {
	/** Null when the configuration itself is what broke. */
	readonly config: Pick<AppEnv, "SENTRY_DSN" | "ENVIRONMENT" | "VERSION"> | null;
	readonly log: (event: LogEvent) => void;
	/** Keeps the isolate alive until the envelope is out: the answer does not wait for it. */
	readonly waitUntil: (promise: Promise<unknown>) => void;
}

type SentryEvent = Parameters<NonNullable<Options["beforeSend"]>>[0];

/**
 * Says that something of ours broke: one line in the log, and one envelope to Sentry when a DSN is set. The request
 * itself is not sent along: neither body nor headers, cookies, query or address.
 */
export function reportError(
	error: unknown,
	request: FailedRequest,
	{ config, log, waitUntil }: ReportTo,
): void {
	const known = error instanceof Error ? error : new Error(`thrown: ${typeof error}`);
	log({
		event: "request.failed",
		...request,
		errorType: known.name,
		error: scrub(known.message),
		stack: stackFrames(known.stack),
	});
	if (config?.SENTRY_DSN === undefined) return;
	try {
		const sentry = new Toucan({
			dsn: config.SENTRY_DSN,
			environment: config.ENVIRONMENT,
			release: config.VERSION,
			context: { waitUntil },
			defaultIntegrations: false,
			integrations: [linkedErrorsIntegration()],
			beforeSend: scrubEvent,
		});
		sentry.setTags({ requestId: request.requestId, method: request.method, route: request.route });
		sentry.captureException(known);
	} catch (cause) {
		log({ event: "report.failed", error: cause instanceof Error ? scrub(cause.message) : typeof cause });
	}
}

/** Leaves of an event what says where our code broke. */
export function scrubEvent<Event extends SentryEvent>(event: Event): Event {
	for (const exception of event.exception?.values ?? []) {
		if (exception.value !== undefined) exception.value = scrub(exception.value);
	}
	if (event.message !== undefined) event.message = scrub(event.message);
	delete event.request;
	delete event.user;
	delete event.extra;
	delete event.breadcrumbs;
	return event;
}

/** The frames without the first line, which repeats the message. */
function stackFrames(stack: string | undefined): string | undefined {
	const frames = stack?.split("\n").filter((line) => /^\s+at /.test(line));
	return frames === undefined || frames.length === 0 ? undefined : frames.slice(0, 12).join("\n");
}
