import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const PASSED_OVER = new Set(["node_modules", "dist"]);
const CODE = String.raw`[A-Z]{1,3}[1-9]\d*`;

/** All files of the project whose names end so, as text. */
function textsOf(...endings: string[]): string[] {
	const walk = (folder: string): string[] =>
		readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
			if (entry.name.startsWith(".") || PASSED_OVER.has(entry.name)) return [];
			const path = join(folder, entry.name);
			if (entry.isDirectory()) return walk(path);
			return endings.some((ending) => entry.name.endsWith(ending)) ? [readFileSync(path, "utf8")] : [];
		});
	return walk(ROOT);
}

/** The codes in a text; `RM3–RM7` are five. */
function codesIn(text: string): string[] {
	const ranges = [...text.matchAll(/\b([A-Z]{1,3})(\d+)–\1(\d+)/gu)].flatMap(([, room = "", from, to]) =>
		Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => `${room}${Number(from) + i}`),
	);
	return [...(text.match(new RegExp(String.raw`\b${CODE}\b`, "gu")) ?? []), ...ranges];
}

/** Codes at the beginning of the titles of tests, and of the attacks, whose titles are made of their ids. */
function testedCodes(): Set<string> {
	const titles = new RegExp(`["\`]((?:\\[${CODE}\\] ?)+)`, "gu");
	const attacks = new RegExp(`\\bid: "(${CODE})"`, "gu");
	return new Set(
		textsOf(".test.ts", ".test.tsx", ".spec.ts", "contract.ts")
			.flatMap((text) => [...text.matchAll(titles)])
			.concat(textsOf(".ts").flatMap((text) => [...text.matchAll(attacks)]))
			.flatMap(([, codes = ""]) => codesIn(codes)),
	);
}

/** The codes of a document's rules: they stand in bold. */
function rulesOf(text: string): string[] {
	return [...text.matchAll(/\*\*([^*]+)\*\*/gu)].flatMap(([, bold = ""]) =>
		new RegExp(`^${CODE}(?:–${CODE})?$`, "u").test(bold) ? [...new Set(codesIn(bold))] : [],
	);
}

test("[RU1] a rule has a test of its name, and a test's rule stands in a document", ({ expect }) => {
	const tested = testedCodes();
	const written = new Set(textsOf(".md").flatMap(codesIn));
	const documents = textsOf("SPEC.md").map(rulesOf);
	const rules = documents.flat();
	expect(rules.length).toBeGreaterThan(500);
	const twice = documents.flatMap((codes) => codes.filter((code, i) => codes.indexOf(code) !== i));
	expect(twice, "one code for two rules of a document").toEqual([]);
	expect(rules.filter((rule) => !tested.has(rule))).toEqual([]);
	expect([...tested].filter((code) => !written.has(code))).toEqual([]);
});
