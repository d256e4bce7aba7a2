import { lazy, type LazyExoticComponent, Suspense, type ComponentType } from "react";
import { useLocation, useRoute, useSearchParams } from "wouter";
import { classNames } from "../../ui/class-names.ts";
import { LoadingRows } from "../../ui/states.tsx";
import { useNow } from "../../ui/use-now.ts";
import { Page } from "../page.tsx";
import { NavLink } from "../shell/nav-link.tsx";
import { ReportBar } from "./report-bar.tsx";
import { ReportContext } from "./report-context.ts";
import { readState, type ReportState, spanOf, writeState } from "./report-state.ts";

interface ReportEntry {
	readonly id: string;
	readonly title: string;
	readonly Report: LazyExoticComponent<ComponentType>;
}

/** Each report is a file of its own, fetched when it is opened. */
const REPORTS: readonly ReportEntry[] = [
	{
		id: "overview",
		title: "Overview",
		Report: lazy(async () => ({ default: (await import("./reports/overview-report.tsx")).OverviewPart })),
	},
	{
		id: "intents",
		title: "Intents",
		Report: lazy(async () => ({ default: (await import("./reports/intents-report.tsx")).IntentsPart })),
	},
	{
		id: "channels",
		title: "Channels",
		Report: lazy(async () => ({ default: (await import("./reports/breakdown-report.tsx")).ChannelsPart })),
	},
	{
		id: "languages",
		title: "Languages",
		Report: lazy(async () => ({ default: (await import("./reports/breakdown-report.tsx")).LanguagesPart })),
	},
	{
		id: "agents",
		title: "Agents",
		Report: lazy(async () => ({ default: (await import("./reports/agents-report.tsx")).AgentsPart })),
	},
	{
		id: "busy-hours",
		title: "Busy hours",
		Report: lazy(async () => ({ default: (await import("./reports/busy-hours-report.tsx")).BusyHoursPart })),
	},
	{
		id: "forms",
		title: "Forms",
		Report: lazy(async () => ({ default: (await import("./reports/forms-report.tsx")).FormsPart })),
	},
	{
		id: "cohorts",
		title: "Returning customers",
		Report: lazy(async () => ({ default: (await import("./reports/cohorts-report.tsx")).CohortsPart })),
	},
];

const OWN_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What happened, in numbers that open. */
export function AnalyticsPage() {
	const [, params] = useRoute("/analytics/:report");
	const [, navigate] = useLocation();
	const [search] = useSearchParams();
	const nowMs = useNow(60_000);
	const [overview] = REPORTS;
	const open = REPORTS.find(({ id }) => id === params?.report) ?? overview;
	if (open === undefined) throw new Error("there are no reports");
	const state = readState(search, OWN_ZONE);
	const addressOf = (report: string, of: ReportState): string => {
		const query = writeState(of, OWN_ZONE).toString();
		return `/analytics/${report}${query === "" ? "" : `?${query}`}`;
	};
	const change = (changed: Partial<ReportState>): void =>
		navigate(addressOf(open.id, { ...state, ...changed }), { replace: true });
	const { Report } = open;
	return (
		<ReportContext
			value={{
				report: open.id,
				state,
				span: spanOf(state, nowMs),
				change,
				address: addressOf(open.id, state),
			}}
		>
			<Page title="Analytics" isWide>
				<nav
					aria-label="Reports"
					className="-mx-4 mb-3 overflow-x-auto border-b border-line px-4 sm:-mx-6 sm:px-6"
				>
					<ul className="flex w-max gap-1">
						{REPORTS.map(({ id, title }) => (
							<li key={id}>
								<NavLink
									to={addressOf(id, { ...state, groupBy: "", metric: "" })}
									isCurrent={id === open.id}
									className={classNames(
										"flex min-h-9 items-center border-b-2 px-2.5 font-medium whitespace-nowrap -outline-offset-2 pointer-coarse:min-h-11",
										id === open.id
											? "border-accent-ink text-ink"
											: "border-transparent text-muted hover:text-ink",
									)}
								>
									{title}
								</NavLink>
							</li>
						))}
					</ul>
				</nav>
				<ReportBar ownZone={OWN_ZONE} />
				<Suspense fallback={<LoadingRows />}>
					<Report key={open.id} />
				</Suspense>
			</Page>
		</ReportContext>
	);
}
