import { DeskSettings, HandoffQueue } from "../../../contracts/inbox.ts";
import { AreaField, InputField, SelectField } from "../../ui/field.tsx";
import { draftField, type DraftProps } from "./draft-field.ts";
import type { TeamDraft } from "./team-draft.ts";

type TeamFieldsProps = DraftProps<TeamDraft>;

const WAYS: Readonly<Record<TeamDraft["assignment"], string>> = {
	manual: "By hand: agents take from the queue",
	round_robin: "In turn: the next one who is there",
	by_load: "By load: whoever has the fewest open",
};

const assignmentOf = (value: string): TeamDraft["assignment"] =>
	DeskSettings.shape.assignment.safeParse(value).data ?? "manual";

const QUEUES: Readonly<Record<TeamDraft["queue"], string>> = {
	in_hours: "Within the business hours, and while somebody is there",
	attended: "Only while somebody is at the desk and available",
};

const queueOf = (value: string): TeamDraft["queue"] => HandoffQueue.safeParse(value).data ?? "in_hours";

/** Who is given what waits. */
export function AssignmentFields(props: TeamFieldsProps) {
	const { draft, errors, onChange } = props;
	return (
		<>
			<h2 className="font-semibold">Assignment</h2>
			<SelectField
				label="What waits is given out"
				name="assignment"
				value={draft.assignment}
				error={errors["assignment"]}
				hint="Only to agents who are at the desk and available."
				onChange={(event) => onChange({ assignment: assignmentOf(event.target.value) })}
			>
				{Object.entries(WAYS).map(([value, words]) => (
					<option key={value} value={value}>
						{words}
					</option>
				))}
			</SelectField>
			<div className="grid gap-4 sm:grid-cols-2">
				<InputField
					label="Open conversations an agent is given"
					inputMode="numeric"
					autoComplete="off"
					hint="At most. Who takes more does it by hand."
					{...draftField(props, "maxOpenPerAgent")}
				/>
				<InputField
					label="First answer within minutes"
					inputMode="numeric"
					autoComplete="off"
					hint="Afterwards it is overdue. Empty: no clock runs."
					{...draftField(props, "firstResponseMinutes")}
				/>
			</div>
		</>
	);
}

/** When the bot gives a conversation away. */
export function HandoffFields(props: TeamFieldsProps) {
	return (
		<>
			<h2 className="font-semibold">Handoff</h2>
			<QueueField {...props} />
			<AreaField
				label="Intents that ask for a person"
				rows={2}
				hint="One a line, as the model calls them."
				{...draftField(props, "intents", "handoff.intents")}
			/>
			<div className="grid gap-4 sm:grid-cols-2">
				<InputField
					label="After failures in a row"
					inputMode="numeric"
					autoComplete="off"
					hint="Not understood, or failed at. Empty: never."
					{...draftField(props, "failures", "handoff.failures")}
				/>
				<InputField
					label="After complaints"
					inputMode="numeric"
					autoComplete="off"
					hint="Thumbs down, or an intent below. Empty: never."
					{...draftField(props, "negative", "handoff.negative")}
				/>
			</div>
			<AreaField
				label="Intents that complain"
				rows={2}
				hint="One a line."
				{...draftField(props, "negativeIntents", "handoff.negativeIntents")}
			/>
		</>
	);
}

function QueueField({ draft, errors, onChange }: TeamFieldsProps) {
	return (
		<SelectField
			label="Who asks for a person waits for one"
			name="queue"
			value={draft.queue}
			error={errors["handoff.queue"]}
			hint="Otherwise the shop's bot opens a ticket."
			onChange={(event) => onChange({ queue: queueOf(event.target.value) })}
		>
			{Object.entries(QUEUES).map(([value, words]) => (
				<option key={value} value={value}>
					{words}
				</option>
			))}
		</SelectField>
	);
}
