import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import type { TypedArray } from "../nlu/model-file.ts";
import type { KindedPart } from "../nlu/train-component.ts";
import { openPartsCache } from "./parts-cache.ts";

const PARTS: KindedPart[] = [
	{
		kind: "intents",
		part: {
			config: { labels: ["a", "ü"], nested: { one: [1, null] } },
			arrays: new Map<string, TypedArray>([
				["weights", Int8Array.of(1, -2, 3)],
				["scales", Float32Array.of(0.5)],
			]),
		},
	},
	{ kind: "selector", part: { config: {}, arrays: new Map() } },
];

function inFolder(use: (folder: string) => void): void {
	const folder = mkdtempSync(join(tmpdir(), "care-parts-"));
	try {
		use(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

test("parts come back as they were given, and what is damaged does not come back", ({ expect }) => {
	inFolder((folder) => {
		const cache = openPartsCache(folder);
		expect(cache.read("key")).toBeNull();
		cache.write("key", PARTS);
		expect(openPartsCache(folder).read("key")).toEqual(PARTS);
		const [program = ""] = readdirSync(folder);
		const path = join(folder, program, "key");
		const bytes = readFileSync(path);
		bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
		writeFileSync(path, bytes);
		expect(cache.read("key")).toBeNull();
		writeFileSync(path, "");
		expect(cache.read("key")).toBeNull();
	});
});

test("the cache stays small: other programs' parts and the oldest ones go", ({ expect }) => {
	inFolder((folder) => {
		mkdirSync(join(folder, "0123456789abcdef"));
		mkdirSync(join(folder, "mine"));
		const cache = openPartsCache(folder);
		for (let i = 0; i < 30; i++) cache.write(`key-${i}`, []);
		const [program = "", ...others] = readdirSync(folder);
		expect(others).toEqual(["mine"]);
		expect(readdirSync(join(folder, program))).toHaveLength(24);
		expect(cache.read("key-29")).toEqual([]);
	});
});

test("a cache that can't be written is no cache and no fault", ({ expect }) => {
	inFolder((folder) => {
		writeFileSync(join(folder, "file"), "");
		const cache = openPartsCache(join(folder, "file"));
		cache.write("key", PARTS);
		expect(cache.read("key")).toBeNull();
	});
});
