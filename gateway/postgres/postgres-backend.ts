import type { Pool } from "pg";

/** A signed-in connection as bytes: what follows PostgreSQL's AuthenticationOk. */
export interface WireSession {
	/** ParameterStatus, BackendKeyData and the first ReadyForQuery. */
	readonly greeting: Buffer;
	send(bytes: Buffer): void;
	/** Ends the session; an open transaction is rolled back. */
	close(): void;
}

export interface WireListener {
	onData(bytes: Buffer): void;
	/** Told once; after a fault the reason has been sent by onData as a FATAL ErrorResponse. */
	onClose(): void;
}

/** PostgreSQL behind the gateway: a server, or the embedded one. */
export interface PostgresBackend {
	readonly kind: "postgresql" | "pglite";
	/** Pooled connections for Neon's HTTP protocol. */
	readonly pool: Pool;
	/** @throws GatewayError when the server cannot be reached within the time-out */
	openSession(listener: WireListener): Promise<WireSession>;
	/** @throws when it is down */
	check(): Promise<void>;
	close(): Promise<void>;
}
