import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { DeskSettings } from "../../../contracts/inbox.ts";
import { useForm } from "../../api/use-form.ts";
import { ErrorState, LoadingRows } from "../../ui/states.tsx";
import { Problem } from "../form-dialog.tsx";
import { Page, Panel } from "../page.tsx";
import { useRead } from "../reading.ts";
import { useDesk, useMay } from "../world.ts";
import { useKeptDraft } from "./kept-draft.ts";
import { SaveButtons } from "./save-buttons.tsx";
import { readTeam, writeTeam } from "./team-api.ts";
import { draftOfTeam, type TeamDraft, teamOf } from "./team-draft.ts";
import { AssignmentFields, HandoffFields } from "./team-fields.tsx";

/** How conversations are given out, and when the bot gives them away. */
export function TeamPage() {
	const read = useRead(["team"], readTeam);
	return (
		<Page
			title="Assignment"
			lead="Who is given which conversation, how soon somebody should answer, and when the bot calls for a person."
		>
			{read.isPending && <LoadingRows />}
			{read.error !== null && <ErrorState message={read.error.message} onRetry={() => void read.refetch()} />}
			{read.data !== undefined && <TeamForm settings={read.data} />}
		</Page>
	);
}

function TeamForm({ settings }: { settings: DeskSettings }) {
	const { ask, toasts } = useDesk();
	const queries = useQueryClient();
	const mayChange = useMay("settings:write");
	const [saved, setSaved] = useState(settings);
	const { draft, isChanged, write, keep: keepDraft } = useKeptDraft<TeamDraft>("team", draftOfTeam(settings));
	const stand = (value: DeskSettings): void => {
		write(draftOfTeam(value));
		keepDraft(draftOfTeam(value));
	};
	const keep = (value: DeskSettings): void => {
		setSaved(value);
		stand(value);
		queries.setQueryData(["team"], value);
	};
	const undo = async (before: DeskSettings): Promise<void> => {
		const result = await writeTeam(ask, before);
		if (result.ok) keep(result.value);
		else toasts.show({ text: result.fault.message, tone: "danger" });
	};
	const form = useForm(
		async () => {
			const wanted = teamOf(draft);
			return wanted.ok ? writeTeam(ask, wanted.value) : wanted;
		},
		(value) => {
			keep(value);
			toasts.show({ text: "Saved; it counts from the next conversation on.", undo: () => void undo(saved) });
		},
	);
	const fields = {
		draft,
		errors: form.errors,
		onChange: (part: Partial<TeamDraft>) => write({ ...draft, ...part }),
	};
	return (
		<form onSubmit={form.submit} className="max-w-160 space-y-5">
			<fieldset disabled={!mayChange} className="min-w-0 space-y-5">
				<legend className="sr-only">Assignment and handoff</legend>
				<Panel className="space-y-4 p-4">
					<AssignmentFields {...fields} />
				</Panel>
				<Panel className="space-y-4 p-4">
					<HandoffFields {...fields} />
				</Panel>
			</fieldset>
			<Problem fault={form.problem} />
			{mayChange && (
				<SaveButtons isSending={form.isSending} isChanged={isChanged} onDiscard={() => stand(saved)} />
			)}
		</form>
	);
}
