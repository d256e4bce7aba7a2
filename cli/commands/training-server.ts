import { startTrainingServer } from "../training-server.ts";
import { type Command, UsageError } from "../command.ts";
import { onStopRequest } from "../stop-request.ts";

export const trainingServerCommand: Command = {
	name: "training-server",
	summary: "trains for a Worker elsewhere, whose customers are answered meanwhile",
	usage: `Usage: TRAINING_TOKEN=… care training-server [--port N] [--host ADDR]

Does what POST /model/train and cross-validation ask of the Worker: on this machine's cores, whole (with the second
tier of understanding), one after the other, ten minutes each at most. npm start has one of its own; a Worker on
Cloudflare is told of this one by the secret TRAINING_SERVER='{"url": "https://…", "token": "…"}'. It speaks HTTP:
put TLS in front of it.

  TRAINING_TOKEN  what the Worker must show: 16 characters at least, from the environment
  --port N        where it listens (default: 8791)
  --host ADDR     address to listen on (default: 127.0.0.1; 0.0.0.0 lets others in)

Stop it with Ctrl+C.`,
	options: { port: { type: "string" }, host: { type: "string" } },
	async run(args, output) {
		const token = process.env["TRAINING_TOKEN"];
		if (token === undefined || token === "") throw new UsageError("TRAINING_TOKEN is not set.");
		const report = (line: string): void => output.err(line);
		const host = args.text("host") ?? "127.0.0.1";
		const server = await startTrainingServer({
			host,
			token,
			report,
			port: args.number("port") ?? 8791,
		});
		output.out(`It trains at ${server.url}. Ctrl+C stops it.`);
		await new Promise<void>((stopped) => {
			onStopRequest(async () => {
				await server.close();
				stopped();
			}, report);
		});
		return 0;
	},
};
