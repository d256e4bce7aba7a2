import { test } from "vitest";
import { partArrays } from "../trained-part.ts";
import { readData, trainInterpreter } from "../test-project.ts";
import { buildPatterns, PatternMatcher } from "./pattern-matcher.ts";
import { compilePattern } from "./python-regex.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { buildSynonyms, EntitySynonymMapper } from "../components/entity-synonym-mapper.ts";
import type { NluMessage } from "../message.ts";
import { findDanger } from "./regex-danger.ts";

const ALL = { caseSensitive: false, useWordBoundaries: true, useRegexes: true, useLookupTables: true };

function matcher(lookups: readonly string[], options = ALL): PatternMatcher {
	const position = { file: "nlu.yml", line: 1 };
	const data = {
		...readData("nlu: []"),
		lookups: lookups.map((pattern) => ({ name: "thing", pattern, position })),
		regexes: [{ name: "code", pattern: String.raw`\b[A-Z]\d\b`, position }],
	};
	const part = buildPatterns(data, null, options);
	return new PatternMatcher(part.config, partArrays(part.arrays, ""));
}

const found = (patterns: PatternMatcher, text: string): string[] =>
	patterns.find(text).map(({ start, end }) => text.slice(start, end));

test("[RE2] obeys case_sensitive, use_regexes and use_lookup_tables", ({ expect }) => {
	const text = "a1 B2 Lamp lamp";
	expect(found(matcher(["lamp"]), text)).toEqual(["a1", "B2", "Lamp", "lamp"]);
	expect(found(matcher(["lamp"], { ...ALL, caseSensitive: true }), text)).toEqual(["B2", "lamp"]);
	expect(found(matcher(["lamp"], { ...ALL, useRegexes: false }), text)).toEqual(["Lamp", "lamp"]);
	expect(found(matcher(["lamp"], { ...ALL, useLookupTables: false }), text)).toEqual(["a1", "B2"]);
});

test("[RE3] reads Python's way of writing patterns", ({ expect }) => {
	const match = (pattern: string, text: string): string | undefined => {
		const compiled = compilePattern(pattern, true);
		return compiled.ok ? text.match(compiled.regex)?.[0] : compiled.reason;
	};
	expect(match("(?i)abc", "xABC")).toBe("ABC");
	expect(match("(?P<x>a)(?P=x)", "aa")).toBe("aa");
	expect(match(String.raw`a\Z`, "ba")).toBe("a");
	expect(match(String.raw`\d\-\d`, "1-2")).toBe("1-2");
	expect(compilePattern("(a", true)).toMatchObject({ ok: false });
	expect(match("x(?i:abc)", "XABC xAbC")).toBe("xAbC");
	expect(match("(?i)x(?-i:[b-dé]+)", "xB XÉ XbcÉ")).toBe("Xbc");
	expect(match("(?i:[^b-dß]é)k", "BÉk eÉK eÉk")).toBe("eÉk");
	expect(match(String.raw`(?#an order (v2])mm\d`, "mm7")).toBe("mm7");
	expect(match(String.raw`^q{,3}z\d`, "qqqz1")).toBe("qqqz1");
	expect(match(String.raw`^q{,3}z\d`, "qqqqz1")).toBe(undefined);
	expect(match("a{,}b{x}{", "aab{x}{")).toBe("aab{x}{");
	expect(match(String.raw`(?x) [a #]+ \  \d{2} # two digits`, "a# 42")).toBe("a# 42");
	expect(match("a.(?s:.)b(?-s:.)", "a\nxb. a.\nb. ")).toBe("a.\nb.");
	expect(match(String.raw`(?m)\Ab$|(?-m:^c)|d\Z`, "a\nb\nc\nd")).toBe("d");
	expect(match("(?m:^b$)", "a\nb\nc")).toBe("b");
	expect(match(String.raw`[]a[]+\_\U0001F600\\A`, String.raw`[]a_😀\A`)).toBe(String.raw`[]a_😀\A`);
	expect(match(String.raw`(a)(?#the first)\1(?#again)1`, "aa1")).toBe("aa1");
});

