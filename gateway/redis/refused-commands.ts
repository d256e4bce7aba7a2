import { RedisError } from "./reply.ts";

/** All clients share one connection: what would block it, change its state or bring the server down stays outside. */
const refused = new Set(
	(
		"SUBSCRIBE PSUBSCRIBE SSUBSCRIBE UNSUBSCRIBE PUNSUBSCRIBE SUNSUBSCRIBE MONITOR MULTI EXEC DISCARD WATCH UNWATCH " +
		"BLPOP BRPOP BRPOPLPUSH BLMOVE BLMPOP BZPOPMIN BZPOPMAX BZMPOP WAIT WAITAOF QUIT AUTH HELLO RESET CLIENT " +
		"SHUTDOWN DEBUG CONFIG REPLICAOF SLAVEOF FAILOVER SYNC PSYNC SAVE BGSAVE BGREWRITEAOF MODULE ACL CLUSTER " +
		"READONLY READWRITE ASKING MIGRATE SWAPDB"
	).split(" "),
);

/** @returns why a command is not passed on; null when it is */
export function refusalOf(words: readonly string[]): RedisError | null {
	const [name = ""] = words;
	const upper = name.toUpperCase();
	const wouldBlock = upper.startsWith("XREAD") && words.some((word) => word.toUpperCase() === "BLOCK");
	if (!refused.has(upper) && !wouldBlock) return null;
	return new RedisError(`ERR Command is not available over the gateway: '${name.slice(0, 40)}'`);
}
