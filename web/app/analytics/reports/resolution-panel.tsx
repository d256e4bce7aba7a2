import type { Figures, OverviewReport } from "../../../../contracts/analytics.ts";
import { classNames } from "../../../ui/class-names.ts";
import { About } from "../about.tsx";
import { Delta, Figure } from "../figure.tsx";
import { MetricName } from "../metric-parts.tsx";
import { type MetricId, metricOf } from "../metrics.ts";
import { NOTHING, written } from "../numbers.ts";
import { ReportPanel } from "../report-panel.tsx";

const FOUR: readonly { id: MetricId; share: (figures: Figures) => number | null }[] = [
	{ id: "contained", share: ({ rates }) => rates.containment },
	{ id: "confirmed", share: ({ rates }) => rates.confirmed },
	{ id: "assumed", share: ({ rates }) => rates.assumed },
	{ id: "lasting", share: ({ rates }) => rates.lasting },
];

/** The four figures for resolution side by side, and what became of everything else. */
export function ResolutionPanel({ report: { total, before } }: { report: OverviewReport }) {
	const returned = metricOf("returned");
	return (
		<ReportPanel
			title="Resolution"
			about="Four ways to say how many were helped, from the easiest to reach to the most honest: contained (no person), confirmed (the customer said yes), assumed (left without asking more), and lasting: confirmed and assumed with those taken off who returned within 72 hours."
		>
			<dl className="grid grid-cols-2 gap-x-4 gap-y-3 px-4 pt-1 pb-3 sm:grid-cols-4">
				{FOUR.map(({ id, share }) => {
					const { of, figure, better } = metricOf(id);
					return (
						<div key={id}>
							<dt className="text-xs whitespace-nowrap text-muted">
								<MetricName id={id} />
							</dt>
							<dd>
								<Figure
									value={share(total)}
									format="share"
									behind={{ figure }}
									className="text-lg font-semibold"
								/>
							</dd>
							<dd className="text-xs text-muted">
								<Figure value={of(total)} format="count" behind={{ figure }} />
							</dd>
							<dd>
								<Delta
									value={share(total)}
									before={before === null ? null : share(before)}
									format="share"
									better={better}
								/>
							</dd>
						</div>
					);
				})}
			</dl>
			<p className="px-4 pb-3 text-muted">
				<Figure value={total.confirmed} format="count" behind={{ figure: "confirmed" }} /> confirmed +{" "}
				<Figure value={total.assumed} format="count" behind={{ figure: "assumed" }} /> assumed −{" "}
				<Figure value={total.returned} format="count" behind={{ figure: "returned" }} /> returned within 72 h
				<About of={returned.label}>{returned.about}</About> ={" "}
				<Figure
					value={total.lasting}
					format="count"
					behind={{ figure: "lasting" }}
					className="font-semibold text-ink"
				/>{" "}
				lasting
			</p>
			<Outcomes total={total} />
		</ReportPanel>
	);
}

/** Every conversation is in exactly one of these. */
function outcomesOf(total: Figures) {
	return [
		{ text: "Confirmed", value: total.confirmed, look: "bg-chart-1" },
		{ text: "Assumed", value: total.assumed, look: "bg-chart-2" },
		{
			text: "With the bot, not resolved",
			value: total.contained - total.confirmed - total.assumed,
			look: "bg-chart-4",
		},
		{ text: "With people", value: total.conversations - total.contained, look: "bg-chart-3" },
	];
}

function Outcomes({ total }: { total: Figures }) {
	const outcomes = outcomesOf(total);
	const shareOf = (value: number): number => (total.conversations === 0 ? 0 : value / total.conversations);
	return (
		<div className="border-t border-line px-4 pt-3 pb-4">
			<h3 className="mb-2 text-xs font-medium text-muted">How all conversations ended</h3>
			<div aria-hidden="true" className="flex h-3 gap-0.5 overflow-hidden rounded-full">
				{outcomes.map(({ text, value, look }) => (
					<span key={text} className={look} style={{ width: `${shareOf(value) * 100}%` }} />
				))}
			</div>
			<ul className="mt-2 grid gap-x-4 gap-y-1 sm:grid-cols-2">
				{outcomes.map(({ text, value, look }) => (
					<li key={text} className="flex items-center gap-2">
						<span aria-hidden="true" className={classNames("size-2.5 shrink-0 rounded-full", look)} />
						<span className="min-w-0 flex-1">{text}</span>
						<span className="tabular text-muted">
							{written(value, "count")} ·{" "}
							{total.conversations === 0 ? NOTHING : written(shareOf(value), "share")}
						</span>
					</li>
				))}
			</ul>
		</div>
	);
}
