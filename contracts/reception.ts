/** Whether people of the company take conversations now: as an action asks, and as the host answers. */

export interface Reception {
	/** A conversation that goes into the queue now is seen to by a person. */
	readonly takesConversations: boolean;
	/** When somebody is there again (epoch ms); null while somebody is, and where nobody can say. */
	readonly nextOpeningAtMs: number | null;
}

/** The desk at which people answer, as far as the actions of one conversation know it. */
export interface Desk {
	reception(): Promise<Reception>;
}
