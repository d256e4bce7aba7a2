import { SocketTicket } from "../../../contracts/api.ts";
import type { Door } from "../../chat/connection.ts";
import type { LineSurroundings } from "../../chat/socket-line.ts";
import type { Ask } from "../world.ts";

/** What the lines of the desk stand on. */
export interface LiveDeps extends Omit<LineSurroundings, "openDoor" | "onConnection"> {
	readonly ask: Ask;
}

/** Asks for a ticket, which is good for one socket. */
export async function askDoor(ask: Ask, path: string): Promise<Door> {
	const answer = await ask(SocketTicket, path, { method: "POST" });
	if (answer.ok) return { kind: "open", url: answer.value.url };
	switch (answer.fault.code) {
		case "unauthorized": // the session is over: the page leads to the sign-in
		case "forbidden":
			return { kind: "closed", reason: "expired" };
		case "not_found":
			return { kind: "closed", reason: "erased" };
		default:
			return { kind: "later", afterMs: null };
	}
}
