import { CalendarDays } from "lucide-react";
import { useState } from "react";
import { MAX_ANALYTICS_DAYS } from "../../../contracts/analytics-filter.ts";
import { wallClock } from "../../../contracts/business-hours.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { InputField } from "../../ui/field.tsx";
import { Popover } from "../../ui/popover.tsx";
import { writtenSpan } from "./numbers.ts";
import { useReportWorld } from "./report-context.ts";
import { dayAfter, type RangeName } from "./report-state.ts";

const PRESETS: readonly { range: RangeName; label: string }[] = [
	{ range: "today", label: "Today" },
	{ range: "7d", label: "Last 7 days" },
	{ range: "30d", label: "Last 30 days" },
	{ range: "90d", label: "Last 90 days" },
	{ range: "365d", label: "Last 365 days" },
];

/** From when to when: a few spans that end now, or any days. */
export function RangePicker() {
	const { state, span, change } = useReportWorld();
	const [isOpen, setIsOpen] = useState(false);
	const preset = PRESETS.find(({ range }) => range === state.range);
	return (
		<Popover
			title="Range"
			isOpen={isOpen}
			onOpenChange={setIsOpen}
			trigger={
				<Button size="compact" className="tabular">
					<CalendarDays aria-hidden="true" size={14} />
					{preset !== undefined && <span>{preset.label}</span>}
					<span className={classNames(preset !== undefined && "font-normal text-muted max-sm:sr-only")}>
						{writtenSpan(span, state.zone)}
					</span>
				</Button>
			}
		>
			<ul className="mb-2 border-b border-line pb-2">
				{PRESETS.map(({ range, label }) => (
					<li key={range}>
						<button
							type="button"
							aria-pressed={range === state.range}
							onClick={() => {
								change({ range, from: "", to: "" });
								setIsOpen(false);
							}}
							className={classNames(
								"flex min-h-8 w-full items-center rounded-sm px-2 text-start hover:bg-hover pointer-coarse:min-h-10",
								range === state.range && "bg-accent-soft font-medium text-accent-ink",
							)}
						>
							{label}
						</button>
					</li>
				))}
			</ul>
			<OwnDays onDone={() => setIsOpen(false)} />
		</Popover>
	);
}

/** Any days, the last one included. */
function OwnDays({ onDone }: { onDone: () => void }) {
	const { state, span, change } = useReportWorld();
	const [from, setFrom] = useState(wallClock(state.zone, Date.parse(span.from)).date);
	const [to, setTo] = useState(wallClock(state.zone, Date.parse(span.to) - 1).date);
	const fault = faultOf(from, to);
	return (
		<form
			className="space-y-2"
			onSubmit={(event) => {
				event.preventDefault();
				if (fault !== null) return;
				change({ range: "custom", from, to });
				onDone();
			}}
		>
			<div className="grid grid-cols-2 gap-2">
				<InputField label="From" type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
				<InputField label="To" type="date" value={to} onChange={(event) => setTo(event.target.value)} />
			</div>
			{fault !== null && (
				<p role="alert" className="text-xs text-danger-ink">
					{fault}
				</p>
			)}
			<Button type="submit" size="compact" className="w-full" aria-disabled={fault !== null}>
				Show these days
			</Button>
		</form>
	);
}

function faultOf(from: string, to: string): string | null {
	if (from === "" || to === "") return "Both days are needed.";
	if (from > to) return "The first day is after the last one.";
	if (dayAfter(from, MAX_ANALYTICS_DAYS) <= to) return `At most ${MAX_ANALYTICS_DAYS} days.`;
	return null;
}
