/** A line of a Markdown file of Rasa 1.x without its comments. */
export interface MarkdownLine {
	readonly line: number;
	/** Trimmed; empty where nothing else stood. */
	readonly content: string;
	/** Texts of the comments that end on this line. */
	readonly comments: readonly string[];
}

/** Takes `<!-- … -->` out, over several lines too. A comment that never ends goes to the end of the file. */
export function splitComments(text: string): MarkdownLine[] {
	const lines: MarkdownLine[] = [];
	let open: string[] | null = null;
	for (const [index, raw] of text.split(/\r?\n/).entries()) {
		const comments: string[] = [];
		let content = "";
		let rest = raw;
		while (rest !== "") {
			if (open === null) {
				const start = rest.indexOf("<!--");
				content += start < 0 ? rest : rest.slice(0, start);
				rest = start < 0 ? "" : rest.slice(start + 4);
				if (start >= 0) open = [];
				continue;
			}
			const end = /--!*>/.exec(rest);
			open.push(end === null ? rest : rest.slice(0, end.index));
			rest = end === null ? "" : rest.slice(end.index + end[0].length);
			if (end === null) continue;
			comments.push(open.join("\n").trim());
			open = null;
		}
		lines.push({ line: index + 1, content: content.trim(), comments });
	}
	if (open !== null) lines.push({ line: lines.length, content: "", comments: [open.join("\n").trim()] });
	return lines;
}
