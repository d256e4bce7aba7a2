/** Offsets into a message's text, for servers of Rasa's that count code points. */
import { codePointOffsets, utf16Offsets } from "../nlu/text/code-points.ts";

/** What of a message's parse (`ParseData`) counts into its text. */
interface MessageOffsets {
	readonly entities?: readonly { start?: number | undefined; end?: number | undefined }[] | undefined;
	readonly text_tokens?: readonly [number, number][] | undefined;
}

/** A parse of ours as Python reads it. */
export function inCodePoints<Parse extends MessageOffsets>(parse: Parse, text: string | null): Parse {
	return moved(parse, text, codePointOffsets);
}

/** A parse of Python's as we read it. */
export function inUtf16<Parse extends MessageOffsets>(parse: Parse, text: string | null): Parse {
	return moved(parse, text, utf16Offsets);
}

/** An offset that is none of the text's stays as it is: whose it was knows best. */
function moved<Parse extends MessageOffsets>(
	parse: Parse,
	text: string | null,
	offsetsOf: (text: string) => (offset: number) => number | null,
): Parse {
	if (text === null || !/[\u{10000}-\u{10ffff}]/u.test(text)) return parse;
	const { entities, text_tokens: tokens } = parse;
	const offsetOf = offsetsOf(text);
	const place = (offset: number): number => offsetOf(offset) ?? offset;
	return {
		...parse,
		...(entities && {
			entities: entities.map((entity) => ({
				...entity,
				...(entity.start !== undefined && { start: place(entity.start) }),
				...(entity.end !== undefined && { end: place(entity.end) }),
			})),
		}),
		...(tokens && { text_tokens: tokens.map(([start, end]) => [place(start), place(end)]) }),
	};
}
