import { z } from "zod";
import { DecisionTrace } from "../../contracts/decision-trace.ts";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";

const Failures = z.array(z.object({ action: z.string(), code: z.string(), message: z.string() }));

/** How the actions of a turn were chosen: what was understood, then policy and reason of each, in words. */
export function whyText(events: readonly DialogueEvent[]): string[] {
	return events.flatMap((event) => {
		if (event.event === "user") return [understood(event)];
		return event.event === "action" ? actionLines(event) : [];
	});
}

function understood({ text, parse_data: data }: Extract<DialogueEvent, { event: "user" }>): string {
	const entities = (data.entities ?? []).map(({ entity, value }) => `${entity} = ${JSON.stringify(value)}`);
	const intent = data.intent?.name ?? "nothing";
	const found = entities.length === 0 ? "" : `, ${entities.join(", ")}`;
	return `"${text ?? ""}" was understood as ${intent} (${share(data.intent?.confidence ?? 0)})${found}`;
}

function actionLines(event: Extract<DialogueEvent, { event: "action" }>): string[] {
	const trace = DecisionTrace.safeParse(event.metadata?.["trace"]).data ?? {};
	const name = event.name ?? `"${event.action_text ?? ""}"`;
	const policy = event.policy ?? null;
	const head =
		policy === null ? `${name}: by the engine itself` : `${name}: ${policy} ${share(event.confidence ?? 0)}`;
	const matched = trace.matched ?? [];
	const others = (trace.others ?? []).map(
		(other) =>
			`${other.policy} ${other.action === null ? "nothing" : `${other.action} ${share(other.confidence)}`}`,
	);
	return [
		`${head}${sourceText(trace)}`,
		...(matched.length === 0 ? [] : [`    because ${matched.join("; ")}`]),
		...(others.length === 0 ? [] : [`    others said: ${others.join(", ")}`]),
		...failures(event).map((line) => `    ${line}`),
	];
}

function sourceText({ kind, name, file, line }: DecisionTrace): string {
	const place = typeof file === "string" ? ` (${file}:${line ?? 1})` : "";
	if (typeof name === "string") return `, ${kind ?? "by"} "${name}"${place}`;
	return typeof kind === "string" ? `, ${kind.replaceAll("_", " ")}` : "";
}

function failures({ metadata }: DialogueEvent): string[] {
	const failed = [
		...(Failures.safeParse([metadata?.["error"]]).data ?? []),
		...(Failures.safeParse(metadata?.["extraction_errors"]).data ?? []),
		...(Failures.safeParse(metadata?.["response_errors"]).data ?? []),
	];
	return failed.map(({ action, code, message }) => `failed: ${action}, ${code}: ${message}`);
}

/** The slots that are set, the form that runs and what it asks for. */
export function slotsText(slots: Readonly<Record<string, unknown>>, activeLoop: string | null): string[] {
	const set = Object.entries(slots).filter(([, value]) => value !== null);
	return [
		...(activeLoop === null ? [] : [`form ${activeLoop} is running`]),
		...(set.length === 0
			? ["no slot is set"]
			: set.map(([name, value]) => `${name} = ${JSON.stringify(value)}`)),
	];
}

function share(confidence: number): string {
	return confidence.toFixed(2);
}
