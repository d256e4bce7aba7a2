/** The window's name: the page's, and before it how much has come that nobody has looked at. */
export class WindowTitle {
	readonly #write: (title: string) => void;
	#page = "";
	#count = 0;

	constructor(write: (title: string) => void) {
		this.#write = write;
	}

	page(title: string): void {
		this.#page = title;
		this.#draw();
	}

	count(count: number): void {
		this.#count = count;
		this.#draw();
	}

	#draw(): void {
		this.#write(this.#count === 0 ? this.#page : `(${this.#count}) ${this.#page}`);
	}
}
