import { Person } from "../../contracts/desk-commands.ts";
import { AGENT_HEADER } from "../conversation-rpc.ts";
import type { SocketMemory } from "../sockets.ts";

/** What the Worker writes into the header: names may hold what headers may not. */
export function agentHeader(agent: Person): string {
	return encodeURIComponent(JSON.stringify(agent));
}

/** The person of the company behind an upgrade; null for a customer's. */
export function personOf(request: Request): Person | null {
	const header = request.headers.get(AGENT_HEADER);
	return header === null ? null : Person.parse(JSON.parse(decodeURIComponent(header)));
}

/** Somebody who has just opened the conversation looks at it. */
export function agentOf(request: Request): SocketMemory["agent"] {
	const person = personOf(request);
	return person === null ? null : { ...person, doing: "viewing" };
}
