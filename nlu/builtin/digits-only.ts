import type { LanguageTable } from "./language-table.ts";
import { NEVER } from "./sources.ts";

/** A language whose words are not known: what stands in digits is read, the day before the month. */
export const DIGITS_ONLY: LanguageTable = {
	numbers: {},
	scales: {},
	joiners: [],
	compoundNumbers: false,
	articles: [],
	ordinals: {},
	ordinalSuffix: NEVER,
	months: Array.from({ length: 12 }, () => []),
	weekdays: Array.from({ length: 7 }, () => []),
	days: {},
	grains: {},
	agoBefore: [],
	agoAfter: [],
	fromNow: [],
	next: [],
	last: [],
	current: [],
	of: [],
	before: [],
	beforeMonth: [],
	at: [],
	clock: [],
	noon: [],
	midnight: [],
	decimalComma: true,
	monthFirst: false,
};
