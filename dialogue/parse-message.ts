import { ParseData } from "../contracts/parse-data.ts";
import type { Interpreter } from "../nlu/interpreter.ts";
import type { AskExtractors, RemoteMatches } from "../nlu/remote-extractor.ts";
import { LITERAL_EXTRACTOR, parseLiteralMessage } from "../project/literal-message.ts";
import type { Domain } from "./domain.ts";

export interface ParseContext {
	readonly domain: Domain;
	readonly interpreter: Interpreter;
	readonly nowMs: number;
	readonly timeZone?: string | undefined;
	/** The conversation's language so far. */
	readonly language?: string | null;
	/** Adds the reasons to the NLU's word. */
	readonly explain?: boolean;
	/** What other servers found in the text. */
	readonly remoteMatches?: RemoteMatches;
}

/** As `parseMessage`, after the pipeline's other servers have been asked; for a literal message nobody is (SPEC LI4). */
export async function parseAsking(
	text: string,
	context: ParseContext,
	ask: AskExtractors | undefined,
): Promise<ParseData> {
	const { interpreter, nowMs } = context;
	const { remoteExtractors = [] } = interpreter;
	if (ask === undefined || remoteExtractors.length === 0 || isLiteral(text, context.domain))
		return parseMessage(text, context);
	return parseMessage(text, { ...context, remoteMatches: await ask(remoteExtractors, text, nowMs) });
}

function isLiteral(text: string, domain: Domain): boolean {
	const literal = parseLiteralMessage(text);
	return literal !== null && domain.intents.has(literal.intent);
}

/**
 * What a message means: the NLU's word, or the message's own where it names an intent that the domain knows
 * (SPEC LI1–LI5).
 */
export function parseMessage(text: string, context: ParseContext): ParseData {
	const { domain, interpreter, nowMs, timeZone, language = null, explain = false, remoteMatches } = context;
	const literal = parseLiteralMessage(text);
	if (literal === null || !domain.intents.has(literal.intent))
		return interpreter.parse(text, {
			nowMs,
			...(timeZone === undefined ? {} : { timeZone }),
			...(language === null ? {} : { language }),
			...(explain ? { explain } : {}),
			...(remoteMatches === undefined ? {} : { remoteMatches }),
		});
	const intent = { name: literal.intent, confidence: literal.confidence };
	const entities = literal.entities
		.filter((entity) => domain.entities.has(entity.entity))
		.map((entity) => ({ ...entity, extractor: LITERAL_EXTRACTOR }));
	return { text: text.trim(), intent, entities, intent_ranking: [intent] };
}
