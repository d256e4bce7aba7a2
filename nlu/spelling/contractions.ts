import { primarySubtag } from "../language/primary-subtag.ts";

/** English words and what hangs on them by an apostrophe; forms that are words themselves (`its`, `well`, `lets`) are left out. */
const HANGING: ReadonlyMap<string, readonly string[]> = new Map([
	[
		"'t",
		"don doesn didn isn aren wasn weren can couldn wouldn shouldn won haven hasn hadn mustn needn ain".split(
			" ",
		),
	],
	["'m", ["i"]],
	["'s", "what that where how who when why there here he she".split(" ")],
	["'ve", "i you we they".split(" ")],
	["'re", "you they".split(" ")],
	["'ll", "you they".split(" ")],
	["'d", "you they".split(" ")],
]);
const FULL_FORMS: ReadonlyMap<string, string> = new Map(
	[...HANGING].flatMap(([end, words]) =>
		words.map((word): [string, string] => [`${word}${end.slice(1)}`, `${word}${end}`]),
	),
);
const BARE = new RegExp(
	`(?<![\\p{L}\\p{N}'’])(?:${[...FULL_FORMS.keys()].join("|")})(?![\\p{L}\\p{N}'’])`,
	"giu",
);

/** An English text with the apostrophes that hurried writers leave out: `dont` as `don't`. Other languages' texts stay. */
export function withApostrophes(text: string, language: string): string {
	if (primarySubtag(language) !== "en") return text;
	return text.replace(BARE, (bare) => {
		const full = FULL_FORMS.get(bare.toLowerCase()) ?? bare;
		const at = full.indexOf("'");
		return `${bare.slice(0, at)}'${bare.slice(at)}`;
	});
}
