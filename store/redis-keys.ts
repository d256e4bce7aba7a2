/** Names of the entries in Redis that say who is signed in where. */

export const sessionKey = (sessionId: string): string => `care:session:${sessionId}`;
/** The ids of a user's sessions. */
export const sessionListKey = (userId: string): string => `care:sessions:${userId}`;
/** The conversations whose sockets a session may have open. */
export const sessionConversationsKey = (sessionId: string): string =>
	`care:session-conversations:${sessionId}`;
/** A call that was made under an Idempotency-Key. */
export const rememberedCallKey = (name: string): string => `care:idempotency:${name}`;
/** The names of a caller's remembered calls. @param caller - such as `visitor:0190…` */
export const rememberedCallsKey = (caller: string): string => `care:idempotency-of:${caller}`;
/** Mails of a development without a mail provider. */
export const MAILBOX_KEY = "care:mailbox";
