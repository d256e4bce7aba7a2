import { parseArgs } from "node:util";
import { startGateway } from "./gateway.ts";
import { messageOf } from "./gateway-error.ts";
import type { GatewayOptions } from "./options.ts";

const help = `Neon's and Upstash's protocols in front of PostgreSQL and Redis.

  node gateway/main.ts [options]

  --port N           port to listen on (default 8790; 0 takes a free one)
  --host ADDRESS     address to listen on (default 127.0.0.1)
  --data DIR         embedded database and the gateway's own token (default .data)
  --token-file FILE  file that holds the token; made with mode 600 when it is missing (default DIR/gateway-token)
  --help             this text

  GATEWAY_TOKEN      the token itself, instead of a file
  DATABASE_URL       a PostgreSQL (15 or later) to stand in front of; without it, an embedded one
  REDIS_URL          a Redis (7 or later) to stand in front of; without it, one in memory
  GATEWAY_TIMEOUT_MS how long a statement or command may take (default 10000)

Prints one JSON line on stdout when it is ready: {"event":"gateway.ready","port":…}
`;

const signals = ["SIGTERM", "SIGINT"] as const;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: "string", default: "8790" },
			host: { type: "string" },
			data: { type: "string", default: ".data" },
			"token-file": { type: "string" },
			help: { type: "boolean", default: false },
		},
	});
	if (values.help) {
		process.stdout.write(help);
		return;
	}
	const gateway = await startGateway(optionsFrom(values, process.env));
	process.stdout.write(
		`${JSON.stringify({ event: "gateway.ready", port: gateway.port, url: gateway.url })}\n`,
	);
	for (const signal of signals) {
		process.once(signal, () => {
			void gateway.close().then(() => process.exit(0));
		});
	}
}

interface Arguments {
	port: string;
	host?: string | undefined;
	data: string;
	"token-file"?: string | undefined;
}

function optionsFrom(values: Arguments, env: NodeJS.ProcessEnv): GatewayOptions {
	const options: GatewayOptions = {
		port: wholeNumber(values.port, "--port", 65_535),
		dataDir: values.data,
		onProgress: (line) => process.stderr.write(`${line}\n`),
	};
	if (values.host !== undefined) options.host = values.host;
	const token = env["GATEWAY_TOKEN"];
	if (values["token-file"] !== undefined) options.tokenFile = values["token-file"];
	else if (token !== undefined && token !== "") options.token = token;
	const databaseUrl = env["DATABASE_URL"];
	if (databaseUrl !== undefined && databaseUrl !== "") options.databaseUrl = databaseUrl;
	const redisUrl = env["REDIS_URL"];
	if (redisUrl !== undefined && redisUrl !== "") options.redisUrl = redisUrl;
	const timeout = env["GATEWAY_TIMEOUT_MS"];
	if (timeout !== undefined && timeout !== "") {
		options.limits = { timeoutMs: wholeNumber(timeout, "GATEWAY_TIMEOUT_MS", 600_000) };
	}
	return options;
}

function wholeNumber(text: string, name: string, max: number): number {
	if (!/^\d+$/.test(text) || Number(text) > max)
		throw new Error(`${name} is a whole number from 0 to ${max}.`);
	return Number(text);
}

try {
	await main();
} catch (error) {
	process.stderr.write(`gateway: ${messageOf(error)}\n`);
	process.exitCode = 1;
	process.exit();
}
