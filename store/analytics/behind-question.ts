/** Which number was clicked. */
import type { AnalyticsFigure, FormStep } from "../../contracts/analytics-behind.ts";
import type { PageQuestion } from "../desk/page.ts";
import type { AnalyticsQuestion } from "./question.ts";

/** A number, beside the filters of its report; null where that is not asked for. */
export interface BehindQuestion extends AnalyticsQuestion, PageQuestion {
	readonly figure: AnalyticsFigure;
	readonly rating: number | null;
	readonly minMs: number | null;
	readonly confusedWith: string | null;
	readonly isResolvedByAgent: boolean;
	readonly form: string | null;
	readonly step: FormStep;
	readonly slot: string | null;
	readonly weekday: number | null;
	readonly hour: number | null;
	/** `2026-11-23` */
	readonly cohort: string | null;
	readonly cohortWeek: number | null;
	/** Whether what was said last may be read. */
	readonly withPreview: boolean;
}

/** The first of all conversations of a report. */
export const EVERY_CONVERSATION: Omit<BehindQuestion, keyof AnalyticsQuestion | "limit" | "withPreview"> = {
	figure: "conversations",
	rating: null,
	minMs: null,
	confusedWith: null,
	isResolvedByAgent: false,
	form: null,
	step: "started",
	slot: null,
	weekday: null,
	hour: null,
	cohort: null,
	cohortWeek: null,
	cursor: null,
};
