import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * @param port - 0: any that is free
 * @returns where it listens, the URL without a slash at its end
 * @throws Error in plain words when the port is taken
 */
export async function listen(
	server: Server,
	port: number,
	host: string,
): Promise<{ readonly port: number; readonly url: string }> {
	await new Promise<void>((resolve, reject) => {
		const refuse = (error: NodeJS.ErrnoException): void => {
			const isTaken = error.code === "EADDRINUSE";
			reject(
				isTaken
					? new Error(`Port ${port} of ${host} is taken. Choose another one with --port.`, { cause: error })
					: error,
			);
		};
		server.once("error", refuse);
		server.listen(port, host, () => {
			server.off("error", refuse);
			resolve();
		});
	});
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: a TCP server that listens has an AddressInfo
	const address = server.address() as AddressInfo;
	return { port: address.port, url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}` };
}
