import type { OverviewReport } from "../../../../contracts/analytics.ts";
import { About } from "../about.tsx";
import { Sparkline } from "../charts/sparkline.tsx";
import { Delta, Figure } from "../figure.tsx";
import { KEY_FIGURES, metricOf } from "../metrics.ts";

/** Each with its course over the range. */
export function KeyFigures({ report: { total, before, series } }: { report: OverviewReport }) {
	return (
		<dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line sm:grid-cols-3 xl:grid-cols-6">
			{KEY_FIGURES.map((id) => {
				const { label, about, of, format, better, figure } = metricOf(id);
				return (
					<div key={id} className="flex min-w-0 flex-col bg-raised px-3.5 pt-2.5 pb-2">
						<dt className="text-xs text-muted">
							{label}
							<About of={label}>{about}</About>
						</dt>
						<dd className="mt-0.5 flex flex-wrap items-baseline gap-x-2">
							<Figure
								value={of(total)}
								format={format}
								behind={{ figure }}
								className="text-2xl font-semibold"
							/>
							<Delta
								value={of(total)}
								before={before === null ? null : of(before)}
								format={format}
								better={better}
							/>
						</dd>
						<dd className="mt-auto pt-1.5">
							<Sparkline values={series.map(of)} />
						</dd>
					</div>
				);
			})}
		</dl>
	);
}
