import type pg from "pg";
import { GatewayError } from "../../gateway-error.ts";
import type { WireListener, WireSession } from "../postgres-backend.ts";
import { blankBackendKey, errorResponse, parameterStatus, readyForQuery } from "../wire/backend-messages.ts";

/** The server's own statement time-out speaks first; a server that hangs cannot. */
const graceMs = 500;

/**
 * Signs in with the real credentials by pg's client, then takes its connection over and passes bytes both ways.
 *
 * @throws whatever connecting or signing in throws
 */
export async function openTunnel(
	client: pg.Client,
	listener: WireListener,
	timeoutMs: number,
): Promise<WireSession> {
	const statuses: Buffer[] = [];
	client.connection.on("parameterStatus", (status: { parameterName: string; parameterValue: string }) => {
		statuses.push(parameterStatus(status.parameterName, status.parameterValue));
	});
	client.on("error", () => {
		// the socket's own close, below, ends the session
	});
	await client.connect();
	const { stream } = client.connection;
	stream.removeAllListeners("data"); // pg's parser; from here on the client of the tunnel reads for itself
	let isClosed = false;
	let silence: NodeJS.Timeout | undefined;
	const end = (error: GatewayError | null): void => {
		if (isClosed) return;
		isClosed = true;
		clearTimeout(silence);
		if (error !== null) listener.onData(errorResponse(error, "FATAL"));
		stream.destroy();
		listener.onClose();
	};
	stream.on("data", (bytes: Buffer) => {
		clearTimeout(silence);
		silence = undefined;
		if (!isClosed) listener.onData(bytes);
	});
	stream.on("close", () => {
		end(new GatewayError("08006", "The connection to PostgreSQL broke."));
	});
	return {
		greeting: Buffer.concat([...statuses, blankBackendKey(), readyForQuery("I")]),
		send: (bytes) => {
			if (isClosed || bytes.length === 0) return;
			stream.write(bytes);
			silence ??= setTimeout(() => {
				end(new GatewayError("57014", `PostgreSQL gave no answer within ${timeoutMs} ms.`));
			}, timeoutMs + graceMs);
		},
		close: () => {
			end(null);
		},
	};
}
