import type { FaultList } from "../project/fault.ts";
import { compilePattern } from "./patterns/python-regex.ts";
import { findDanger } from "./patterns/regex-danger.ts";
import type { NluTrainingData } from "./training-data.ts";

/** Names the patterns with which nothing is trained: a model would pass them over without a word. SPEC rule VA4. */
export function checkPatterns(data: NluTrainingData, faults: FaultList): void {
	for (const { name, pattern, position } of data.regexes) {
		const compiled = compilePattern(pattern, false);
		if (!compiled.ok) {
			faults.error("bad_regex", position, `The pattern of \`${name}\` can't be read: ${compiled.reason}.`);
			continue;
		}
		const danger = findDanger(compiled.regex);
		if (danger === null) continue;
		faults.error(
			"dangerous_regex",
			position,
			`The pattern of \`${name}\` can take minutes on one message: \`${danger}\` can take the same characters in too many ways. Take one repetition out.`,
		);
	}
}
