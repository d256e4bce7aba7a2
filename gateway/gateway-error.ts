/**
 * A refusal of the gateway itself, told to clients in PostgreSQL's error shape.
 * `code` is an SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export class GatewayError extends Error {
	readonly code: SqlState;

	constructor(code: SqlState, message: string, cause?: unknown) {
		super(message, { cause });
		this.name = "GatewayError";
		this.code = code;
	}
}

export type SqlState =
	| "08001" // the server could not be reached
	| "08006" // the connection broke
	| "08P01" // the client broke the protocol
	| "0A000" // not offered here
	| "25P03" // idle in a transaction for too long
	| "28P01" // wrong token
	| "53300" // too many sockets
	| "54000" // result too large
	| "55P03" // waited too long for the one backend
	| "57014" // ran into the time-out
	| "57P01"; // the gateway is going away

export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

export function codeOf(error: unknown): string | undefined {
	if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
	return typeof error.code === "string" ? error.code : undefined;
}
