import { test } from "vitest";
import { PostMessage } from "./api.ts";
import { MAX_METADATA_CHARS, MAX_METADATA_DEPTH, MessageMetadata } from "./metadata.ts";
import { ClientFrame } from "./protocol.ts";

/** Metadata whose deepest object or array stands on this level. */
function nested(levels: number): Record<string, unknown> {
	let value: unknown = {};
	for (let level = 2; level < levels; level += 1) value = level % 2 === 0 ? { inner: value } : [value];
	return { first: value };
}

/** Metadata whose JSON has this many characters. */
const sized = (chars: number): Record<string, unknown> => ({ a: "x".repeat(chars - '{"a":""}'.length) });

test("[MD1] metadata goes through unchanged up to its depth and its size", ({ expect }) => {
	for (const metadata of [
		{},
		{ page: "/cart", items: [1, null, { sku: "x" }], nested: { is: true } },
		nested(MAX_METADATA_DEPTH),
		sized(MAX_METADATA_CHARS),
	])
		expect(MessageMetadata.parse(metadata)).toEqual(metadata);
});

test("[MD2] beyond them it is refused with the limit, by socket and by REST alike", ({ expect }) => {
	const bad: [string, unknown, string][] = [
		["a level too deep", nested(MAX_METADATA_DEPTH + 1), `${MAX_METADATA_DEPTH} levels`],
		["a hundred thousand levels", nested(100_000), `${MAX_METADATA_DEPTH} levels`],
		["a character too long", sized(MAX_METADATA_CHARS + 1), `${MAX_METADATA_CHARS} characters`],
		["a long key", { ["k".repeat(65)]: 1 }, ""],
		["no object", [1], ""],
		["a text", "page", ""],
		["no JSON", { when: new Date(0) }, ""],
	];
	const message = { id: "message-1", text: "x" };
	for (const [name, metadata, limit] of bad) {
		const frame = ClientFrame.safeParse({ type: "message", ...message, metadata });
		const post = PostMessage.safeParse({ ...message, metadata });
		for (const { error } of [frame, post]) {
			expect(error?.issues[0]?.path[0], name).toBe("metadata");
			expect(error?.issues[0]?.message, name).toContain(limit);
		}
	}
});
