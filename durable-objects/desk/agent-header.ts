import { z } from "zod";
import { Person } from "../../contracts/desk-commands.ts";
import { Permission } from "../../contracts/permissions.ts";
import { AGENT_HEADER } from "../conversation-rpc.ts";
import type { SocketMemory } from "../sockets.ts";

/** A person of the company, and what they may do: each frame of their socket is held against it. */
const Agent = Person.extend({ may: z.array(Permission).default([]) });
export type Agent = z.infer<typeof Agent>;

/** What the Worker writes into the header: names may hold what headers may not. */
export function agentHeader(agent: Agent): string {
	return encodeURIComponent(JSON.stringify(agent));
}

/** The person of the company behind an upgrade; null for a customer's. */
export function personOf(request: Request): Agent | null {
	const header = request.headers.get(AGENT_HEADER);
	return header === null ? null : Agent.parse(JSON.parse(decodeURIComponent(header)));
}

/** Somebody who has just opened the conversation looks at it. */
export function agentOf(request: Request): SocketMemory["agent"] {
	const person = personOf(request);
	return person === null ? null : { ...person, doing: "viewing" };
}