test("[RE3] words and digits are those of every script, as Python's, unless the pattern asks for ASCII", ({
	expect,
}) => {
	const all = (pattern: string, text: string): string[] => {
		const compiled = compilePattern(pattern, true);
		return compiled.ok ? [...text.matchAll(compiled.regex)].map(([found]) => found) : [compiled.reason];
	};
	expect(all(String.raw`\w+`, "Größe 42, naïve_x")).toEqual(["Größe", "42", "naïve_x"]);
	expect(all(String.raw`\bRück\w*\b`, "Rücksendung, zurück, Rück")).toEqual(["Rücksendung", "Rück"]);
	expect(all(String.raw`\bl\b`, "él l à")).toEqual(["l"]);
	expect(all(String.raw`\Bü`, "ü müde")).toEqual(["ü"]);
	expect(all(String.raw`\d{3}`, "123 ٤٥٦")).toEqual(["123", "٤٥٦"]);
	expect(all(String.raw`[\w-]+`, "Straßen-Café!")).toEqual(["Straßen-Café"]);
	expect(all(String.raw`[^\w\s]`, "ä!_ é?")).toEqual(["!", "?"]);
	expect(all(String.raw`[\W_]+`, "aé_ !‿ñ")).toEqual(["_ !‿"]);
	expect(all(String.raw`\W|\D`, "7é ")).toEqual(["é", " "]);
	expect(all(String.raw`(?a)\w+`, "naïve")).toEqual(["na", "ve"]);
	expect(all(String.raw`(?a:\w+)é\w`, "caféé")).toEqual(["caféé"]);
	expect(all(String.raw`(?=\w)*x`, "x")).toEqual(["x"]);
	expect(all(String.raw`(?=[\t\u200b])?.(?<=(?!é)\w){1}`, "{é\tu")).toEqual(["u"]);
	expect(all(String.raw`(?x) (?=(?:\w)) (?#again) * ü [\t]`, "ü9 ü\t")).toEqual(["ü\t"]);
});

test("[RE3] says what JavaScript can't and what to write instead", ({ expect }) => {
	const reasonOf = (pattern: string, caseSensitive = false): string => {
		const compiled = compilePattern(pattern, caseSensitive);
		return compiled.ok ? "none" : compiled.reason;
	};
	expect(reasonOf("(a)?(?(1)b|c)")).toMatch(/no condition .* write both ways as alternatives/);
	expect(reasonOf("(?>a+)b")).toMatch(/write `\(\?:…\)`/);
	expect(reasonOf("a++b")).toMatch(/write it without the second sign/);
	expect(reasonOf("(?#open")).toMatch(/no `\)` closes it/);
	expect(reasonOf(String.raw`\yes`)).toMatch(/`\\y` means nothing: write `y`/);
	expect(reasonOf(String.raw`\N{DASH}`)).toMatch(/write the character itself/);
	expect(reasonOf(String.raw`(a)\2`)).toMatch(/`\\2` asks for a group that there is not/);
	expect(reasonOf(String.raw`(a)(?i:\1)`, true)).toMatch(/set the case for the whole pattern/);
	expect(reasonOf("(?i:[a-\u{ffff}])", true)).toMatch(/too wide/);
	expect(reasonOf("[ab")).toMatch(/no `\]` closes it/);
	expect(reasonOf(String.raw`\p{Letters}+`)).toMatch(/Invalid property name/);
	expect(reasonOf(String.raw`\k<place>a`)).toMatch(/Invalid named/);
	expect(reasonOf(String.raw`(a)(?i:\1)`)).toBe("none"); // all of it is of one case
});

test("[RE4] matches whole words, the first listed first", ({ expect }) => {
	const patterns = matcher(["new york city", "new york", "new york times", "york", "c++"]);
	expect(found(patterns, "New York City, new york times, new  york newyork york's c++ c+")).toEqual([
		"New York City",
		"new york",
		"york",
		"york",
		"c++",
	]);
});

test("[RE12] where case does not matter, i with a dot and without one are the same letter, as in Python", ({
	expect,
}) => {
	const cities = ["istanbul", "İzmir", "Iğdır", "kırmızı"];
	const text =
		"İstanbul ISTANBUL ıstanbul, izmir İZMİR ızmir I\u0307zmir, ığdır IĞDIR İĞDİR, KIRMIZI kirmizi";
	const expected = text.replaceAll(",", "").split(" ");
	expect(found(matcher(cities), text)).toEqual(expected);
	const patterns = matcher(cities, { ...ALL, caseSensitive: true });
	expect(found(patterns, "İstanbul istanbul izmir İzmir")).toEqual(["istanbul", "İzmir"]);
	for (const { start, end } of matcher(cities).find(text)) expect(expected).toContain(text.slice(start, end));
});

