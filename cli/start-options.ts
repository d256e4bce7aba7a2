import { resolve } from "node:path";
import { parseArgs } from "node:util";

export interface StartOptions {
	readonly port: number;
	readonly host: string;
	/** Folder of the Rasa project, as given. */
	readonly project: string;
	/** Absolute path of the data folder. */
	readonly data: string;
	/** Address of a Rasa action server, or null. */
	readonly actions: string | null;
}

export const START_HELP = `npm start -- [options]: runs the whole product on this machine, no account needed

  --port N       where it listens (default 8787)
  --host ADDR    address to listen on (default 127.0.0.1; 0.0.0.0 lets others in)
  --project DIR  any Rasa 3.x project (default: assistant, the shop's bot)
  --data DIR     where it keeps its data (default: .data; delete the folder to begin anew)
  --actions URL  a Rasa action server for the project's custom actions
  --help         this text

DATABASE_URL and REDIS_URL in the environment put PostgreSQL (15 or newer) and Redis (7 or newer) in the place of the
embedded ones. Stop it with Ctrl+C.`;

/** @throws Error that says which option is wrong */
export function readStartOptions(words: readonly string[]): StartOptions | "help" {
	const { values } = parseArgs({
		args: [...words],
		strict: true,
		options: {
			port: { type: "string", default: "8787" },
			host: { type: "string", default: "127.0.0.1" },
			project: { type: "string", default: "assistant" },
			data: { type: "string", default: ".data" },
			actions: { type: "string" },
			help: { type: "boolean", short: "h", default: false },
		},
	});
	if (values.help) return "help";
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Error(`--port takes a number from 1 to 65535, not "${values.port}".`);
	}
	if (values.actions !== undefined && !URL.canParse(values.actions)) {
		throw new Error(
			`--actions takes an address such as http://localhost:5055/webhook, not "${values.actions}".`,
		);
	}
	const { host, project } = values;
	return { port, host, project, data: resolve(values.data), actions: values.actions ?? null };
}
