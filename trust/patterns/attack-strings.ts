/**
 * Texts that make a backtracking matcher work: what leads up to a repetition, then what it repeats over and over, and at the
 * end something that does not fit. Read off the pattern's own tree, and a list of usual suspects beside it.
 */
import { type AST, RegExpParser, visitRegExpAST } from "@eslint-community/regexpp";

/** Texts of strangers that a pattern meets, whatever it looks for. */
const SUSPECTS = [
	"a",
	"A",
	"1",
	" ",
	"-",
	".",
	"@",
	"/",
	'"',
	"\\",
	"[",
	"(",
	"<",
	"=",
	"\n",
	"\r\n",
	"é",
	"日",
	"😀",
];
/** What a class may hold, kinds that differ first. */
const CANDIDATES = [
	...Array.from("a0 -_.@/A1\n\t\"'é日ß😀,:;"),
	...Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)),
	...Array.from("ıäñçاש\u2028\u0000"),
];
/** Said at the end where the repetition does not take it. */
const ENDS = ["\u0001", "\n", " ", "a", "0"];
/** More would say nothing new of a pattern. */
const MAX_PUMPS = 20;
const MAX_ENDS = 3;
const MAX_MEMBERS = 4;
const MAX_REPEATS = 20;

/** @param chars - how long each is */
export function* attackStrings(source: string, flags: string, chars: number): Generator<string> {
	const reader = new PatternReader(source, flags);
	const repetitions = reader.repetitions();
	const own = [...repetitions.flatMap(({ pumps }) => pumps), ...reader.literals()];
	const pumps = [...new Set([...own.filter((pump) => pump !== "").slice(0, MAX_PUMPS), ...SUSPECTS])];
	const leads = [...new Set(["", ...repetitions.map(({ lead }) => lead)])];
	const ends = [...new Set(["\u0001", ...repetitions.flatMap((repetition) => repetition.ends)])];
	for (const lead of leads)
		for (const pump of pumps) {
			// a lead of its own is followed by what the pattern speaks of: the others say nothing new there
			if (lead !== "" && !own.includes(pump)) continue;
			for (const end of ends) yield `${lead}${filled(pump, chars)}${end}`;
			if (lead !== "") yield `${filled(`${lead}${pump}`, chars)}\u0001`;
		}
}

function filled(pump: string, chars: number): string {
	return pump.repeat(Math.ceil(chars / pump.length)).slice(0, chars);
}

interface Repetition {
	/** A text that the pattern takes up to there. */
	readonly lead: string;
	/** What it repeats, in several ways. */
	readonly pumps: readonly string[];
	/** Characters that it does not take. */
	readonly ends: readonly string[];
}

class PatternReader {
	readonly #pattern: AST.Pattern;
	readonly #flags: string;

	constructor(source: string, flags: string) {
		this.#flags = flags.replaceAll(/[gy]/g, "");
		this.#pattern = new RegExpParser().parsePattern(source, 0, source.length, {
			unicode: flags.includes("u"),
			unicodeSets: flags.includes("v"),
		});
	}

	/** What the pattern names by itself: a repetition that takes it too can be split there. */
	literals(): readonly string[] {
		const found: string[] = [];
		visitRegExpAST(this.#pattern, {
			onCharacterEnter: ({ value }) => void found.push(String.fromCodePoint(value)),
		});
		return found.filter((character) => !/[a-z0-9]/i.test(character));
	}

	repetitions(): readonly Repetition[] {
		return this.#within(this.#pattern.alternatives, "");
	}

	#within(alternatives: readonly AST.Alternative[], lead: string): Repetition[] {
		return alternatives.flatMap(({ elements }) => {
			let before = lead;
			return elements.flatMap((element) => {
				const found = this.#of(element, before);
				before += this.#samples(element)[0] ?? "";
				return found;
			});
		});
	}

	#of(element: AST.Element, lead: string): Repetition[] {
		if (element.type === "Quantifier") {
			const inner = this.#of(element.element, lead);
			if (element.max <= MAX_REPEATS) return inner;
			const pumps = this.#samples(element.element);
			const ends = [...ENDS, ...CANDIDATES]
				.filter((end) => !this.#takes(element.element.raw, end))
				.slice(0, MAX_ENDS);
			return [{ lead, pumps, ends }, ...inner];
		}
		if (element.type === "Group" || element.type === "CapturingGroup")
			return this.#within(element.alternatives, lead);
		if (element.type === "Assertion" && "alternatives" in element)
			return this.#within(element.alternatives, element.kind === "lookahead" ? lead : "");
		return [];
	}

	/** What refers back to a group of the whole pattern says nothing alone, and takes nothing here. */
	#takes(raw: string, text: string): boolean {
		try {
			return new RegExp(`^(?:${raw})`, this.#flags).test(text);
		} catch {
			return false;
		}
	}

	/** Texts that an element takes, the shortest way; the first one is the plainest. */
	#samples(element: AST.Element): readonly string[] {
		switch (element.type) {
			case "Character":
				return [String.fromCodePoint(element.value)];
			case "CharacterSet":
			case "CharacterClass":
			case "ExpressionCharacterClass": {
				const takes = new RegExp(`^(?:${element.raw})$`, this.#flags.replaceAll("m", ""));
				return CANDIDATES.filter((candidate) => takes.test(candidate)).slice(0, MAX_MEMBERS);
			}
			case "Group":
			case "CapturingGroup":
				return element.alternatives
					.flatMap((alternative) => this.#sequences(alternative))
					.slice(0, MAX_PUMPS);
			case "Quantifier": {
				const times = Math.min(element.min, MAX_REPEATS);
				const samples = this.#samples(element.element);
				return times === 0 ? ["", ...samples] : samples.map((sample) => sample.repeat(times));
			}
			case "Assertion":
				return element.kind === "lookbehind" && !element.negate
					? element.alternatives.flatMap((alternative) => this.#sequences(alternative)).slice(0, 1)
					: [""];
			default:
				return [""]; // what refers back to a group takes what that took
		}
	}

	/** A sequence with each of its parts in the plainest way, and once more with each part's other ways. */
	#sequences({ elements }: AST.Alternative): readonly string[] {
		const parts = elements.map((element) => this.#samples(element));
		const ways = Math.min(MAX_MEMBERS, Math.max(1, ...parts.map(({ length }) => length)));
		const at = (index: number): string =>
			parts.map((part) => part[Math.min(index, part.length - 1)] ?? "").join("");
		return [...new Set(Array.from({ length: ways }, (_, index) => at(index)))];
	}
}
