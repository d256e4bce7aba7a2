/** An action server that answers when the test says so: whatever must happen before its answer surely does. */
import type { ServerResponse } from "node:http";
import { serveOnLoopback } from "../../gateway/testing/loopback-server.ts";

export interface HeldActionServer {
	readonly url: string;
	/** Settles when the product waits for an answer. */
	called(): Promise<void>;
	/** Answers whoever waits longest. */
	answer(status: number, body: object): void;
	close(): Promise<void>;
}

export async function heldActionServer(): Promise<HeldActionServer> {
	const waiting: ServerResponse[] = [];
	let arrived = (): void => {};
	const server = await serveOnLoopback((request, response) => {
		request.resume();
		request.on("end", () => {
			waiting.push(response);
			arrived();
		});
	});
	return {
		url: `${server.url}/webhook`,
		called: async () => {
			if (waiting.length === 0)
				await new Promise<void>((now) => {
					arrived = now;
				});
		},
		answer: (status, body) => {
			waiting.shift()?.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
		},
		close: server.close,
	};
}
