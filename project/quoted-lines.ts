/** Begins a value in quotes: what stands before it on its line, and the quote. */
const OPENING =
	/^(?<before>[ ]*(?:-[ ]+)*(?:(?:[^\s"'#{[&*!|>%@`-][^#]*?|"[^"]*"|'[^']*'):[ ]+)?)(?<quote>["'])/u;
const BLOCK = /(?:^|[:-][ ]+)[|>][+\-\d]{0,3}[ \t]*(?:#.*)?$/u;

/**
 * Indents the further lines of texts in quotes that stand further left than YAML allows. PyYAML and ruamel, and so Rasa,
 * take them, and real projects have them. White space at a line's beginning is no part of such a text, so that nothing
 * but the columns changes.
 */
export function indentQuotedLines(text: string): string {
	const lines = text.split("\n");
	for (let index = 0; index < lines.length; index += 1) {
		const line = lines[index] ?? "";
		const column = keyColumn(line);
		if (BLOCK.test(line)) {
			// the text of a block is not ours to read
			while (index + 1 < lines.length && isInside(lines[index + 1] ?? "", column)) index += 1;
			continue;
		}
		const { before, quote } = OPENING.exec(line)?.groups ?? {};
		if (before === undefined || quote === undefined) continue;
		const end = closingLine(lines, { index, start: before.length + 1, quote });
		if (end === null) return text; // nothing closes it: the parser says so
		for (let next = index + 1; next <= end; next += 1) {
			const content = (lines[next] ?? "").trimStart();
			if (content !== "" && indentOf(lines[next] ?? "") <= column)
				lines[next] = " ".repeat(column + 2) + content;
		}
		index = end;
	}
	return lines.join("\n");
}

/**
 * The key whose block should hold a line but does not, for the line stands no further right: a slip that the parser's own
 * words hide.
 *
 * @param line - the first is 1
 */
export function blockAbove(text: string, line: number): string | null {
	const lines = text.split("\n").slice(0, line);
	const column = indentOf(lines.at(-1) ?? "");
	const above = lines.findLast(
		(one, index) =>
			index < line - 1 && one.trim() !== "" && !isInside(one, column) && !/^[ ]*-[ ]?[^:]*$/u.test(one),
	);
	if (above === undefined || !BLOCK.test(above) || keyColumn(above) < column) return null;
	const [key, ...value] = above.slice(keyColumn(above)).split(":");
	return value.length === 0 ? null : (key ?? null);
}

/** Where the key of a line stands, behind the dashes of lists. */
function keyColumn(line: string): number {
	return /^[ ]*(?:-[ ]+)*/u.exec(line)?.[0].length ?? 0;
}

function indentOf(line: string): number {
	return line.length - line.trimStart().length;
}

function isInside(line: string, column: number): boolean {
	return line.trim() === "" || indentOf(line) > column;
}

/** The line where a text in quotes ends; null when it doesn't. */
function closingLine(
	lines: readonly string[],
	{ index, start, quote }: { readonly index: number; readonly start: number; readonly quote: string },
): number | null {
	let from = start;
	for (let at = index; at < lines.length; at += 1) {
		const line = lines[at] ?? "";
		for (let position = from; position < line.length; position += 1) {
			if (quote === '"' && line[position] === "\\") position += 1;
			else if (line[position] === quote && quote === "'" && line[position + 1] === "'") position += 1;
			else if (line[position] === quote) return at;
		}
		from = 0;
	}
	return null;
}
