import type { KeyStore } from "./ports.ts";

const KEY = "care.chat.draft";

/** What was being written when the page was left. */
export class Draft {
	readonly #store: KeyStore;

	constructor(store: KeyStore) {
		this.#store = store;
	}

	get text(): string {
		return this.#store.get(KEY) ?? "";
	}

	keep(text: string): void {
		if (text === "") this.#store.remove(KEY);
		else this.#store.set(KEY, text);
	}
}
