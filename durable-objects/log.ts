/** What the objects report, one JSON line an event: ids and measures, never a text of a customer. */
export type LogEvent =
	| {
			readonly event: "turn.done";
			readonly conversationId: string;
			readonly turnId: string;
			readonly events: number;
			readonly durationMs: number;
	  }
	| {
			readonly event: "turn.failed";
			readonly conversationId: string;
			readonly turnId: string;
			readonly error: string;
	  }
	| { readonly event: "turn.discarded"; readonly conversationId: string; readonly turnId: string }
	| { readonly event: "turn.continued"; readonly conversationId: string; readonly turnId: string }
	| { readonly event: "outbox.drained"; readonly conversationId: string; readonly throughSeq: number }
	| {
			readonly event: "outbox.failed";
			readonly conversationId: string;
			readonly attempts: number;
			readonly waiting: number;
			readonly retryInMs: number;
			readonly error: string;
	  }
	| {
			readonly event: "conversation.superseded";
			readonly conversationId: string;
			readonly leaseEpoch: number;
			readonly stranded: number;
	  }
	| {
			readonly event: "conversation.rebuilt";
			readonly conversationId: string;
			readonly lastSeq: number;
			readonly durationMs: number;
	  }
	| { readonly event: "conversation.unavailable"; readonly conversationId: string; readonly error: string }
	| { readonly event: "part.away"; readonly part: "postgres"; readonly error: string }
	| { readonly event: "part.back"; readonly part: "postgres" }
	| { readonly event: "socket.flooding"; readonly conversationId: string }
	| { readonly event: "socket.failed"; readonly conversationId: string; readonly error: string }
	| { readonly event: "reminder.failed"; readonly conversationId: string; readonly error: string };

/** Writes one line. Never throws: a log line must not break a turn. */
export function writeLog(event: LogEvent): void {
	try {
		// oxlint-disable-next-line no-console -- the one place where the objects write their log
		console.log(JSON.stringify({ time: new Date().toISOString(), ...event }));
	} catch {
		// a log that can't be written has nowhere to say so
	}
}

/** The class and message of an error, short: drivers put addresses and statements into theirs. */
export function errorText(error: unknown): string {
	const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
