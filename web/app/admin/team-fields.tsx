import { DeskSettings, HandoffQueue } from "../../../contracts/inbox.ts";
import { AreaField, InputField, SelectField } from "../../ui/field.tsx";
import type { TeamDraft } from "./team-draft.ts";

interface TeamFieldsProps {
	draft: TeamDraft;
	errors: Readonly<Record<string, string>>;
	onChange: (part: Partial<TeamDraft>) => void;
}

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
export function AssignmentFields({ draft, errors, onChange }: TeamFieldsProps) {
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
					name="maxOpenPerAgent"
					inputMode="numeric"
					autoComplete="off"
					hint="At most. Who takes more does it by hand."
					value={draft.maxOpenPerAgent}
					error={errors["maxOpenPerAgent"]}
					onChange={(event) => onChange({ maxOpenPerAgent: event.target.value })}
				/>
				<InputField
					label="First answer within minutes"
					name="firstResponseMinutes"
					inputMode="numeric"
					autoComplete="off"
					hint="Afterwards it is overdue. Empty: no clock runs."
					value={draft.firstResponseMinutes}
					error={errors["firstResponseMinutes"]}
					onChange={(event) => onChange({ firstResponseMinutes: event.target.value })}
				/>
			</div>
		</>
	);
}

/** When the bot gives a conversation away. */
export function HandoffFields({ draft, errors, onChange }: TeamFieldsProps) {
	return (
		<>
			<h2 className="font-semibold">Handoff</h2>
			<QueueField draft={draft} errors={errors} onChange={onChange} />
			<AreaField
				label="Intents that ask for a person"
				name="intents"
				rows={2}
				hint="One a line, as the model calls them."
				value={draft.intents}
				error={errors["intents"] ?? errors["handoff.intents"]}
				onChange={(event) => onChange({ intents: event.target.value })}
			/>
			<div className="grid gap-4 sm:grid-cols-2">
				<InputField
					label="After failures in a row"
					name="failures"
					inputMode="numeric"
					autoComplete="off"
					hint="Not understood, or failed at. Empty: never."
					value={draft.failures}
					error={errors["failures"] ?? errors["handoff.failures"]}
					onChange={(event) => onChange({ failures: event.target.value })}
				/>
				<InputField
					label="After complaints"
					name="negative"
					inputMode="numeric"
					autoComplete="off"
					hint="Thumbs down, or an intent below. Empty: never."
					value={draft.negative}
					error={errors["negative"] ?? errors["handoff.negative"]}
					onChange={(event) => onChange({ negative: event.target.value })}
				/>
			</div>
			<AreaField
				label="Intents that complain"
				name="negativeIntents"
				rows={2}
				hint="One a line."
				value={draft.negativeIntents}
				error={errors["negativeIntents"] ?? errors["handoff.negativeIntents"]}
				onChange={(event) => onChange({ negativeIntents: event.target.value })}
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
