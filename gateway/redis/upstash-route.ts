import { type Context, Hono } from "hono";
import { z } from "zod";
import { GatewayError, messageOf } from "../gateway-error.ts";
import type { GatewayLimits } from "../options.ts";
import { bearerOf, isSameToken } from "../token.ts";
import type { RedisBackend } from "./redis-backend.ts";
import { RedisError, type Reply } from "./reply.ts";
import { refusalOf } from "./refused-commands.ts";
import { sizeOfReply, upstashResult } from "./upstash-reply.ts";

const Word = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const CommandBody = z.array(Word).min(1).max(1_000_000);
const CommandsBody = z.array(CommandBody).max(100_000);

/** Upstash's REST: one command, a pipeline, a transaction. */
export function upstashRoute(redis: RedisBackend, settings: { token: string; limits: GatewayLimits }): Hono {
	const route = new Hono();
	route.use(async (c, next) => {
		if (!isSameToken(bearerOf(c.req.header("Authorization")), settings.token)) {
			return c.json({ error: "WRONGPASS invalid or missing auth token" }, 401);
		}
		return next();
	});
	route.post("/", (c) =>
		answer(c, async () => {
			const words = await read(c, CommandBody, "A command is a list of texts and numbers.");
			const [reply = null] = await runAll([words], (commands) => redis.run(commands), settings.limits);
			if (reply instanceof RedisError) throw reply;
			return upstashResult(reply, wantsBase64(c));
		}),
	);
	route.post("/pipeline", (c) =>
		answer(c, () => many(c, (commands) => redis.run(commands), settings.limits)),
	);
	route.post("/multi-exec", (c) =>
		answer(c, () => many(c, (commands) => redis.runTransaction(commands), settings.limits)),
	);
	return route;
}

type Run = (commands: string[][]) => Promise<Reply[]>;

async function many(c: Context, run: Run, limits: GatewayLimits): Promise<object> {
	const commands = await read(c, CommandsBody, "A pipeline is a list of commands.");
	const replies = await runAll(commands, run, limits);
	return replies.map((reply) => upstashResult(reply, wantsBase64(c)));
}

async function runAll(commands: string[][], run: Run, limits: GatewayLimits): Promise<Reply[]> {
	for (const words of commands) {
		const refusal = refusalOf(words);
		if (refusal !== null) throw refusal;
	}
	const replies = await run(commands);
	if (sizeOfReply(replies) > limits.maxResultBytes) {
		throw new RedisError(`ERR The result is larger than ${limits.maxResultBytes} bytes.`);
	}
	return replies;
}

async function answer(c: Context, work: () => Promise<object>): Promise<Response> {
	try {
		return c.json(await work());
	} catch (error) {
		if (error instanceof RedisError) return c.json({ error: error.message }, 400);
		if (error instanceof GatewayError)
			return c.json({ error: `ERR ${error.message}` }, error.code === "57014" ? 504 : 503);
		return c.json({ error: `ERR Redis cannot be reached: ${messageOf(error)}` }, 503);
	}
}

async function read<T>(c: Context, shape: z.ZodType<T>, complaint: string): Promise<T> {
	const parsed = shape.safeParse(await c.req.json().catch(() => null));
	if (!parsed.success) throw new RedisError(`ERR ${complaint}`);
	return parsed.data;
}

function wantsBase64(c: Context): boolean {
	return c.req.header("Upstash-Encoding") === "base64";
}
