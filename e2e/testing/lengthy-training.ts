const WORDS = ["ship", "rope", "sail", "mast", "tide", "quay", "crew", "hull", "deck", "bell"];
const INTENTS = 30;
const EXAMPLES_EACH = 20;

/** The body of a training that takes some seconds: 600 sentences of 30 intents, in English. */
export function lengthyTraining(): string {
	const word = (n: number): string => WORDS[n % WORDS.length] ?? "";
	const intents = Array.from({ length: INTENTS }, (_, n) => `ask_${n}`);
	const examples = (intent: string, n: number): string =>
		Array.from(
			{ length: EXAMPLES_EACH },
			(_, i) => `    - tell ${word(n + i)} ${word(n * 3 + i)} about ${intent} ${i}`,
		).join("\n");
	return [
		"assistant_id: lengthy",
		"language: en",
		"pipeline: [{name: WhitespaceTokenizer}, {name: LogisticRegressionClassifier}]",
		"policies: [{name: RulePolicy}]",
		`intents: [${intents.join(", ")}]`,
		"responses:",
		"  utter_told: [{text: Aye}]",
		"nlu:",
		...intents.flatMap((intent, n) => [`- intent: ${intent}`, "  examples: |", examples(intent, n)]),
		"rules:",
		"- {rule: tell, steps: [{intent: ask_0}, {action: utter_told}]}",
		"",
	].join("\n");
}
