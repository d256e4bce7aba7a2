import type { DeskSettings, HandoffQueue } from "../../../contracts/inbox.ts";
import type { Result } from "../../api/call-api.ts";

/** How the desk works, as its form shows it: numbers are texts, and an empty one is "never". */
export interface TeamDraft {
	readonly assignment: DeskSettings["assignment"];
	readonly maxOpenPerAgent: string;
	readonly firstResponseMinutes: string;
	readonly queue: HandoffQueue;
	/** One a line. */
	readonly intents: string;
	readonly failures: string;
	readonly negative: string;
	readonly negativeIntents: string;
}

export function draftOfTeam({ handoff, ...settings }: DeskSettings): TeamDraft {
	return {
		assignment: settings.assignment,
		maxOpenPerAgent: String(settings.maxOpenPerAgent),
		firstResponseMinutes: textOf(settings.firstResponseMinutes),
		queue: handoff.queue,
		intents: handoff.intents.join("\n"),
		failures: textOf(handoff.failures),
		negative: textOf(handoff.negative),
		negativeIntents: handoff.negativeIntents.join("\n"),
	};
}

/** What the form says, as the API takes it; what is no number is named by its field. */
export function teamOf(draft: TeamDraft): Result<DeskSettings> {
	const fields: Record<string, string> = {};
	const whole = (
		name: "maxOpenPerAgent" | "firstResponseMinutes" | "failures" | "negative",
	): number | null => {
		const text = draft[name].trim();
		if (text === "") return null;
		if (!/^\d{1,5}$/u.test(text)) fields[name] = "Write a whole number.";
		return Number(text);
	};
	const maxOpenPerAgent = whole("maxOpenPerAgent");
	if (maxOpenPerAgent === null) fields["maxOpenPerAgent"] = "Write a whole number.";
	const settings: DeskSettings = {
		assignment: draft.assignment,
		maxOpenPerAgent: maxOpenPerAgent ?? 0,
		firstResponseMinutes: whole("firstResponseMinutes"),
		handoff: {
			queue: draft.queue,
			intents: linesOf(draft.intents),
			failures: whole("failures"),
			negative: whole("negative"),
			negativeIntents: linesOf(draft.negativeIntents),
		},
	};
	if (Object.keys(fields).length === 0) return { ok: true, value: settings };
	return { ok: false, fault: { code: "bad_request", message: "Some numbers can't be read.", fields } };
}

function textOf(value: number | null): string {
	return value === null ? "" : String(value);
}

function linesOf(text: string): string[] {
	const lines = text.split(/[\n,]/u).map((line) => line.trim());
	return [...new Set(lines.filter((line) => line !== ""))];
}
