import { Repeat2 } from "lucide-react";
import { CohortsReport } from "../../../../contracts/analytics.ts";
import { classNames } from "../../../ui/class-names.ts";
import { dateFormat } from "../../../ui/short-time.ts";
import { EmptyState } from "../../../ui/states.tsx";
import { queryOf } from "../../reading.ts";
import { useReport } from "../analytics-api.ts";
import { heatOf } from "../charts/heat.ts";
import { Figure } from "../figure.tsx";
import { written } from "../numbers.ts";
import { useReportWorld } from "../report-context.ts";
import { CsvButton, ReportPanel, ReportParts } from "../report-panel.tsx";

type Cohort = CohortsReport["cohorts"][number];

/** Whether customers come again, week by week since they first wrote. */
export function CohortsPart() {
	const { span, state } = useReportWorld();
	const path = `/api/desk/analytics/cohorts${queryOf({ ...span, zone: state.zone })}`;
	const read = useReport(CohortsReport, path);
	return (
		<ReportParts read={read}>
			{({ cohorts }) => (
				<ReportPanel
					title="Returning customers"
					about="Customers by the week in which their first conversation began. One is counted in week n who began a conversation in the n-th seven days after that instant. All channels, without tests; the range begins at a Monday. Weeks compare with each other, line by line: a longer range shows those before."
					actions={<CsvButton path={path} of="returning customers" />}
				>
					{cohorts.length === 0 ? (
						<EmptyState icon={<Repeat2 size={20} />} title="Nobody wrote for the first time">
							Take a longer range.
						</EmptyState>
					) : (
						<CohortTable cohorts={cohorts} />
					)}
				</ReportPanel>
			)}
		</ReportParts>
	);
}

function CohortTable({ cohorts }: { cohorts: readonly Cohort[] }) {
	const last = Math.max(0, ...cohorts.flatMap(({ weeks }) => weeks.map(({ week }) => week)));
	const weeks = Array.from({ length: last }, (_, place) => place + 1);
	const shares = cohorts.flatMap(({ customers, weeks: later }) =>
		later.map((week) => (customers === 0 ? 0 : week.customers / customers)),
	);
	const most = Math.max(0.01, ...shares);
	const head = "px-2 py-2 text-xs font-medium whitespace-nowrap text-muted";
	return (
		<div
			// oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset is a part of a form
			role="group"
			aria-label="Returning customers"
			// oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is scrolled by keys too
			tabIndex={0}
			className="relative overflow-x-auto px-2 pb-3 -outline-offset-2"
		>
			<table className="w-full border-separate border-spacing-0.5">
				<caption className="sr-only">Customers who came again, by the week in which they first wrote</caption>
				<thead>
					<tr>
						<th scope="col" className={classNames(head, "text-start")}>
							First wrote in the week of
						</th>
						<th scope="col" className={classNames(head, "text-end")}>
							Customers
						</th>
						{weeks.map((week) => (
							<th key={week} scope="col" className={head}>
								Week {week}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{cohorts.map((cohort) => (
						<tr key={cohort.week}>
							<th scope="row" className="px-2 text-start font-normal whitespace-nowrap">
								<time dateTime={cohort.week}>{dayOf(cohort.week)}</time>
							</th>
							<td className="px-2 text-end">
								<Figure
									value={cohort.customers}
									format="count"
									behind={{ cohort: cohort.week, cohortWeek: 0 }}
									label={`First wrote in the week of ${dayOf(cohort.week)}`}
								/>
							</td>
							{weeks.map((week) => (
								<CohortCell key={week} cohort={cohort} week={week} most={most} />
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

const dayOf = (week: string): string =>
	dateFormat({ timeZone: "UTC", day: "numeric", month: "short", year: "numeric" }, "en-GB").format(
		Date.parse(week),
	);

/** How many came again: the number opens them, the share gives the colour. */
function CohortCell({ cohort, week, most }: { cohort: Cohort; week: number; most: number }) {
	const customers = cohort.weeks.find((later) => later.week === week)?.customers ?? 0;
	const share = cohort.customers === 0 ? 0 : customers / cohort.customers;
	return (
		<td
			className={classNames(
				"h-9 min-w-14 rounded-sm px-1 text-center text-xs",
				customers > 0 && heatOf(share / most),
			)}
		>
			{customers > 0 && (
				<>
					<Figure
						value={customers}
						format="count"
						behind={{ cohort: cohort.week, cohortWeek: week }}
						label={`Week ${week} after ${dayOf(cohort.week)}`}
						className="font-medium decoration-transparent hover:text-inherit"
					/>{" "}
					<span className="tabular text-2xs">{written(share, "share")}</span>
				</>
			)}
		</td>
	);
}
