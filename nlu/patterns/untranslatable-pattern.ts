/** JavaScript has nothing like it, or Python neither. `message` says what, and what to write instead; no full stop. */
export class UntranslatablePattern extends Error {
	override readonly name = "UntranslatablePattern";
}
