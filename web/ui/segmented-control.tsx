import type { ReactNode } from "react";

interface SegmentedControlProps<Value extends string> {
	legend: string;
	/** Where what stands around it says so already, to those who see it. */
	isLegendHidden?: boolean;
	name: string;
	value: Value;
	options: readonly { value: Value; label: string; icon: ReactNode }[];
	onChange: (value: Value) => void;
}

/** A few exclusive choices side by side: radio buttons, so arrows move and the state is announced. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
	return (
		<fieldset>
			<legend className={props.isLegendHidden === true ? "sr-only" : "mb-1.5 text-xs text-muted"}>
				{props.legend}
			</legend>
			<div className="grid auto-cols-fr grid-flow-col gap-1 rounded-md bg-panel p-1">
				{props.options.map((option) => (
					<label
						key={option.value}
						className="flex min-h-8 cursor-pointer items-center justify-center gap-1.5 rounded-sm border border-transparent px-1.5 text-xs font-medium text-muted hover:text-ink has-checked:border-line has-checked:bg-raised has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent-ink forced-colors:has-checked:outline-2"
					>
						<input
							type="radio"
							className="sr-only"
							name={props.name}
							value={option.value}
							checked={props.value === option.value}
							onChange={() => props.onChange(option.value)}
						/>
						<span aria-hidden="true" className="shrink-0">
							{option.icon}
						</span>
						{option.label}
					</label>
				))}
			</div>
		</fieldset>
	);
}
