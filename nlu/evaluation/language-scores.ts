import { isRight, type JudgedExample } from "../judge-messages.ts";

/** The messages of one language. Shares are in [0, 1]. */
export interface LanguageScores {
	/** Share of right intents. */
	readonly accuracy: number;
	/** Share of messages whose language was detected rightly, however sure; null when none is detected. */
	readonly detected: number | null;
	readonly support: number;
}

/**
 * Scores by language; nothing when all messages are of one.
 *
 * @param fallback - the language of examples that name none
 */
export function scoreLanguages(
	judged: readonly JudgedExample[],
	fallback: string,
): Record<string, LanguageScores> {
	const byLanguage = new Map<string, JudgedExample[]>();
	for (const one of judged) {
		const code = one.example.language ?? fallback;
		const own = byLanguage.get(code) ?? [];
		own.push(one);
		byLanguage.set(code, own);
	}
	if (byLanguage.size < 2) return {};
	return Object.fromEntries([...byLanguage].map(([code, own]) => [code, scoresOf(code, own)]));
}

function scoresOf(code: string, own: readonly JudgedExample[]): LanguageScores {
	const right = own.filter(({ message }) => isRight(message)).length;
	const detected = own.flatMap(({ parse }) => (parse.language === undefined ? [] : [parse.language.code]));
	return {
		accuracy: right / own.length,
		detected: detected.length === 0 ? null : detected.filter((found) => found === code).length / own.length,
		support: own.length,
	};
}
