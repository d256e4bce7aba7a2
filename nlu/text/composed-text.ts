/** A letter with the signs that are written apart from it. */
const CLUSTER = /\P{M}\p{M}+/gu;

export interface ComposedText {
	/** The text, each letter one with its signs where Unicode has such a letter (NFC). */
	readonly text: string;
	/** Where an offset into `text` stands in what was written; both in UTF-16 units. */
	readonly written: (offset: number) => number;
}

/** Some keyboards and file systems write é as e and a sign of its own (NFD): who looks for letters reads it composed. */
export function composedText(written: string): ComposedText {
	if (written.normalize("NFC") === written) return { text: written, written: (offset) => offset };
	const places: number[] = [];
	let read = 0;
	const readTo = (end: number): void => {
		while (read < end) places.push(read++);
	};
	const text = written.replace(CLUSTER, (cluster, start: number) => {
		const letter = cluster.normalize("NFC");
		readTo(start + letter.length);
		read = start + cluster.length;
		return letter;
	});
	readTo(written.length + 1);
	return { text, written: (offset) => places[offset] ?? written.length };
}
