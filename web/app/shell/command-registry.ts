/** Something that can be done here, by the command bar and, where it has keys, by them. */
export interface Command {
	readonly id: string;
	readonly label: string;
	/** Under which heading it stands. */
	readonly group: string;
	/** `J`, `G I` one after the other, `?`, `Esc`, or `Mod+Enter` (Ctrl or ⌘). */
	readonly keys?: string;
	/** Found by these words too. */
	readonly words?: string;
	readonly run: () => void;
}

/** What can be done: the shell's own commands, and those of the page that is open. The latest of one key counts. */
export class CommandRegistry {
	readonly #sets = new Set<readonly Command[]>();
	readonly #listeners = new Set<() => void>();
	#all: readonly Command[] = [];

	/** @returns takes them away again */
	add(commands: readonly Command[]): () => void {
		this.#sets.add(commands);
		this.#change();
		return () => {
			this.#sets.delete(commands);
			this.#change();
		};
	}

	readonly all = (): readonly Command[] => this.#all;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	};

	#change(): void {
		this.#all = [...this.#sets].flat();
		for (const listener of this.#listeners) listener();
	}
}

/** The commands whose label has all the words that were typed, best first: those that begin with it. */
export function searchCommands(commands: readonly Command[], typed: string): Command[] {
	const words = typed.toLowerCase().split(/\s+/u).filter(Boolean);
	const textOf = ({ label, group, words: more = "" }: Command): string =>
		`${label} ${group} ${more}`.toLowerCase();
	const found = commands.filter((command) => words.every((word) => textOf(command).includes(word)));
	const rank = ({ label }: Command): number =>
		words.length > 0 && label.toLowerCase().startsWith(words[0] ?? "") ? 0 : 1;
	return found.toSorted((a, b) => rank(a) - rank(b));
}
