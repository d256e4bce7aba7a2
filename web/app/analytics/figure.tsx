import { ArrowDown, ArrowRight, ArrowUp } from "lucide-react";
import { classNames } from "../../ui/class-names.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { useMay } from "../world.ts";
import { changeOf, type Format, written } from "./numbers.ts";
import { type Behind, behindAddress, useReportWorld } from "./report-context.ts";

interface FigureProps {
	value: number | null;
	format: Format;
	/** What opens; none: the number is of no conversations. */
	behind?: Behind | undefined;
	/** Said with the number by those who don't see where it stands. */
	label?: string;
	className?: string;
}

/** A number, exactly as it was counted, that opens the conversations behind it. */
export function Figure({ value, format, behind, label, className }: FigureProps) {
	const world = useReportWorld();
	const mayOpen = useMay("conversations:read");
	const number = (
		<data value={value ?? ""} className="tabular">
			{written(value, format)}
		</data>
	);
	if (behind === undefined || !mayOpen || value === null || (value === 0 && format === "count"))
		return <span className={className}>{number}</span>;
	return (
		<NavLink
			to={behindAddress(world, behind)}
			title="Open the conversations"
			className={classNames(
				"rounded-sm underline decoration-edge decoration-1 underline-offset-3 hover:text-accent-ink hover:decoration-current",
				className,
			)}
		>
			{label !== undefined && <span className="sr-only">{label}: </span>}
			{number}
		</NavLink>
	);
}

interface DeltaProps {
	value: number | null;
	before: number | null;
	format: Format;
	better: "up" | "down" | null;
}

const ARROWS = { up: ArrowUp, down: ArrowDown, same: ArrowRight } as const;

/** Against the period before: an arrow, a number, and only then a colour. */
export function Delta({ value, before, format, better }: DeltaProps) {
	const change = changeOf(value, before, format);
	if (change === null) return null;
	const { direction, text } = change;
	const isNews = better !== null && direction !== "same";
	const Arrow = ARROWS[direction];
	return (
		<span
			title={`Before: ${written(before, format)}`}
			className={classNames(
				"tabular inline-flex items-center gap-0.5 text-xs font-medium whitespace-nowrap",
				!isNews && "text-muted",
				isNews && (direction === better ? "text-good-ink" : "text-danger-ink"),
			)}
		>
			<Arrow aria-hidden="true" size={12} />
			{text}
			<span className="sr-only"> against the period before, {written(before, format)}</span>
		</span>
	);
}
