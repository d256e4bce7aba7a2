import { renewAnnotations } from "./annotations.ts";
import { jsonObject } from "./markdown-steps.ts";
import type { StepContext } from "./markdown-stories.ts";
import type { PlainValue } from "./write-training-data.ts";

/** `* intent{"entity": "value"} OR other`, or in a test `* intent: what was said`. */
export function userStep(written: string, context: StepContext): PlainValue | null {
	const steps = written
		.split(" OR ")
		.map((part) => part.trim())
		.flatMap((part) => (context.isTest ? spoken(part, context) : meant(part, context)) ?? []);
	const [only] = steps;
	if (steps.length < 2) return only ?? null;
	context.found.done(
		"rasa_1_markdown_or",
		context.at,
		`"* a OR b" of Markdown. Write "- or:" with one "- intent:" for each.`,
	);
	return { or: steps };
}

const MEANT = /^\/?(?<intent>[^{@]+)(?:@[\d.]+)?(?<json>\{.+)?$/su;

function meant(written: string, { at, found }: StepContext): PlainValue | null {
	const { intent, json } = MEANT.exec(written)?.groups ?? {};
	if (intent === undefined) return unreadable(written, { at, found });
	const name = intent.trim();
	const [base = name] = name.split("/", 1);
	if (base !== name)
		found.done(
			"rasa_1_retrieval_intent",
			at,
			`A story names the whole retrieval intent ${name}. Write only ${base}.`,
		);
	if (json === undefined) return { intent: base };
	const values = jsonObject(json);
	if (values === null) {
		found.byHand(
			"rasa_1_markdown_json",
			at,
			`What stands in braces in "${written}" is no JSON object: only the intent is taken.`,
		);
		return { intent: base };
	}
	const entities = Object.entries(values).flatMap(([entity, value]) =>
		(Array.isArray(value) ? value : [value]).map((one) => ({ [entity]: one })),
	);
	return entities.length === 0 ? { intent: base } : { intent: base, entities };
}

const SPOKEN = /^(?:form:\s*(?!\s))*(?<intent>[^{}]+?)(?:\{[^}]*\})?:\s*(?<text>.*)$/su;

function spoken(written: string, { at, found }: StepContext): PlainValue | null {
	const { intent, text } = SPOKEN.exec(written)?.groups ?? {};
	if (intent === undefined || text === undefined) return unreadable(written, { at, found });
	return { user: renewAnnotations(text), intent: intent.trim() };
}

function unreadable(written: string, { at, found }: Pick<StepContext, "at" | "found">): null {
	found.byHand("rasa_1_markdown_line", at, `"* ${written}" can't be read as a message: it is left out.`);
	return null;
}
