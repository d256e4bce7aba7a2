import { actionName } from "./old-names.ts";
import type { StepContext } from "./markdown-stories.ts";
import type { PlainValue } from "./write-training-data.ts";

/** What stands behind `- `: a name, and what is in braces behind it. */
export interface NamedValues {
	readonly name: string;
	readonly values: Readonly<Record<string, PlainValue>>;
}

/** Reads `slot{"city": "Bonn"}`; braces that are no JSON are told and left out. */
export function namedValues(written: string, { at, found }: StepContext): NamedValues {
	const brace = written.indexOf("{");
	const name = (brace < 0 ? written : written.slice(0, brace)).trim();
	if (brace < 0) return { name, values: {} };
	const values = jsonObject(written.slice(brace));
	if (values === null)
		found.byHand(
			"rasa_1_markdown_json",
			at,
			`What stands in braces in "${written}" is no JSON object: only ${name} is taken.`,
		);
	return { name, values: values ?? {} };
}

export function jsonObject(text: string): Readonly<Record<string, PlainValue>> | null {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : null;
	} catch {
		return null; // the caller says what can't be read
	}
}

function isObject(value: unknown): value is Record<string, PlainValue> {
	// it comes from JSON.parse, which gives nothing but JSON's values
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Events that a YAML story writes as an action of their name. */
const EVENT_ACTIONS = ["restart", "rewind", "undo", "reset_slots", "pause", "resume"];
/** Events that change nothing that a policy sees. */
const SILENT = ["export", "agent", "form_validation", "loop_interrupted", "action_execution_rejected"];
/** Events that no YAML story can hold. */
const UNWRITABLE = ["followup", "reminder", "cancel_reminder"];

/** The step of `- …`; several slots in one line stay one step. */
export function actionStep({ name, values }: NamedValues, { at, found }: StepContext): PlainValue[] {
	if (name === "slot")
		return [{ slot_was_set: Object.entries(values).map(([slot, value]) => ({ [slot]: value })) }];
	if (name === "form" || name === "active_loop") {
		const form = values["name"] ?? null;
		if (name === "form")
			found.done(
				"rasa_1_form_event",
				at,
				`A step form{"name": …} says that a form begins or ends. Write "- active_loop: name" or "- active_loop: null".`,
			);
		return [{ active_loop: form === "null" ? null : form }];
	}
	if (UNWRITABLE.includes(name)) {
		found.byHand(
			"rasa_1_story_event",
			at,
			`The event ${name} has no place in a story of today: let a custom action return it. It is left out.`,
		);
		return [];
	}
	if (SILENT.includes(name)) {
		found.done("rasa_1_story_event", at, `The event ${name} has no effect in a story. Take it out.`);
		return [];
	}
	if (EVENT_ACTIONS.includes(name)) return [{ action: name }];
	const renamed = actionName(name);
	if (renamed !== name)
		found.done("rasa_1_action_name", at, `The action ${name} has another name now. Write ${renamed}.`);
	return name === "" ? [] : [{ action: renamed }];
}

/** `> name{"slot": "value"}`. */
export function checkpointStep(written: string, context: StepContext): PlainValue | null {
	const { name, values } = namedValues(written, context);
	if (name === "") return null;
	context.found.done(
		"rasa_1_markdown_checkpoint",
		context.at,
		`A checkpoint "> name" of Markdown. Write "- checkpoint: name".`,
	);
	const slots = Object.entries(values).map(([slot, value]) => ({ [slot]: value }));
	return slots.length === 0 ? { checkpoint: name } : { checkpoint: name, slot_was_set: slots };
}

/** Whether a step only says what is so: a slot, a form. */
export function isEvent(step: PlainValue): boolean {
	return typeof step === "object" && step !== null && ("slot_was_set" in step || "active_loop" in step);
}
