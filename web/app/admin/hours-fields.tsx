import { useId } from "react";
import { Button } from "../../ui/button.tsx";
import { AreaField, InputField } from "../../ui/field.tsx";
import { draftField, type DraftProps } from "./draft-field.ts";
import { type SiteDraft, WEEK, withMondayCopied } from "./site-draft.ts";

/** When somebody is there. */
export function HoursFields(props: DraftProps<SiteDraft>) {
	const { draft, onChange } = props;
	return (
		<>
			<label className="flex min-h-8 items-center gap-2.5 font-medium">
				<input
					type="checkbox"
					className="size-4 accent-accent"
					checked={draft.hasHours}
					onChange={(event) => onChange({ hasHours: event.target.checked })}
				/>
				Business hours
			</label>
			{!draft.hasHours && <p className="text-muted">Without them somebody is always there.</p>}
			{draft.hasHours && (
				<>
					<InputField
						label="Time zone"
						required
						autoComplete="off"
						{...draftField(props, "timeZone", "businessHours.timeZone")}
					/>
					<WeekFields {...props} />
					<AreaField
						label="Days that differ"
						rows={3}
						hint="One a line: 2026-12-25 closed Christmas, or 2026-12-24 09:00-12:00"
						{...draftField(props, "exceptions", "businessHours.exceptions")}
					/>
				</>
			)}
		</>
	);
}

/** The hours of each weekday, and how they are written. */
function WeekFields({ draft, errors, onChange }: DraftProps<SiteDraft>) {
	const hint = useId();
	return (
		<fieldset aria-describedby={hint} className="min-w-0">
			<legend className="sr-only">Hours of the week</legend>
			<div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
				{WEEK.map((day) => (
					<InputField
						key={day}
						label={`${day.charAt(0).toUpperCase()}${day.slice(1)}`}
						name={day}
						placeholder="Closed"
						autoComplete="off"
						value={draft.hours[day] ?? ""}
						error={errors[day] ?? errors[`businessHours.weekly.${day}`]}
						onChange={(event) => onChange({ hours: { ...draft.hours, [day]: event.target.value } })}
					/>
				))}
			</div>
			<div className="mt-2 flex flex-wrap items-center justify-between gap-2">
				<p id={hint} className="text-xs text-muted">
					Written 09:00-17:00, or with a break 09:00-12:00, 13:00-18:00. An empty day is closed.
				</p>
				<Button size="small" onClick={() => onChange({ hours: withMondayCopied(draft.hours) })}>
					Copy Monday to the other weekdays
				</Button>
			</div>
		</fieldset>
	);
}
