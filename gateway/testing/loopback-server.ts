import { createServer, type RequestListener, type ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";

/** A server of a test's own on this machine, at a port that was free. */
export interface LoopbackServer {
	readonly port: number;
	/** Without a slash at its end. */
	readonly url: string;
	/** Ends it, and what it has not answered. */
	readonly close: () => Promise<void>;
}

export async function serveOnLoopback(
	answer: RequestListener,
	options: ServerOptions = {},
): Promise<LoopbackServer> {
	const server = createServer(options, answer);
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: a server that listens on a port has one
	const { port } = server.address() as AddressInfo;
	return {
		port,
		url: `http://127.0.0.1:${port}`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
