/**
 * What is done to one conversation, one after the other: on its own way each could come before the one that it follows, and
 * putting away what is being taken over would be refused.
 */
export class InTurn {
	readonly #last = new Map<string, Promise<boolean>>();

	/** @returns what `act` says; false, and nothing is done, where what it waited for was refused */
	async after(id: string, act: () => Promise<boolean>): Promise<boolean> {
		const before = this.#last.get(id);
		const turn = before === undefined ? act() : before.then((isDone) => isDone && act());
		this.#last.set(id, turn);
		try {
			return await turn;
		} finally {
			if (this.#last.get(id) === turn) this.#last.delete(id);
		}
	}
}
