/**
 * Replays recorded behaviour of Rasa: stories (each action predicted) and dialogues (each message's events). What must
 * be equal, the rules say (SPEC CO1–CO3).
 */
import { z } from "zod";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { JsonValue } from "../contracts/parse-data.ts";
import type { Interpreter } from "../nlu/interpreter.ts";
import type { Assistant } from "./assistant.ts";
import { MessageProcessor } from "./message-processor.ts";
import { ACTION_SESSION_START, ACTION_VALIDATE_SLOT_MAPPINGS } from "./names.ts";
import type { ActionRunner, Surroundings } from "./ports.ts";
import { playStory } from "./play-story.ts";
import { activeLoopName, appendEvents, createTracker } from "./tracker.ts";
import type { TrainingTracker } from "./training/generate-trackers.ts";

/** How far two records agree. `differences` are for people, at most `MAX_DIFFERENCES` of them. */
export interface ConformanceReport {
	readonly matched: number;
	readonly total: number;
	readonly differences: readonly ConformanceDifference[];
}

export interface ConformanceDifference {
	/** Story or dialogue, and the step or message in it. */
	readonly where: string;
	readonly expected: string;
	readonly actual: string;
}

const MAX_DIFFERENCES = 200;

const RecordedAction = z.object({
	expected: z.string().nullable(),
	predicted: z.string().nullable(),
	policy: z.string().nullable(),
	confidence: z.number().nullable(),
});
const RecordedStory = z.object({ set: z.string(), story: z.string(), actions: z.array(RecordedAction) });
type RecordedStory = z.infer<typeof RecordedStory>;

const RecordedEvent = z.record(z.string(), JsonValue);
const RecordedDialogue = z.object({
	id: z.string(),
	turns: z.array(z.object({ user: z.string(), events: z.array(RecordedEvent) })),
	slots: z.record(z.string(), JsonValue),
	active_loop: z.string().nullable(),
});
type RecordedDialogue = z.infer<typeof RecordedDialogue>;

/** Stories by the name of their set: `train`, or `test:` and the file. */
export type StorySets = ReadonlyMap<string, readonly TrainingTracker[]>;

/** Compares recorded stories, step by step: `matched` and `total` count steps. */
export function compareStories(assistant: Assistant, sets: StorySets, jsonLines: string): ConformanceReport {
	const report = new ReportBuilder();
	const left = new Map<string, string[][]>();
	for (const [set, trackers] of sets)
		for (const tracker of trackers) {
			const steps = playStory(assistant, tracker).map((step) => stepText(step));
			const key = storyKey(set, tracker.name);
			left.set(key, [...(left.get(key) ?? []), steps]);
		}
	for (const story of readLines(jsonLines, RecordedStory)) {
		const expected = story.actions.map((action) => stepText(action));
		const candidates = left.get(storyKey(story.set, story.story)) ?? [];
		const best = bestCandidate(candidates, expected);
		if (best !== null) candidates.splice(candidates.indexOf(best), 1);
		compareSteps(report, story, expected, best ?? []);
	}
	return report.build();
}

function storyKey(set: string, name: string): string {
	return `${set}\n${name}`;
}

function stepText(step: z.infer<typeof RecordedAction>): string {
	return `${step.expected} <- ${step.predicted} (${step.policy} ${step.confidence})`;
}

/** Stories of an `or` share their name: each recording takes the one that agrees most. */
function bestCandidate(candidates: readonly string[][], expected: readonly string[]): string[] | null {
	let best: string[] | null = null;
	let bestCount = -1;
	for (const candidate of candidates) {
		const count =
			expected.filter((step, index) => candidate[index] === step).length -
			Math.abs(candidate.length - expected.length);
		if (count <= bestCount) continue;
		best = candidate;
		bestCount = count;
	}
	return best ?? candidates[0] ?? null;
}

function compareSteps(
	report: ReportBuilder,
	story: RecordedStory,
	expected: readonly string[],
	actual: readonly string[],
): void {
	const length = Math.max(expected.length, actual.length);
	for (let index = 0; index < length; index += 1)
		report.compare(
			`${story.set} "${story.story}" step ${index + 1}`,
			expected[index] ?? "(nothing)",
			actual[index] ?? "(nothing)",
		);
}

/** Compares recorded dialogues, event for event: `matched` and `total` count dialogues. */
export async function compareDialogues(assistant: Assistant, jsonLines: string): Promise<ConformanceReport> {
	const report = new ReportBuilder();
	for (const dialogue of readLines(jsonLines, RecordedDialogue)) {
		// one after the other: differences are listed in the file's order
		report.add(await compareDialogue(assistant, dialogue));
	}
	return report.build();
}

