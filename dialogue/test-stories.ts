/** Test stories: conversations with the answers that are expected, judged as `rasa test` judges them (SPEC TE1–TE7). */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { Entity, JsonValue, ParseData } from "../contracts/parse-data.ts";
import type { Interpreter } from "../nlu/interpreter.ts";
import type { FaultList, SourcePosition } from "../project/fault.ts";
import type { ProjectFile } from "../project/project-files.ts";
import type { Assistant } from "./assistant.ts";
import type { Domain } from "./domain.ts";
import { parseMessage } from "./parse-message.ts";
import { playStory } from "./play-story.ts";
import { readStories } from "./project/read-stories.ts";
import { pythonText } from "./python-text.ts";
import { generateTrackers, type TrainingTracker } from "./training/generate-trackers.ts";
import type { StoryStep } from "./training/story-step.ts";

/** A test story with the lines of its steps. */
export interface TestStory {
	readonly tracker: TrainingTracker;
	readonly positions: ReadonlyMap<DialogueEvent, SourcePosition>;
	/** Full retrieval intents that the story expects. */
	readonly fullIntents: ReadonlyMap<DialogueEvent, string>;
}

/** What went otherwise than a story says. */
export interface FailedStep {
	readonly kind: "action" | "intent" | "entities";
	readonly line: number | null;
	readonly expected: string;
	readonly predicted: string;
	/** Who predicted the action. */
	readonly policy: string | null;
}

export interface FailedStory {
	readonly story: string;
	readonly file: string;
	readonly line: number | null;
	readonly steps: readonly FailedStep[];
}

/** What `care test core --json` prints. */
export interface CoreReport {
	readonly stories: { readonly passed: number; readonly total: number };
	readonly actions: { readonly correct: number; readonly total: number };
	readonly failed: readonly FailedStory[];
}

/** Reads the stories of test files; `or` and checkpoints make several of one. */
export function readTestStories(
	files: readonly ProjectFile[],
	domain: Domain,
	faults: FaultList,
): TestStory[] {
	return files.flatMap((file) => {
		const { stories } = readStories([file], domain, faults, true);
		const events = stories.flatMap((step: StoryStep) => step.events);
		const positions = new Map(events.map(({ event, position }) => [event, position]));
		const fullIntents = new Map(
			events.flatMap(({ event, fullIntent }) =>
				fullIntent === undefined ? [] : [[event, fullIntent] as const],
			),
		);
		return generateTrackers(stories, domain, faults).map((tracker) => ({ tracker, positions, fullIntents }));
	});
}

/**
 * Plays test stories. Custom actions are not called: what they would set, the stories say.
 *
 * @param interpreter - reads the messages' texts; null takes the NLU as perfect
 */
export function runTestStories(
	assistant: Assistant,
	stories: readonly TestStory[],
	interpreter: Interpreter | null,
): CoreReport {
	const failed: FailedStory[] = [];
	let correct = 0;
	let total = 0;
	for (const story of stories) {
		const messages: FailedStep[] = [];
		const played = playStory(assistant, story.tracker, (event) => {
			if (interpreter === null || event.text === null) return event;
			const parsed = parseMessage(event.text, { domain: assistant.domain, interpreter, nowMs: 0 });
			messages.push(...judgeMessage(story, event, parsed));
			return withSelection(event, parsed);
		});
		const wrong = played.filter((step) => step.expected !== step.predicted);
		total += played.length;
		correct += played.length - wrong.length;
		const actions = wrong.map((step): FailedStep => ({
			kind: "action",
			line: story.positions.get(step.event)?.line ?? null,
			expected: step.expected ?? "",
			predicted: step.predicted ?? "",
			policy: step.policy,
		}));
		const { name, place } = story.tracker;
		const steps = [...messages, ...actions].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
		if (steps.length > 0) failed.push({ story: name, file: place.file, line: place.line, steps });
	}
	const passed = stories.length - failed.length;
	return { stories: { passed, total: stories.length }, actions: { correct, total }, failed };
}

type UserEvent = DialogueEvent & { readonly event: "user" };

function judgeMessage(story: TestStory, event: UserEvent, parsed: ParseData): FailedStep[] {
	const steps: FailedStep[] = [];
	const line = story.positions.get(event)?.line ?? null;
	const base = event.parse_data.intent?.name ?? null;
	const expected = story.fullIntents.get(event) ?? base;
	const predicted = expected === parsed.intent.name ? expected : fullIntent(parsed);
	if (expected !== predicted)
		steps.push({
			kind: "intent",
			line,
			expected: expected ?? "null",
			predicted: predicted ?? "null",
			policy: null,
		});
	const wanted = entityTexts(event.parse_data.entities ?? []);
	const found = entityTexts(parsed.entities);
	if (wanted !== found)
		steps.push({ kind: "entities", line, expected: wanted, predicted: found, policy: null });
	return steps;
}

/** The intent with its response key, where a response selector chose one. */
function fullIntent(parsed: ParseData): string | null {
	const { name } = parsed.intent;
	const selector = parsed.response_selector ?? {};
	const own = name === null || !Object.hasOwn(selector, name) ? undefined : selector[name];
	return keyOf(selector["default"]) ?? keyOf(own) ?? name;
}

function keyOf(selection: JsonValue | undefined): string | null {
	const response = memberOf(selection ?? null, "response");
	const key = memberOf(response, "intent_response_key");
	return typeof key === "string" ? key : null;
}

function memberOf(value: JsonValue, key: string): JsonValue {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
	return Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

/** Entities as a set: `cuisine 10-17 italian`, in order of place. */
function entityTexts(entities: readonly Entity[]): string {
	const texts = entities.map(
		({ entity, start, end, value }) => `${entity} ${start}-${end} ${pythonText(value)}`,
	);
	return [...new Set(texts)].toSorted((a, b) => (a < b ? -1 : 1)).join(", ");
}

function withSelection(event: UserEvent, parsed: ParseData): DialogueEvent {
	const selector = parsed.response_selector;
	return selector === undefined
		? event
		: { ...event, parse_data: { ...event.parse_data, response_selector: selector } };
}
