/**
 * Keys of memorised turns. A story of n turns has n histories; written out they would grow with the square of n, so
 * each is kept as a 106-bit hash of its states.
 */
import { stateJson, type DialogueState } from "../dialogue-state.ts";

/** The key of a history of states. */
export function statesKey(states: readonly DialogueState[]): string {
	return textKey(states.map(stateJson).join("\n"));
}

/** The key of a history whose states were written out already. */
export function textKey(text: string): string {
	return hash53(text, 0).toString(36) + "." + hash53(text, 0x5bd1e995).toString(36);
}

/** Two interleaved 32-bit multiplicative hashes, joined to 53 bits. */
function hash53(text: string, seed: number): number {
	let high = 0xdeadbeef ^ seed;
	let low = 0x41c6ce57 ^ seed;
	for (let index = 0; index < text.length; index += 1) {
		const unit = text.charCodeAt(index);
		high = Math.imul(high ^ unit, 2654435761);
		low = Math.imul(low ^ unit, 1597334677);
	}
	high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
	low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
	return 4294967296 * (2097151 & low) + (high >>> 0);
}

/** 32 bits of a text, for the rows of learnt weights. */
export function hash32(text: string): number {
	return hash53(text, 0x27d4eb2f) >>> 0;
}
