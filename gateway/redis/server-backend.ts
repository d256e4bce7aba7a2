import { Command, Redis, ReplyError } from "ioredis";
import { GatewayError, messageOf } from "../gateway-error.ts";
import type { GatewayLimits } from "../options.ts";
import type { RedisBackend } from "./redis-backend.ts";
import { RedisError, type Reply } from "./reply.ts";
import { ScriptTranslation } from "./script-translation.ts";

export interface RedisServerSettings {
	url: string;
	limits: GatewayLimits;
	onTrouble: (line: string) => void;
}

const maxReconnectPauseMs = 1_000;

/** Any Redis, over one connection that comes back by itself; while it is away, commands fail at once. */
export function openRedisServer(settings: RedisServerSettings): RedisBackend {
	const { limits } = settings;
	const client = new Redis(settings.url, {
		connectTimeout: limits.connectTimeoutMs,
		enableOfflineQueue: false,
		autoResendUnfulfilledCommands: false,
		maxRetriesPerRequest: 0,
		retryStrategy: (attempt) => Math.min(attempt * 100, maxReconnectPauseMs),
	});
	client.on("error", (error: Error) => {
		settings.onTrouble(`Redis: ${messageOf(error)}`);
	});
	const scripts = new ScriptTranslation();

	/** Everything is written in one go, in order, so that nothing of another request comes between. */
	async function send(commands: readonly string[][]): Promise<Reply[]> {
		await untilReady(client, limits.connectTimeoutMs);
		const replies = commands.map(([name = "", ...args]) =>
			settle(write(client, new Command(name.toUpperCase(), args, { replyEncoding: null }))),
		);
		return withinTime(Promise.all(replies), limits.timeoutMs);
	}

	return {
		kind: "redis",
		run: async (commands) => {
			const replies = await send(commands.map((words) => scripts.toServer(words)));
			return replies.map((reply, i) => scripts.fromServer(commands[i] ?? [], reply));
		},
		runTransaction: async (commands) => {
			const replies = await send([["MULTI"], ...commands.map((words) => scripts.toServer(words)), ["EXEC"]]);
			const outcome = replies.at(-1) ?? null;
			if (outcome instanceof RedisError) throw outcome;
			if (!Array.isArray(outcome)) throw new RedisError("ERR The transaction was discarded.");
			return outcome.map((reply, i) => scripts.fromServer(commands[i] ?? [], reply));
		},
		check: async () => {
			await send([["PING"]]);
		},
		close: () => {
			client.disconnect();
			return Promise.resolve();
		},
	};
}

/** ioredis reshapes the answers of some commands, which it knows by their names in small letters. */
function write(client: Redis, command: Command): Promise<unknown> {
	client.sendCommand(command);
	return command.promise;
}

/** An error of a command is a reply; everything else says that there was no reply. */
async function settle(pending: Promise<unknown>): Promise<Reply> {
	try {
		return asReply(await pending);
	} catch (error) {
		if (error instanceof ReplyError) return new RedisError(messageOf(error));
		throw new GatewayError("08006", `Redis cannot be reached: ${messageOf(error)}`, error);
	}
}

function asReply(value: unknown): Reply {
	if (typeof value === "string" || typeof value === "number" || Buffer.isBuffer(value)) return value;
	if (Array.isArray(value)) return value.map(asReply);
	if (value instanceof Error) return new RedisError(value.message);
	return null;
}

/** At the start, and just after a break, a connection is on its way: worth a short wait. */
async function untilReady(client: Redis, timeoutMs: number): Promise<void> {
	if (client.status === "ready") return;
	if (client.status === "end") throw new GatewayError("57P01", "The gateway is shutting down.");
	await new Promise<void>((resolve, reject) => {
		const done = (error: GatewayError | null): void => {
			clearTimeout(timer);
			client.off("ready", onReady);
			client.off("error", onError);
			if (error === null) resolve();
			else reject(error);
		};
		const onReady = (): void => {
			done(null);
		};
		const onError = (error: Error): void => {
			done(new GatewayError("08001", `Redis cannot be reached: ${messageOf(error)}`, error));
		};
		const timer = setTimeout(() => {
			done(new GatewayError("08001", `Redis cannot be reached within ${timeoutMs} ms.`));
		}, timeoutMs);
		client.once("ready", onReady);
		client.once("error", onError);
	});
}

async function withinTime<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => {
			reject(new GatewayError("57014", `Redis gave no answer within ${timeoutMs} ms.`));
		}, timeoutMs);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}
