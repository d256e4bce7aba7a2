import { createContext, use } from "react";
import type { BehindQuery } from "../../../contracts/analytics-behind.ts";
import { queryOf } from "../reading.ts";
import { filterQuery, type ReportState, type Span } from "./report-state.ts";

/** What all parts of a report have in common. */
export interface ReportWorld {
	readonly report: string;
	readonly state: ReportState;
	readonly span: Span;
	readonly change: (change: Partial<ReportState>) => void;
	/** The report's own address, for the way back. */
	readonly address: string;
}
export const ReportContext = createContext<ReportWorld | null>(null);

export function useReportWorld(): ReportWorld {
	const world = use(ReportContext);
	if (world === null) throw new Error("a part of a report stands outside of it");
	return world;
}

/** Which number, beside the filters of its report: see BehindQuery. */
export type Behind = Partial<
	Record<
		Exclude<keyof BehindQuery, "cursor" | "limit" | "format" | "tests" | "zone">,
		string | number | boolean
	>
>;

/** The page of the conversations behind a number. */
export function behindAddress({ state, span, address }: ReportWorld, behind: Behind): string {
	const query = Object.fromEntries(
		Object.entries({ figure: "conversations", ...filterQuery(state, span), ...behind }).map(
			([name, value]) => [name, String(value)],
		),
	);
	return `/conversations${queryOf({ ...query, back: address })}`;
}
