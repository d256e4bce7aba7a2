/** The words by which one language speaks of numbers and times. All in lower case. */

export type Grain = "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

export interface LanguageTable {
	/** Words of numbers; multipliers stand in `scales`. */
	readonly numbers: Readonly<Record<string, number>>;
	readonly scales: Readonly<Record<string, number>>;
	/** Between the words of one number: "and". */
	readonly joiners: readonly string[];
	/** Whether words of numbers are written as one ("einundzwanzig"). */
	readonly compoundNumbers: boolean;
	/** Words for one that are articles as well: they count before a unit of time only. */
	readonly articles: readonly string[];
	readonly ordinals: Readonly<Record<string, number>>;
	/** What follows the digits of an ordinal; a source of a regular expression. */
	readonly ordinalSuffix: string;
	/** January first; each with its variants. */
	readonly months: readonly (readonly string[])[];
	/** Monday first; each with its variants. */
	readonly weekdays: readonly (readonly string[])[];
	/** Days from today. */
	readonly days: Readonly<Record<string, number>>;
	readonly grains: Readonly<Record<string, Grain>>;
	readonly agoBefore: readonly string[];
	readonly agoAfter: readonly string[];
	readonly fromNow: readonly string[];
	readonly next: readonly string[];
	readonly last: readonly string[];
	readonly current: readonly string[];
	/** Between day and month: "of". */
	readonly of: readonly string[];
	/** Before a date or a weekday, not part of its meaning: "on", "the". */
	readonly before: readonly string[];
	/** Before a month without a day: "in May". */
	readonly beforeMonth: readonly string[];
	/** Before a time of day: "at". */
	readonly at: readonly string[];
	/** After the hour: "o'clock". */
	readonly clock: readonly string[];
	readonly noon: readonly string[];
	readonly midnight: readonly string[];
	/** 1,5 and 1.000 rather than 1.5 and 1,000. */
	readonly decimalComma: boolean;
	/** 3/4 is March 4. */
	readonly monthFirst: boolean;
}
