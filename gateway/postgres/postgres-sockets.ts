import type { Server } from "node:http";
import { WebSocketServer } from "ws";
import { GatewayError } from "../gateway-error.ts";
import type { GatewayLimits } from "../options.ts";
import type { PostgresBackend } from "./postgres-backend.ts";
import { SocketFront } from "./socket-front.ts";

export interface PostgresSockets {
	/** Tells every client that the gateway goes away, and refuses new ones. */
	close(): void;
	/** Ends the sockets of clients that did not hear it. */
	terminate(): void;
}

/** Neon's WebSocket proxy at `/v2`; the `address` that drivers add to it is of no account. */
export function servePostgresSockets(
	server: Server,
	backend: PostgresBackend,
	settings: { token: string; limits: GatewayLimits },
): PostgresSockets {
	const { limits } = settings;
	const fronts = new Set<SocketFront>();
	const upgrades = new WebSocketServer({
		noServer: true,
		maxPayload: limits.maxBodyBytes,
		perMessageDeflate: false,
	});
	let isClosing = false;
	server.on("upgrade", (request, socket, head) => {
		socket.on("error", () => {
			socket.destroy();
		});
		const { pathname } = new URL(request.url ?? "/", "http://gateway");
		if (pathname !== "/v2" || isClosing) {
			socket.end(
				`HTTP/1.1 ${isClosing ? "503 Service Unavailable" : "404 Not Found"}\r\nConnection: close\r\n\r\n`,
			);
			return;
		}
		upgrades.handleUpgrade(request, socket, head, (webSocket) => {
			const front = new SocketFront(webSocket, backend, settings);
			if (fronts.size >= limits.maxSockets) {
				front.refuse(new GatewayError("53300", `${limits.maxSockets} sockets are open already.`));
				return;
			}
			fronts.add(front);
			webSocket.on("close", () => fronts.delete(front));
		});
	});
	return {
		close: () => {
			isClosing = true;
			for (const front of fronts) front.refuse(new GatewayError("57P01", "The gateway is shutting down."));
		},
		terminate: () => {
			for (const webSocket of upgrades.clients) webSocket.terminate();
		},
	};
}
