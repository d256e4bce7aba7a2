import type { KeyStore } from "./ports.ts";

/** Under this name alone earlier releases kept the one draft that they had. */
const NAME = "care.chat.draft";
/** Before a conversation's id: what was being written in it. */
const KEY = `${NAME}.`;
/** Where words wait whose conversation has not been made yet. */
const NOT_MADE = "new";

/** What was being written when a conversation, or the page, was left: each conversation has its own. */
export class Draft {
	readonly #store: KeyStore;
	readonly #conversationId: () => string | null;

	constructor(store: KeyStore, conversationId: () => string | null) {
		this.#store = store;
		this.#conversationId = conversationId;
	}

	get text(): string {
		return this.#store.get(this.#key()) ?? "";
	}

	keep(text: string): void {
		if (text === "") this.#store.remove(this.#key());
		else this.#store.set(this.#key(), text);
	}

	/** The conversation has been made: what is being written goes on in it. */
	moveIn(): void {
		const text = this.#store.get(KEY + NOT_MADE);
		if (text === null || this.text !== "") return;
		this.#store.remove(KEY + NOT_MADE);
		this.keep(text);
	}

	/** Nobody comes back to that conversation. */
	forget(conversationId: string | null): void {
		this.#store.remove(KEY + (conversationId ?? NOT_MADE));
	}

	forgetAll(): void {
		for (const key of this.#store.keys(NAME)) this.#store.remove(key);
	}

	#key(): string {
		return KEY + (this.#conversationId() ?? NOT_MADE);
	}
}
