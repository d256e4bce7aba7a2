/** What the chat needs from the browser, in its own words: tests give it a clock that they turn by hand. */

/** `after` runs once and returns the way to call it off. */
export interface Clock {
	now(): number;
	after(delayMs: number, run: () => void): () => void;
}

export interface Chance {
	/** In [0, 1). */
	random(): number;
	bytes(count: number): Uint8Array;
}

export interface SocketHandlers {
	onOpen(): void;
	onText(text: string): void;
	/** Called once, also when the socket could never be opened. */
	onClose(code: number): void;
}

export interface OpenedSocket {
	send(text: string): void;
	close(): void;
}

export type OpenSocket = (url: string, handlers: SocketHandlers) => OpenedSocket;

/** Keeps texts over a reload where the browser allows it, and in memory where it does not. */
export interface KeyStore {
	get(key: string): string | null;
	set(key: string, value: string): void;
	remove(key: string): void;
	keys(prefix: string): string[];
	/** False once the browser has refused: this chat ends with the page. */
	isKept(): boolean;
}
