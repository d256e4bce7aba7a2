import { linkedErrorsIntegration, type Options, Toucan } from "toucan-js";
import type { Failure, LogEvent } from "./log-event.ts";
import { scrubError, stackFrames } from "./scrub-error.ts";
import { scrub } from "./scrub.ts";

export interface ReportTo {
	/** Null when the configuration itself is what broke, or when Sentry has been told already. */
	readonly config: ReportSettings | null;
	readonly log: (event: LogEvent) => void;
	/** Keeps the isolate alive until the envelope is out: the answer does not wait for it. */
	readonly waitUntil: (promise: Promise<unknown>) => void;
}

export interface ReportSettings {
	readonly SENTRY_DSN?: string | undefined;
	readonly ENVIRONMENT: string;
	readonly VERSION: string;
}

type SentryEvent = Parameters<NonNullable<Options["beforeSend"]>>[0];

/**
 * Says that something of ours broke: one line in the log, and one envelope to Sentry when a DSN is set. What a customer
 * or a caller said is not sent along: neither body nor headers, cookies, query or address.
 */
export function reportError(error: unknown, failure: Failure, { config, log, waitUntil }: ReportTo): void {
	const known = scrubError(error instanceof Error ? error : new Error(`thrown: ${typeof error}`));
	log({
		...failure,
		errorType: known.name,
		error: known.message,
		stack: stackFrames(known).join("\n"),
	});
	if (config?.SENTRY_DSN === undefined || config.SENTRY_DSN === "") return;
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
		const { event, ...tags } = failure;
		sentry.setTags({ event, ...tags });
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
