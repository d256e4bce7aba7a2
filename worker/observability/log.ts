/** What the Worker reports: ids and measures, never a text of a customer, an e-mail or a token. */
export type LogEvent =
	| {
			readonly event: "request.done";
			readonly requestId: string;
			readonly method: string;
			/** The route's pattern, not the path: a path carries what a caller wrote. */
			readonly route: string;
			readonly status: number;
			readonly durationMs: number;
	  }
	| {
			readonly event: "request.failed";
			readonly requestId: string;
			readonly method: string;
			readonly route: string;
			readonly errorType: string;
			/** Scrubbed. */
			readonly error: string;
			readonly stack: string | undefined;
	  }
	| { readonly event: "part.away"; readonly part: "redis" | "postgres" | "objects"; readonly error: string }
	| { readonly event: "part.back"; readonly part: "redis" }
	| { readonly event: "limit.refused"; readonly requestId: string; readonly limit: string }
	| { readonly event: "report.failed"; readonly error: string };

const LEVELS: Readonly<Record<LogEvent["event"], "info" | "warn" | "error">> = {
	"request.done": "info",
	"request.failed": "error",
	"part.away": "warn",
	"part.back": "info",
	"limit.refused": "warn",
	"report.failed": "warn",
};

/** Where a field stands in Elastic's Common Schema; what has no place there keeps our name under `care.`. */
const ECS_FIELDS: Readonly<Record<string, string>> = {
	event: "event.action",
	requestId: "http.request.id",
	method: "http.request.method",
	status: "http.response.status_code",
	errorType: "error.type",
	error: "error.message",
	stack: "error.stack_trace",
};

/** One log event as the object of its line. Pure, so that a test sees what a line would say. */
export function logLine(event: LogEvent, nowMs: number): Record<string, unknown> {
	const line: Record<string, unknown> = {
		"@timestamp": new Date(nowMs).toISOString(),
		"log.level": LEVELS[event.event],
		"service.name": "customer-care",
	};
	for (const [key, value] of Object.entries(event)) {
		if (value === undefined) continue;
		if (key === "durationMs" && typeof value === "number") line["event.duration"] = Math.round(value * 1e6);
		else line[ECS_FIELDS[key] ?? `care.${key}`] = value;
	}
	return line;
}

/** Writes one line. Never throws: a log line must not break an answer. */
export function writeLog(event: LogEvent): void {
	try {
		// oxlint-disable-next-line no-console -- the one place where the Worker writes its log
		console.log(JSON.stringify(logLine(event, Date.now())));
	} catch {
		// a log that can't be written has nowhere to say so
	}
}
