import type { DeskSettings } from "../../contracts/inbox.ts";

/** Somebody who takes conversations now. */
export interface FreeAgent {
	readonly id: string;
	readonly name: string;
	/** Open conversations that are theirs. */
	readonly open: number;
	/** When they were given the last one (epoch ms); 0 for never. */
	readonly givenAtMs: number;
}

export interface Assignment {
	readonly conversationId: string;
	readonly agent: FreeAgent;
}

/**
 * Who gets what of the queue, first come first served. Pure.
 *
 * @param queue - conversations in the order of their places
 * @param agents - available, and at the desk
 */
export function assignments(
	queue: readonly string[],
	agents: readonly FreeAgent[],
	{ assignment, maxOpenPerAgent }: Pick<DeskSettings, "assignment" | "maxOpenPerAgent">,
): Assignment[] {
	if (assignment === "manual") return [];
	const made: Assignment[] = [];
	const free = agents.map((agent) => ({ agent, open: agent.open, turn: agent.givenAtMs }));
	for (const [index, conversationId] of queue.entries()) {
		const [next] = free
			.filter(({ open }) => open < maxOpenPerAgent)
			.toSorted(
				(a, b) =>
					(assignment === "by_load" ? a.open - b.open : 0) ||
					a.turn - b.turn ||
					a.agent.id.localeCompare(b.agent.id),
			);
		if (next === undefined) break;
		made.push({ conversationId, agent: next.agent });
		next.open += 1;
		// behind everybody who has waited longer
		next.turn = Number.MAX_SAFE_INTEGER - queue.length + index;
	}
	return made;
}
