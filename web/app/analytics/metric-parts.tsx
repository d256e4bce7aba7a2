import type { Figures } from "../../../contracts/analytics.ts";
import { About } from "./about.tsx";
import { Delta, Figure } from "./figure.tsx";
import { type MetricId, metricOf } from "./metrics.ts";

/** What a figure is called, and what it is to the letter. */
export function MetricName({ id }: { id: MetricId }) {
	const { label, about } = metricOf(id);
	return (
		<>
			{label}
			<About of={label}>{about}</About>
		</>
	);
}

export function MetricFigure({ id, total, className }: { id: MetricId; total: Figures; className: string }) {
	const { of, format, figure } = metricOf(id);
	return <Figure value={of(total)} format={format} behind={{ figure }} className={className} />;
}

interface MetricDeltaProps {
	id: MetricId;
	total: Figures;
	/** Null where no comparison was asked for. */
	before: Figures | null;
}

export function MetricDelta({ id, total, before }: MetricDeltaProps) {
	const { of, format, better } = metricOf(id);
	return (
		<Delta value={of(total)} before={before === null ? null : of(before)} format={format} better={better} />
	);
}