async function compareDialogue(
	assistant: Assistant,
	dialogue: RecordedDialogue,
): Promise<ConformanceDifference | null> {
	const processor = new MessageProcessor({
		assistant,
		interpreter: SILENT,
		actions: STUB,
		surroundings: countingClock(),
	});
	let tracker = createTracker(assistant.domain, dialogue.id);
	for (const [index, turn] of dialogue.turns.entries()) {
		const message = { text: turn.user, messageId: `message-${index}`, inputChannel: "rest", metadata: {} };
		// each message answers the one before
		const { events } = await processor.handleMessage(tracker, message);
		tracker = appendEvents(tracker, events);
		const difference = firstDifference(turn.events, recorded(events));
		if (difference !== null)
			return { where: `${dialogue.id} message ${index + 1} ${turn.user}`, ...difference };
	}
	const slots = [...tracker.slots].filter(([, value]) => value !== null);
	const expected = canonical([dialogue.slots, dialogue.active_loop]);
	const actual = canonical([Object.fromEntries(slots), activeLoopName(tracker)]);
	return expected === actual ? null : { where: `${dialogue.id} at its end`, expected, actual };
}

function firstDifference(
	expected: readonly { [key: string]: JsonValue }[],
	actual: readonly { [key: string]: JsonValue }[],
): { expected: string; actual: string } | null {
	for (let index = 0; index < Math.max(expected.length, actual.length); index += 1) {
		const left = expected[index];
		const right = actual[index];
		const [leftText, rightText] = [canonical(left ?? null), canonical(right ?? null)];
		if (leftText !== rightText)
			return { expected: `event ${index + 1}: ${leftText}`, actual: `event ${index + 1}: ${rightText}` };
	}
	return null;
}

/** The events in the recordings' form. A new session within a turn hides what came before it: Rasa's store gives only the latest session. */
function recorded(events: readonly DialogueEvent[]): { [key: string]: JsonValue }[] {
	const start = events.findLastIndex(
		(event) => event.event === "action" && event.name === ACTION_SESSION_START,
	);
	return events
		.slice(Math.max(0, start))
		.map(recordedEvent)
		.filter((event) => event !== null);
}

function recordedEvent(event: DialogueEvent): { [key: string]: JsonValue } | null {
	switch (event.event) {
		case "user_featurization":
			return null;
		case "user":
			return {
				event: "user",
				intent: event.parse_data.intent?.name ?? null,
				entities: (event.parse_data.entities ?? []).map(({ entity, value, role, group }) => ({
					entity,
					value,
					...(role === undefined ? {} : { role }),
					...(group === undefined ? {} : { group }),
				})),
			};
		case "bot":
			return typeof event.metadata?.["utter_action"] === "string"
				? { event: "bot", utter_action: event.metadata["utter_action"] }
				: { event: "bot", text: event.text };
		case "action":
			return {
				event: "action",
				name: event.name ?? event.action_text ?? null,
				...(event.policy === null || event.policy === undefined ? {} : { policy: event.policy }),
				...(event.confidence === null || event.confidence === undefined
					? {}
					: { confidence: event.confidence }),
			};
		case "slot":
			return { event: "slot", name: event.name, value: event.value };
		case "active_loop":
			return { event: "active_loop", name: event.name };
		case "loop_interrupted":
			return { event: "loop_interrupted", is_interrupted: event.is_interrupted };
		case "action_execution_rejected":
			return { event: "action_execution_rejected", name: event.name };
		default:
			return { event: event.event };
	}
}

/** JSON with sorted keys. */
function canonical(value: JsonValue): string {
	return JSON.stringify(value, (_key, item: unknown) =>
		typeof item === "object" && item !== null && !Array.isArray(item)
			? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
			: item,
	);
}

/** The recordings' stub of all custom actions. */
const STUB: ActionRunner = {
	run({ name }) {
		const isSilent = name.startsWith("validate_") || name === ACTION_VALIDATE_SLOT_MAPPINGS;
		return Promise.resolve({ events: [], responses: isSilent ? [] : [{ text: `[${name}]` }] });
	},
};

/** The recordings' messages are literal; whatever else comes means nothing. */
const SILENT: Interpreter = {
	parse: (text) => ({ text, intent: { name: null, confidence: 0 }, entities: [], intent_ranking: [] }),
};

function countingClock(): Surroundings {
	let seconds = 1_000_000;
	return {
		now: () => (seconds += 0.001),
		random: () => 0,
	};
}

/** Lines of a recording; the first describes it and is left out. */
function readLines<Line>(jsonLines: string, schema: z.ZodType<Line>): Line[] {
	const lines = jsonLines.split("\n").filter((line) => line.trim() !== "");
	return lines.slice(1).map((line) => schema.parse(JSON.parse(line)));
}

class ReportBuilder {
	#matched = 0;
	#total = 0;
	readonly #differences: ConformanceDifference[] = [];

	compare(where: string, expected: string, actual: string): void {
		this.add(expected === actual ? null : { where, expected, actual });
	}

	add(difference: ConformanceDifference | null): void {
		this.#total += 1;
		if (difference === null) this.#matched += 1;
		else if (this.#differences.length < MAX_DIFFERENCES) this.#differences.push(difference);
	}

	build(): ConformanceReport {
		return { matched: this.#matched, total: this.#total, differences: this.#differences };
	}
}
