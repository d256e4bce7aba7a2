import type { OverviewReport } from "../../../../contracts/analytics.ts";
import { Sparkline } from "../charts/sparkline.tsx";
import { MetricDelta, MetricFigure, MetricName } from "../metric-parts.tsx";
import { KEY_FIGURES, metricOf } from "../metrics.ts";

/** Each with its course over the range. */
export function KeyFigures({ report: { total, before, series } }: { report: OverviewReport }) {
	return (
		<dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line sm:grid-cols-3 xl:grid-cols-6">
			{KEY_FIGURES.map((id) => (
				<div key={id} className="flex min-w-0 flex-col bg-raised px-3.5 pt-2.5 pb-2">
					<dt className="text-xs text-muted">
						<MetricName id={id} />
					</dt>
					<dd className="mt-0.5 flex flex-wrap items-baseline gap-x-2 max-sm:flex-col">
						<MetricFigure id={id} total={total} className="text-2xl font-semibold" />
						<MetricDelta id={id} total={total} before={before} />
					</dd>
					<dd className="mt-auto pt-1.5">
						<Sparkline values={series.map(metricOf(id).of)} />
					</dd>
				</div>
			))}
		</dl>
	);
}
