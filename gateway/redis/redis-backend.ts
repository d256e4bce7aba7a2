import type { Reply } from "./reply.ts";

/** Redis behind the gateway: a server, or the one in memory. Errors of commands are replies, not throws. */
export interface RedisBackend {
	readonly kind: "redis" | "memory";
	/** Runs the commands in their order; others may come between. @throws GatewayError when it cannot be reached */
	run(commands: readonly string[][]): Promise<Reply[]>;
	/** Runs the commands as one MULTI … EXEC. @throws RedisError EXECABORT when one of them is no command */
	runTransaction(commands: readonly string[][]): Promise<Reply[]>;
	/** @throws when it is down */
	check(): Promise<void>;
	close(): Promise<void>;
}
