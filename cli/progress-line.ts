/** How far a training is. */
export interface Progress {
	readonly label: string;
	/** Of the whole, in [0, 1]. */
	readonly share: number;
}

const BAR_CHARS = 30;

/**
 * Shows progress: on a terminal one line with a bar that is written over, elsewhere a plain line a tenth.
 *
 * @param stream - where to, usually stderr
 */
export function progressLine(stream: { readonly isTTY?: boolean; write(text: string): unknown }): {
	readonly show: (progress: Progress) => void;
	/** Takes the bar away. */
	readonly end: () => void;
} {
	let last = "";
	const show = (text: string): void => {
		if (text !== last) stream.write(text);
		last = text;
	};
	if (stream.isTTY !== true) {
		return {
			show: ({ label, share }) => show(`${label}: ${Math.floor(share * 10 + 1e-9) * 10} %\n`),
			end: () => undefined,
		};
	}
	return {
		show({ label, share }) {
			const full = Math.round(Math.min(1, Math.max(0, share)) * BAR_CHARS);
			const bar = "█".repeat(full) + "░".repeat(BAR_CHARS - full);
			show(`\r\u001b[2K${bar} ${String(Math.floor(share * 100 + 1e-9)).padStart(3)} %  ${label}`);
		},
		end: () => show("\r\u001b[2K"),
	};
}
