import { test } from "vitest";
import { progressLine } from "./progress-line.ts";

function written(isTTY: boolean): string[] {
	const chunks: string[] = [];
	const progress = progressLine({ isTTY, write: (text: string) => chunks.push(text) });
	for (const share of [0, 0.04, 0.06, 0.31, 0.31, 1]) progress.show({ label: "DIETClassifier", share });
	progress.end();
	return chunks;
}

test("a terminal sees one line that is written over and taken away", ({ expect }) => {
	const chunks = written(true);
	expect(chunks.every((chunk) => chunk.startsWith("\r\u001b[2K") && !chunk.includes("\n"))).toBe(true);
	expect(chunks[3]).toBe(`\r\u001b[2K${"█".repeat(9)}${"░".repeat(21)}  31 %  DIETClassifier`);
	expect(chunks.at(-1)).toBe("\r\u001b[2K");
});

test("elsewhere each tenth is a plain line, once", ({ expect }) => {
	expect(written(false)).toEqual([
		"DIETClassifier: 0 %\n",
		"DIETClassifier: 30 %\n",
		"DIETClassifier: 100 %\n",
	]);
});
