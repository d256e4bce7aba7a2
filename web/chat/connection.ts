/** Why the chat cannot go on by itself. Each has its own sentence and its own button. */
export type FailureReason =
	/** Many attempts, no answer; it goes on trying slowly. */
	| "unreachable"
	/** The visitor's token is no longer good: only a new chat helps. */
	| "expired"
	/** The conversation was erased. */
	| "erased"
	/** The server speaks a newer protocol: reload the page. */
	| "outdated"
	/** The server closed because of too many frames. */
	| "flooding";

export type Connection =
	/** No conversation yet: nothing is sent before the visitor sends. */
	| { state: "idle" }
	| { state: "connecting" }
	| { state: "online" }
	/** `retryAtMs` is null while the device itself has no network. */
	| { state: "offline"; retryAtMs: number | null; isRateLimited: boolean }
	| { state: "failed"; reason: FailureReason };

/** The answer to "may I connect, and where?". */
export type Door =
	| { kind: "open"; url: string }
	| { kind: "later"; afterMs: number | null }
	| { kind: "closed"; reason: FailureReason };
