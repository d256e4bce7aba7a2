import { test } from "vitest";
import { WordPieces } from "./word-pieces.ts";

const VOCABULARY = [
	"[UNK]",
	"[CLS]",
	"[SEP]",
	"par",
	"##cel",
	"##s",
	"where",
	"is",
	"my",
	"?",
	"cafe",
	"'",
	"s",
];
const pieces = new WordPieces(VOCABULARY);
const read = (text: string, maxTokens = 40) => pieces.read(text, maxTokens).map((id) => VOCABULARY[id]);

test("[SE1] reads the longest pieces, signs apart, without case and accents", ({ expect }) => {
	expect(read("Where is my PARCELS?")).toEqual("[CLS] where is my par ##cel ##s ? [SEP]".split(" "));
	expect(read("Café's")).toEqual("[CLS] cafe ' s [SEP]".split(" "));
	expect(read("my zebra is")).toEqual("[CLS] my [UNK] is [SEP]".split(" "));
	expect(read("")).toEqual(["[CLS]", "[SEP]"]);
	expect(read("\u0000\ud800 \u202emy")).toEqual("[CLS] my [SEP]".split(" "));
	// what nobody sees parts no word: a soft hyphen, a space of no width, a byte order mark
	expect(read("\ufeffpar\u00adcel\u200bs\tis\r\nmy")).toEqual("[CLS] par ##cel ##s is my [SEP]".split(" "));
});

test("[SE2] never gives more than the tokens allowed, whatever the text", ({ expect }) => {
	expect(read("my ".repeat(1_000), 8)).toHaveLength(8);
	expect(read("my my my my my my my", 8).at(-1)).toBe("[SEP]");
	expect(read("my my my my my parcels", 8)).toEqual("[CLS] my my my my my par [SEP]".split(" "));
	expect(read("a".repeat(100_000))).toEqual(["[CLS]", "[UNK]", "[SEP]"]);
	expect(read("\u0301".repeat(100_000))).toEqual(["[CLS]", "[SEP]"]);
	expect(read("my".repeat(60), 8)).toHaveLength(3);
});

test("[WV5] a reader of texts has the known pieces alone, without marks of beginning and end", ({
	expect,
}) => {
	const known = (text: string, most: number) => pieces.knownOf(text, most).map((id) => VOCABULARY[id]);
	expect(known("Where's my zebra?", 9)).toEqual("where ' s my ?".split(" "));
	expect(known("my my my my", 3)).toEqual(["my", "my", "my"]);
	expect(known("zebra", 3)).toEqual([]);
	expect(known("", 3)).toEqual([]);
});
