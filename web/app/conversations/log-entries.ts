import { z } from "zod";
import type { DeskEvent } from "../../../contracts/desk.ts";
import { DialogueEvent } from "../../../contracts/dialogue-event.ts";

/** What happened to the conversation itself, as far as the desk tells it; a newer product may know more. */
const SystemEvent = z.looseObject({
	type: z.string(),
	owner: z.string().optional(),
	priority: z.string().optional(),
	reason: z.string().optional(),
	handoff: z.string().optional(),
	untilMs: z.number().nullish(),
	text: z.string().optional(),
	error: z.string().optional(),
	name: z.string().optional(),
	assignee: z.object({ id: z.string(), name: z.string() }).optional(),
	by: z.object({ id: z.string(), name: z.string() }).optional(),
	events: z.array(z.json()).optional(),
});
export type SystemEvent = z.infer<typeof SystemEvent>;
/** Of one message, or of the help as a whole. */
const Feedback = z.union([
	z.object({
		seq: z.int(),
		rating: z.enum(["up", "down"]).nullable(),
		reason: z.string().optional(),
	}),
	z.object({ seq: z.int(), csat: z.int(), comment: z.string().optional() }),
]);

interface Place {
	readonly seq: number;
	readonly atMs: number;
}
/** An entry of the log, as the desk reads it. */
export type Entry = Place &
	(
		| { readonly kind: "dialogue"; readonly event: DialogueEvent }
		| { readonly kind: "system"; readonly event: SystemEvent }
		| { readonly kind: "feedback"; readonly event: z.infer<typeof Feedback> }
		| { readonly kind: "other" }
	);

/** What can't be read is kept as `other`: the count of entries stays right. */
export function readEntry({ seq, at, kind, event }: z.infer<typeof DeskEvent>): Entry {
	const place = { seq, atMs: Date.parse(at) };
	if (kind === "dialogue") {
		const parsed = DialogueEvent.safeParse(event);
		if (parsed.success) return { ...place, kind, event: parsed.data };
	}
	if (kind === "system") {
		const parsed = SystemEvent.safeParse(event);
		if (parsed.success) return { ...place, kind, event: parsed.data };
	}
	if (kind === "feedback") {
		const parsed = Feedback.safeParse(event);
		if (parsed.success) return { ...place, kind, event: parsed.data };
	}
	return { ...place, kind: "other" };
}

/** Two readings of one log, which may overlap, as one. */
export function mergeEntries(one: readonly Entry[], other: readonly Entry[]): Entry[] {
	const bySeq = new Map([...one, ...other].map((entry) => [entry.seq, entry]));
	return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
