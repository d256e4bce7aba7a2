import { readdirSync, readFileSync } from "node:fs";
import { test } from "vitest";
import { findLiterals } from "../../testing/find-literals.ts";
import type { Catalogue, PluralForms } from "./catalogue.ts";
import { wordsOf } from "./catalogue.ts";
import { arabic } from "./arabic.ts";
import { english } from "./english.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import { chooseLanguage, type Language, LANGUAGES, speak } from "./languages.ts";
import { spanish } from "./spanish.ts";
import { turkish } from "./turkish.ts";

const CATALOGUES: Record<Language, Catalogue> = {
	en: english,
	de: german,
	fr: french,
	es: spanish,
	tr: turkish,
	ar: arabic,
};
const OTHERS = Object.entries(CATALOGUES).filter(([code]) => code !== "en");
/** Words that another language really writes as English does. */
const SHARED = new Set([
	"Bot",
	"Online",
	"System",
	"Conversation",
	"Messages",
	"Suggestions",
	"Options",
	"conversation.txt",
]);

/** Every sentence by its place, said with tell-tale values, and every set of plural forms. */
function sentencesOf(catalogue: Catalogue): { said: Map<string, string>; plurals: PluralForms[] } {
	const plurals: PluralForms[] = [];
	const texts = catalogue({
		number: (value) => `<${value}>`,
		counted(count, forms) {
			plurals.push(forms);
			return forms.other.replace("#", `<${count}>`);
		},
	});
	const said = new Map<string, string>();
	const say = (place: string, value: unknown): void => {
		if (typeof value === "string") said.set(place, value);
		else if (typeof value === "function") {
			// a name in the place of a number stays a name: only sentences with names look at it as such
			said.set(`${place}()`, String(value(isCounting(place) ? 7 : "NAME", 4_000)));
			if (!isCounting(place)) said.set(`${place}(null)`, String(value(null)));
		} else if (typeof value === "object" && value !== null)
			for (const [key, inner] of Object.entries(value)) say(`${place}.${key}`, inner);
	};
	say("", texts);
	return { said, plurals };
}

/** Sentences with a name, an address or a time in them. */
const NAMED = [
	"title",
	"botName",
	"typing",
	"image",
	"introduction",
	"ownerLines.person",
	"opensAt",
	"repliesWithin",
	"emailMessage",
];
const isCounting = (place: string): boolean => !NAMED.includes(place.slice(1));

test.for(OTHERS)("[CI2] %s has every sentence, with the same values in it", ([, catalogue], { expect }) => {
	const own = sentencesOf(catalogue).said;
	const wanted = sentencesOf(english).said;
	expect([...own.keys()]).toEqual([...wanted.keys()]);
	for (const [place, sentence] of wanted) {
		const said = own.get(place) ?? "";
		expect(said.trim(), place).not.toBe("");
		for (const value of ["NAME", "<7>", "<4000>"])
			expect(said.includes(value), `${value} in ${place}: ${said}`).toBe(sentence.includes(value));
		expect(said === sentence && !SHARED.has(said) && /\p{L}{3}/u.test(said.replace("NAME", "")), place).toBe(
			false,
		);
	}
});

test.for(Object.entries(CATALOGUES))(
	"[CI2] %s says each number in the form that its grammar asks for",
	([code, catalogue], { expect }) => {
		const rules = new Intl.PluralRules(code);
		const numbers = Array.from({ length: 1_000 }, (_, count) => rules.select(count));
		for (const forms of sentencesOf(catalogue).plurals) {
			expect(Object.keys(forms).toSorted(), forms.other).toEqual(
				rules.resolvedOptions().pluralCategories.toSorted(),
			);
			for (const [category, sentence] of Object.entries(forms)) {
				const isOneNumber = numbers.filter((selected) => selected === category).length === 1;
				expect(sentence.includes("#") || isOneNumber, sentence).toBe(true);
			}
		}
	},
);

test("[CI2] numbers are written as the region writes them", ({ expect }) => {
	const forms = { one: "# Nachricht", other: "# Nachrichten" };
	expect(wordsOf("de-DE").counted(1, forms)).toBe("1 Nachricht");
	expect(wordsOf("de-DE").counted(1_234, forms)).toBe("1.234 Nachrichten");
	expect(wordsOf("ar-EG").number(12)).toBe("١٢");
});

test("[CI1] the first wish that can be fulfilled counts; English where none can", async ({ expect }) => {
	expect(chooseLanguage([null, undefined, "", "nl-NL", "de-AT", "fr"])).toBe("de");
	expect(chooseLanguage(["ar_EG"])).toBe("ar");
	expect(chooseLanguage(["nl", "toString", "../ar"])).toBe("en");
	const speech = await speak("fr", ["de-DE", "fr-CH", "fr"]);
	expect([speech.language, speech.locale, speech.texts.send]).toEqual(["fr", "fr-CH", "Envoyer"]);
	expect((await speak("tr", ["tr-not a tag"])).locale).toBe("tr");
	expect(Object.keys(LANGUAGES)).toEqual(Object.keys(CATALOGUES));
});

test("[CI3] no words stand in the page's own code: all of them come from the catalogues", ({ expect }) => {
	const folder = new URL("../", import.meta.url).pathname;
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
		name.endsWith(".tsx"),
	);
	expect(files.length).toBeGreaterThan(10);
	const found = files.flatMap((name) =>
		findLiterals(readFileSync(`${folder}${name}`, "utf8")).map((literal) => `${name}: ${literal}`),
	);
	expect(found).toEqual([]);
	const bad =
		"const a = <p title=\"Hello\" aria-label={b ? 'Yes' : `No`}>Hi {\"there\"}<b>{x && 'you'}</b></p>;";
	expect(findLiterals(bad).toSorted()).toEqual(["Hello", "Hi", "No", "Yes", "there", "you"]);
	expect(findLiterals('const a = <p className="x" lang="de">{t.hi}: ({n})</p>;')).toEqual([]);
});
