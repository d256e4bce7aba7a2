/** What customers type: the project's own examples, with the order and the product that they speak of. */
import type { NluExample } from "../../nlu/training-data.ts";
import type { SeededRandom } from "../../store/seed/random.ts";

/** What a customer knows. */
export interface Knowledge {
	readonly order_number: string;
	readonly email: string;
}

const ADDRESSES = [
	"Lindenstraße 14, 10969 Berlin",
	"22 Harbour Road, Dublin",
	"5 rue des Lilas, 75019 Paris",
] as const;
const DAMAGES = [
	"The box was crushed and the glass is broken",
	"One leg is cracked",
	"Ein Bein ist abgebrochen",
	"The lamp does not switch on",
] as const;
const COMPLAINTS = [
	"The courier left my parcel in the rain",
	"Ich warte seit zwei Wochen auf eine Antwort",
	"I was promised a call back and nobody called",
] as const;

export class CustomerWords {
	readonly #byIntent = new Map<string, NluExample[]>();

	/** @param fallback - language of examples that name none */
	constructor(examples: readonly NluExample[], fallback: string) {
		for (const example of examples) {
			const key = `${example.intent} ${example.language ?? fallback}`;
			const known = this.#byIntent.get(key);
			if (known === undefined) this.#byIntent.set(key, [example]);
			else known.push(example);
		}
	}

	/** A sentence of an intent, in English where the language has none. */
	say(random: SeededRandom, intent: string, language: string, knows: Knowledge): string {
		const examples = this.#byIntent.get(`${intent} ${language}`) ?? this.#byIntent.get(`${intent} en`) ?? [];
		const example = examples[random.int(examples.length)];
		return example === undefined ? intent : spoken(example, knows);
	}

	/** What a form asks for. */
	answer(random: SeededRandom, slot: string, language: string, knows: Knowledge): string {
		switch (slot) {
			case "order_number":
				return random.pick([knows.order_number, knows.order_number, `It is ${knows.order_number}`]);
			case "email":
				return knows.email;
			case "new_address":
				return random.pick(ADDRESSES);
			case "damage_description":
				return random.pick(DAMAGES);
			case "complaint_text":
				return random.pick(COMPLAINTS);
			case "return_reason":
				return random.pick(["it does not fit", "I changed my mind", "the colour is not what I expected"]);
			case "damage_wish":
				return random.pick(["a replacement", "my money back"]);
			default:
				return this.say(random, random.int(5) === 0 ? "deny" : "affirm", language, knows);
		}
	}
}

/** The example with what this customer would say in its place. */
function spoken({ text, entities }: NluExample, knows: Knowledge): string {
	let said = text;
	for (const { entity, start, end } of entities.toSorted((one, other) => other.start - one.start)) {
		const own = entity === "order_number" ? knows.order_number : entity === "email" ? knows.email : null;
		if (own !== null) said = said.slice(0, start) + own + said.slice(end);
	}
	return said;
}