test("[RE10] finds elements inside words where word boundaries are not used", ({ expect }) => {
	const inside = { ...ALL, useWordBoundaries: false };
	expect(found(matcher(["bahn", "ab", "haus"], inside), "die Straßenbahn am Bahnhof, abhaus")).toEqual([
		"bahn",
		"Bahn",
		"ab",
		"haus",
	]);
	const many = Array.from({ length: 20_000 }, (_, i) => `item ${i}`);
	expect(found(matcher(["item 19999", ...many], inside), "anitem 19999th item x")).toEqual(["item 19999"]);
});

test("[RE11] keeps the order of the patterns", ({ expect }) => {
	const position = { file: "nlu.yml", line: 1 };
	const data = {
		...readData("nlu: []"),
		lookups: [
			{ name: "colour", pattern: "red", position },
			{ name: "thing", pattern: "lamp", position },
			{ name: "colour", pattern: "blue", position },
		],
		regexes: [{ name: "code", pattern: String.raw`\b[A-Z]\d\b`, position }],
	};
	const part = buildPatterns(data, null, ALL);
	const spans = new PatternMatcher(part.config, partArrays(part.arrays, "")).find("lamp red a1 lamp blue");
	expect(spans.map(({ name, start }) => [name, start])).toEqual([
		["code", 9],
		["colour", 5],
		["colour", 17],
		["thing", 0],
		["thing", 12],
	]);
});

test("[RE5] finds one of 100,000 elements without looking at the others", ({ expect }) => {
	const many = Array.from({ length: 100_000 }, (_, i) => `item ${i} of the list`);
	const patterns = matcher(many);
	expect(found(patterns, "i want item 99999 of the list please")).toEqual(["item 99999 of the list"]);
	expect(found(patterns, "i want item 100000 of the list please")).toEqual([]);
});

test("[RE6] finds elements inside a run of a script without spaces", ({ expect }) => {
	expect(found(matcher(["東京"]), "明日東京に行く")).toEqual(["東京"]);
});

test("[RE8] takes examples for keywords and leaves an earlier intent alone", ({ expect }) => {
	const nlu = `nlu:
- intent: stop
  examples: |
    - stop
    - both
- intent: start
  examples: |
    - begin
    - both
`;
	const only = trainInterpreter(nlu, "pipeline:\n- name: KeywordIntentClassifier\n");
	expect(only.parse("please stop now", { nowMs: 0 }).intent).toEqual({ name: "stop", confidence: 1 });
	expect(only.parse("please Stop now", { nowMs: 0 }).intent).toEqual({ name: null, confidence: 0 });
	expect(only.parse("both", { nowMs: 0 }).intent.name).toBe(null);
	expect(only.parse("please begin and stop", { nowMs: 0 })).toMatchObject({
		intent: { name: "stop", confidence: 1 },
		intent_ranking: [],
	});
	const after = trainInterpreter(nlu, "pipeline:\n- name: DIETClassifier\n- name: KeywordIntentClassifier\n");
	expect(after.parse("beginning", { nowMs: 0 }).intent.name).toBe("start");
});

test("[RE9] leaves out keywords that speak for two intents, and reads patterns", ({ expect }) => {
	const nlu = `nlu:
- intent: stop
  examples: |
    - end
    - quit(ting)?
    - are you done?
- intent: start
  examples: |
    - no end
    - a.c
`;
	const interpreter = trainInterpreter(nlu, "pipeline:\n- name: KeywordIntentClassifier\n");
	const intent = (text: string): string | null => interpreter.parse(text, { nowMs: 0 }).intent.name;
	expect(["the end", "no end", "quitting now", "Are you done", "are you done", "abc"].map(intent)).toEqual([
		null,
		"start",
		"stop",
		null,
		"stop",
		"start",
	]);
});

