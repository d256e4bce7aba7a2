import type { Label } from "../../contracts/desk.ts";
import { classNames } from "./class-names.ts";

/** Written out, for the style sheet is made from the class names that stand in the source. */
export const LABEL_DOTS: Readonly<Record<Label["color"], string>> = {
	gray: "bg-label-gray",
	red: "bg-label-red",
	amber: "bg-label-amber",
	green: "bg-label-green",
	teal: "bg-label-teal",
	blue: "bg-label-blue",
	violet: "bg-label-violet",
	pink: "bg-label-pink",
};

export function LabelDot({ color }: { color: Label["color"] }) {
	return (
		<span
			aria-hidden="true"
			className={classNames("inline-block size-2 shrink-0 rounded-full", LABEL_DOTS[color])}
		/>
	);
}

/** A label as it hangs on a conversation. */
export function LabelChip({ label }: { label: Pick<Label, "name" | "color"> }) {
	return (
		<span className="inline-flex min-h-5 max-w-40 items-center gap-1.5 rounded-full border border-line bg-raised px-2 text-2xs text-ink">
			<LabelDot color={label.color} />
			<span className="truncate">{label.name}</span>
		</span>
	);
}
