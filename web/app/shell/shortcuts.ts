import type { Command } from "./command-registry.ts";

/** So long a first key waits for its second. */
const SEQUENCE_MS = 1_200;

export interface Press {
	readonly key: string;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly altKey: boolean;
}

/** How a pressed key is called in `keys`; null for what is no shortcut. */
export function keyName({ key, ctrlKey, metaKey, altKey }: Press): string | null {
	if (altKey || key.length === 0) return null;
	const name =
		key === "Escape" ? "Esc" : key === "Enter" ? "Enter" : key.length === 1 ? key.toUpperCase() : null;
	if (name === null) return null;
	return ctrlKey || metaKey ? `Mod+${name}` : name;
}

/** Finds the command of the keys that were pressed, one after the other. */
export class KeyReader {
	#before: { name: string; atMs: number } | null = null;

	/**
	 * @param isTyping - a field has the focus: only keys with Ctrl or ⌘ count
	 * @param areLettersOn - people who speak to their device turn single letters off (WCAG 2.1.4)
	 */
	read(
		commands: readonly Command[],
		press: Press,
		{ atMs, isTyping, areLettersOn }: { atMs: number; isTyping: boolean; areLettersOn: boolean },
	): Command | null {
		const name = keyName(press);
		const before = this.#before;
		this.#before = null;
		if (name === null) return null;
		const isLetter = !name.startsWith("Mod+") && name !== "Esc";
		if (isLetter && (isTyping || !areLettersOn)) return null;
		if (isTyping && name === "Esc") return null;
		const sequence = before !== null && atMs - before.atMs < SEQUENCE_MS ? `${before.name} ${name}` : null;
		const found =
			(sequence === null ? undefined : commands.findLast(({ keys }) => keys === sequence)) ??
			commands.findLast(({ keys }) => keys === name);
		if (found === undefined) this.#before = { name, atMs };
		return found ?? null;
	}
}

/** Keys as this device's keyboard has them. */
export function keysOnDevice(keys: string, isApple: boolean): string {
	return keys.replace("Mod+", isApple ? "⌘" : "Ctrl+");
}