test("[RE7] knows every value of the data in any case; the last synonym wins", ({ expect }) => {
	const data = readData(`nlu:
- intent: x
  examples: |
    - to [Berlin](city) and [NYC]{"entity": "city", "value": "New York"}
- synonym: Munich
  examples: |
    - monaco
- synonym: Monaco
  examples: |
    - monaco
`);
	const mapper = new EntitySynonymMapper(partArrays(buildSynonyms(data).arrays, ""));
	const value = (text: JsonValue): unknown => {
		const message = { entities: [{ entity: "city", value: text }] };
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the mapper reads nothing but the entities
		mapper.process(message as unknown as NluMessage);
		return message.entities[0]?.value;
	};
	expect(["BERLIN", "nyc", "new york", "munich", "MONACO", "Rome", 5].map(value)).toEqual([
		"Berlin",
		"New York",
		"New York",
		"Munich",
		"Monaco",
		"Rome",
		5,
	]);
});

function dangerOf(pattern: string): string | null {
	const compiled = compilePattern(pattern, false);
	if (!compiled.ok) throw new Error(compiled.reason);
	return findDanger(compiled.regex);
}

test("[VA4] names the smallest part that is dangerous", ({ expect }) => {
	expect(dangerOf(String.raw`order (number )?((\w+\s?)*): done`)).toBe(String.raw`(\w+\s?)*`);
	expect(dangerOf(String.raw`(from )?\d+\s*\d+ to`)).toBe(String.raw`\d+\s*\d+`);
	expect(dangerOf(String.raw`a([\w-]+\b\s?)*: b`)).toBe(String.raw`([\-\w]+\b\s?)*`);
});

test("[VA4] knows patterns that can hang from those that can't", ({ expect }) => {
	const hang = ["(a+)+", String.raw`(\d+\s?)+`, "(a|ab|b)*", "(x+x+)+y", "((a*)*)", String.raw`(\s*\w+\s*)+`];
	hang.push(String.raw`\d+\s*\d+x`, "a.*.*b", String.raw`(\w+)\s?(\w+)@`); // cubic on each text
	// of letters beyond ASCII, by escapes and properties, in any case, counted, anchored, by what is missing or said again
	hang.push("(é+)+x", String.raw`([а-я]+\s?)*!`, String.raw`(\p{L}+)+!`, String.raw`(\u0061+)+!`, "(b|B)*x");
	hang.push("(aa?)*x", String.raw`(\d\d?)+x`, String.raw`(\w{1,20}){1,8}x`, "(a?){50}b", "^a*a*a*a*a*b");
	hang.push(`${"a?".repeat(30)}${"a".repeat(30)}x`, "(?:a*b?)(?:a*b?)(?:a*b?)(?:a*b?)c", "x{100}(a+)+b");
	hang.push(
		String.raw`\w{1,99}\w{1,99}\w{1,99}x`,
		"(?=(a+)+b)a",
		String.raw`(a+)\1*\1*c`,
		"(?:x+y|a(b|b)*c)",
	);
	// found only by who follows texts that are new beside those that look worst
	hang.push(String.raw`(?:order|bestellung)\s*(?:no\.?|nr\.?)?\s*[:#]?\s*([A-Z]{0,3}-?\d{4,10})\b`);
	hang.push(String.raw`(é\d{1,30}\w*(éb{3}\d+x){1,30}){2,}\s\b`);
	const fine = [
		".*foo.*bar",
		".{0,500}x",
		String.raw`(?:\w{2,10} ){0,30}x`,
		String.raw`\w*\s*\w*\s*\w*\s*\w*`,
		String.raw`(?:[A-Z0-9]{4}[- ]?){3}[A-Z0-9]{4}`,
		String.raw`(\d+-)+`,
		"(a|b)*",
		String.raw`(?:[a-z]+\s)*end`,
		String.raw`(\w+\.)*\w+@x`,
		String.raw`[A-Z]{2}\d{3}`,
		String.raw`^(\d{3}-?){1,3}$`,
		"(?i)(foo|bar)+",
		String.raw`\w+\s+\w+$`,
		String.raw`[\w.+-]+@[\w-]+\.[\w.]+`,
		String.raw`(\d+)\s*(kg|g)\b`,
		String.raw`https?://\S+`,
		String.raw`^\s*\d+\s*\d+$`,
		String.raw`order.*number.*`,
	];
	expect(hang.filter((pattern) => dangerOf(pattern) === null)).toEqual([]);
	expect(fine.filter((pattern) => dangerOf(pattern) !== null)).toEqual([]);
});
