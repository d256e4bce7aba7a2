/** A construct of Rasa 1.x or 2.x: where it stands, what it becomes, and who does that. */
export interface OldConstruct {
	/** Stable, for programs; begins with `rasa_1_` or `rasa_2_`, after the last release that had it. */
	readonly code: string;
	readonly file: string;
	readonly line: number | null;
	/** Further lines of the same file with the same construct. */
	readonly alsoAt: readonly number[];
	/** For people: what it is and what to write instead. */
	readonly message: string;
	/** The conversion leaves it: somebody has to decide. */
	readonly byHand: boolean;
}

interface Place {
	readonly file: string;
	readonly line: number | null;
}

/** Collects old constructs; the same thing in one file is one entry with several lines. */
export class OldConstructs {
	readonly #byKey = new Map<string, OldConstruct & { readonly alsoAt: number[] }>();

	/** The conversion does it. */
	done(code: string, at: Place, message: string): void {
		this.#add({ code, ...at, message, byHand: false, alsoAt: [] });
	}

	/** Somebody has to do it. */
	byHand(code: string, at: Place, message: string): void {
		this.#add({ code, ...at, message, byHand: true, alsoAt: [] });
	}

	get isEmpty(): boolean {
		return this.#byKey.size === 0;
	}

	/** In order of file and line. */
	sorted(): OldConstruct[] {
		return [...this.#byKey.values()].toSorted(
			(a, b) => a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0) || a.code.localeCompare(b.code),
		);
	}

	#add({ file, line, ...rest }: OldConstruct & { readonly alsoAt: number[] }): void {
		const key = JSON.stringify([file, rest.code, rest.message]);
		const known = this.#byKey.get(key);
		if (known === undefined) this.#byKey.set(key, { ...rest, file, line });
		else if (line !== null && line !== known.line && !known.alsoAt.includes(line)) known.alsoAt.push(line);
	}
}

/** Lines that are written out behind a message; a longer list says how many there are more. */
const MAX_LINES = 12;

/** `message (also at lines 8, 15)`. */
export function messageWithLines({ message, alsoAt }: OldConstruct): string {
	if (alsoAt.length === 0) return message;
	const shown = alsoAt.slice(0, MAX_LINES).join(", ");
	const more = alsoAt.length > MAX_LINES ? ` and ${alsoAt.length - MAX_LINES} more` : "";
	return `${message} (also at ${alsoAt.length === 1 ? "line" : "lines"} ${shown}${more})`;
}
