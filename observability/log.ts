import type { LogEvent } from "./log-event.ts";
import { scrub } from "./scrub.ts";

/** `npm start` shows on the terminal what is not `info`: that is for what a person should look at. */
const LEVELS: Readonly<Record<LogEvent["event"], "info" | "warn" | "error">> = {
	"request.done": "info",
	"request.failed": "error",
	"limit.refused": "warn",
	"mail.failed": "error",
	"oidc.failed": "warn",
	"turn.done": "info",
	"turn.discarded": "info",
	"turn.continued": "info",
	"turn.failed": "error",
	"reminder.failed": "error",
	"outbox.drained": "info",
	"outbox.failed": "warn",
	"conversation.superseded": "warn",
	"conversation.rebuilt": "info",
	"conversation.erased": "info",
	"conversation.unavailable": "warn",
	"socket.flooding": "warn",
	"socket.failed": "info",
	"object.failed": "error",
	"assistant.failed": "error",
	"job.failed": "error",
	"callback.failed": "error",
	"encoder.failed": "error",
	"part.away": "warn",
	"part.back": "info",
	"extractor.failed": "warn",
	"listener.failed": "warn",
	"webhook.failed": "warn",
	"webhook.given_up": "error",
	"webhooks.unavailable": "warn",
	"report.failed": "warn",
};

/** Where a field stands in Elastic's Common Schema; what has no place there keeps our name under `care.`. */
const ECS_FIELDS: ReadonlyMap<string, string> = new Map([
	["event", "event.action"],
	["requestId", "http.request.id"],
	["method", "http.request.method"],
	["status", "http.response.status_code"],
	["errorType", "error.type"],
	["error", "error.message"],
	["stack", "error.stack_trace"],
]);

const NS_PER_MS = 1_000_000;

/** One log event as the object of its line. Pure, so that a test sees what a line would say. */
export function logLine(event: LogEvent, nowMs: number): Record<string, unknown> {
	const line: Record<string, unknown> = {
		"@timestamp": new Date(nowMs).toISOString(),
		"log.level": LEVELS[event.event],
		"service.name": "customer-care",
	};
	for (const [key, value] of Object.entries(event)) {
		if (value === undefined) continue;
		if (key === "durationMs" && typeof value === "number")
			line["event.duration"] = Math.round(value * NS_PER_MS);
		// the words of a driver, a parser or a platform may quote anything
		else line[ECS_FIELDS.get(key) ?? `care.${key}`] = key === "error" ? scrub(String(value)) : value;
	}
	return line;
}

/** Writes one line. Never throws: a log line must not break an answer or a turn. */
export function writeLog(event: LogEvent): void {
	try {
		// oxlint-disable-next-line no-console -- the one place where the Worker and its objects write their log
		console.log(JSON.stringify(logLine(event, Date.now())));
	} catch {
		// a log that can't be written has nowhere to say so
	}
}
