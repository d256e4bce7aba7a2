/** What a gateway can be told; everything but the data folder has a default. */
export interface GatewayOptions {
	/** 0 takes any free port. */
	port?: number;
	/** Loopback unless told otherwise: the token travels in clear text. */
	host?: string;
	/** Home of the embedded database (`postgres/`) and of a token that the gateway made itself. */
	dataDir: string;
	/** The one secret that every client shows: Neon's password, Upstash's bearer token. */
	token?: string;
	/** File that holds the token (or will: mode 600). Default: `gateway-token` in the data folder. */
	tokenFile?: string;
	/** A PostgreSQL to stand in front of; without it the embedded one. */
	databaseUrl?: string;
	/** A Redis to stand in front of; without it the one in memory. */
	redisUrl?: string;
	limits?: Partial<GatewayLimits>;
	/** Progress for people, one line each. */
	onProgress?: (line: string) => void;
}

export interface GatewayLimits {
	/** A statement, a batch, a Redis call: after this the caller gets an error. */
	timeoutMs: number;
	/** Reaching a server. */
	connectTimeoutMs: number;
	/** A transaction over the socket that sends nothing for this long is rolled back and its socket closed. */
	idleTransactionMs: number;
	/** A socket that has not signed in by then is closed. */
	signInTimeoutMs: number;
	maxBodyBytes: number;
	maxResultBytes: number;
	/** Sockets at one time; the next is refused. */
	maxSockets: number;
	/** Connections to a real PostgreSQL held for `/sql`. */
	poolSize: number;
}

/** Chosen so that a caller's own patience (15 s in our Worker) outlasts ours and hears our reason. */
export const defaultLimits: GatewayLimits = {
	timeoutMs: 10_000,
	connectTimeoutMs: 3_000,
	idleTransactionMs: 5_000,
	signInTimeoutMs: 5_000,
	maxBodyBytes: 10 * 1024 * 1024,
	maxResultBytes: 32 * 1024 * 1024,
	maxSockets: 200,
	poolSize: 20,
};
