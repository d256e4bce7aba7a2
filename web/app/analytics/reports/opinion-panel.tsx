import type { OverviewReport } from "../../../../contracts/analytics.ts";
import { Figure } from "../figure.tsx";
import { MetricDelta, MetricFigure, MetricName } from "../metric-parts.tsx";
import type { MetricId } from "../metrics.ts";
import { ReportPanel } from "../report-panel.tsx";

const SHOWN: readonly MetricId[] = ["satisfied", "meanRating", "thumbsUp", "thumbsDown"];

/** What customers said of it. */
export function OpinionPanel({ report: { total, before } }: { report: OverviewReport }) {
	return (
		<ReportPanel
			title="Satisfaction"
			about="A conversation's last rating counts, 1 to 5; thumbs as they stand now."
		>
			<dl className="grid grid-cols-2 gap-4 px-4 pt-1 pb-3 sm:grid-cols-4">
				{SHOWN.map((id) => (
					<div key={id}>
						<dt className="text-xs text-muted">
							<MetricName id={id} />
						</dt>
						<dd>
							<MetricFigure id={id} total={total} className="text-lg font-semibold" />
						</dd>
						<dd>
							<MetricDelta id={id} total={total} before={before} />
						</dd>
					</div>
				))}
			</dl>
			<Stars ratings={total.ratings} />
		</ReportPanel>
	);
}

/** How many gave how many, five first. */
function Stars({ ratings }: { ratings: readonly number[] }) {
	const rated = ratings.reduce((sum, count) => sum + count, 0);
	const most = Math.max(1, ...ratings);
	const rows = ratings.map((count, place) => ({ count, rating: place + 1 })).toReversed();
	return (
		<ol reversed aria-label={`${rated} ratings`} className="border-t border-line px-4 py-3">
			{rows.map(({ count, rating }) => (
				<li key={rating} className="flex min-h-7 items-center gap-3">
					<span className="tabular w-14 shrink-0 text-muted">
						{rating} {rating === 1 ? "star" : "stars"}
					</span>
					<span aria-hidden="true" className="h-2 min-w-0 flex-1 overflow-hidden rounded-full bg-hover">
						<span
							className="block h-full rounded-full bg-chart-1"
							style={{ width: `${(count / most) * 100}%` }}
						/>
					</span>
					<Figure
						value={count}
						format="count"
						behind={{ figure: "rated", rating }}
						label={`${rating} stars`}
						className="w-14 shrink-0 text-end"
					/>
				</li>
			))}
		</ol>
	);
}
