/** Offsets into a message's text: Python counts code points, we count UTF-16 units. Behind an emoji they differ. */

/** What of a message's parse (`ParseData`) counts into its text. */
interface MessageOffsets {
	readonly entities?: readonly { start?: number | undefined; end?: number | undefined }[] | undefined;
	readonly text_tokens?: readonly [number, number][] | undefined;
}

/** A parse of ours as Python reads it. */
export function inCodePoints<Parse extends MessageOffsets>(parse: Parse, text: string | null): Parse {
	return moved(parse, text, (units) => Array.from((text ?? "").slice(0, units)).length);
}

/** A parse of Python's as we read it. */
export function inUtf16<Parse extends MessageOffsets>(parse: Parse, text: string | null): Parse {
	const characters = Array.from(text ?? "");
	return moved(parse, text, (points) => characters.slice(0, points).join("").length);
}

function moved<Parse extends MessageOffsets>(
	parse: Parse,
	text: string | null,
	place: (offset: number) => number,
): Parse {
	if (text === null || !/[\u{10000}-\u{10ffff}]/u.test(text)) return parse;
	const { entities, text_tokens: tokens } = parse;
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
