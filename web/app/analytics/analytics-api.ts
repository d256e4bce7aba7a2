import type { z } from "zod";
import { AnalyticsChoices } from "../../../contracts/analytics-filter.ts";
import { queryOf, useKept, useRead } from "../reading.ts";
import { useReportWorld } from "./report-context.ts";
import { filterQuery } from "./report-state.ts";

type More = Readonly<Record<string, string>>;

/** The address of a report of the API, with the filters that stand. */
export function useReportPath(report: string, more: More = {}): string {
	const { state, span } = useReportWorld();
	const query = { ...filterQuery(state, span), compare: state.isCompared ? "true" : "", ...more };
	return `/api/desk/analytics/${report}${queryOf(query)}`;
}

/** A report as it stands. */
export function useReport<Report>(schema: z.ZodType<Report>, path: string) {
	return useKept(["analytics", path], (ask) => ask(schema, path));
}

export function useChoices() {
	return useRead(["analytics-choices"], (ask) => ask(AnalyticsChoices, "/api/desk/analytics/choices"));
}
