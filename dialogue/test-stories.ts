/** Test stories: conversations with the answers that are expected, judged as `rasa test` judges them (SPEC TE1–TE7). */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { Entity, JsonValue, ParseData } from "../contracts/parse-data.ts";
import type { Interpreter } from "../nlu/interpreter.ts";
import type { FaultList, SourcePosition } from "../project/fault.ts";
import type { ProjectFile } from "../project/project-files.ts";
import type { Assistant } from "./assistant.ts";
import type { Domain } from "./domain.ts";
import { parseMessage } from "./parse-message.ts";
import { playStory, type PlayedAction } from "./play-story.ts";
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
		return generateTrackers(stories, domain, faults, { isTest: true }).map((tracker) => ({
			tracker,
			positions,
			fullIntents,
		}));
	});
}

/** What the NLU made of a message, beside what the story says. Equal where both agree. */
export interface JudgedMessage {
	readonly event: UserEvent;
	readonly intent: { readonly expected: string | null; readonly predicted: string | null };
	readonly entities: { readonly expected: readonly Entity[]; readonly predicted: readonly Entity[] };
}

/** One event of a test story with what was predicted in its place. */
export interface JudgedStep {
	readonly event: DialogueEvent;
	/** Null for what the reader of the story added: listening, slots that entities fill. */
	readonly line: number | null;
	readonly action: PlayedAction | null;
	readonly message: JudgedMessage | null;
	readonly failures: readonly FailedStep[];
}

/** A test story, judged. */
export interface JudgedStory {
	readonly story: string;
	readonly file: string;
	readonly line: number | null;
	readonly steps: readonly JudgedStep[];
	readonly hasPassed: boolean;
	/** `action_unlikely_intent` came where no story has it. */
	readonly hasWarning: boolean;
}

/** Plays test stories and sums up (SPEC TE1–TE8). */
export function runTestStories(
	assistant: Assistant,
	stories: readonly TestStory[],
	interpreter: Interpreter | null,
): CoreReport {
	return coreReport(judgeStories(assistant, stories, interpreter));
}

/**
 * Plays test stories. Custom actions are not called: what they would set, the stories say.
 *
 * @param interpreter - reads the messages' texts; null takes the NLU as perfect
 */
export function judgeStories(
	assistant: Assistant,
	stories: readonly TestStory[],
	interpreter: Interpreter | null,
): JudgedStory[] {
	return stories.map((story) => {
		const messages = new Map<DialogueEvent, JudgedMessage>();
		const played = playStory(assistant, story.tracker, (event) => {
			if (interpreter === null || event.text === null) return event;
			const parsed = parseMessage(event.text, { domain: assistant.domain, interpreter, nowMs: 0 });
			messages.set(event, judgeMessage(story, event, parsed));
			return withSelection(event, parsed);
		});
		const actions = new Map<DialogueEvent, PlayedAction>(played.map((step) => [step.event, step]));
		const steps = story.tracker.running.events.map((event): JudgedStep => {
			const line = story.positions.get(event)?.line ?? null;
			const action = actions.get(event) ?? null;
			const message = messages.get(event) ?? null;
			return { event, line, action, message, failures: failuresOf(line, action, message) };
		});
		const { name, place } = story.tracker;
		return {
			story: name,
			file: place.file,
			line: place.line,
			steps,
			hasPassed: steps.every(({ failures }) => failures.length === 0),
			hasWarning: played.some(({ isSurprised }) => isSurprised),
		};
	});
}

/** Counts, and the stories that failed with the steps that went otherwise. */
export function coreReport(judged: readonly JudgedStory[]): CoreReport {
	const actions = judged.flatMap(({ steps }) => steps.flatMap(({ action }) => action ?? []));
	const failed = judged
		.filter(({ hasPassed }) => !hasPassed)
		.map(({ story, file, line, steps }) => ({
			story,
			file,
			line,
			steps: steps.flatMap(({ failures }) => failures).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
		}));
	const correct = actions.filter(({ expected, predicted }) => expected === predicted).length;
	return {
		stories: { passed: judged.length - failed.length, total: judged.length },
		actions: { correct, total: actions.length },
		failed,
	};
}

type UserEvent = DialogueEvent & { readonly event: "user" };

function judgeMessage(story: TestStory, event: UserEvent, parsed: ParseData): JudgedMessage {
	const base = event.parse_data.intent?.name ?? null;
	const expected = story.fullIntents.get(event) ?? base;
	const predicted = expected === parsed.intent.name ? expected : fullIntent(parsed);
	const entities = { expected: event.parse_data.entities ?? [], predicted: parsed.entities };
	return { event, intent: { expected, predicted }, entities };
}

function failuresOf(
	line: number | null,
	action: PlayedAction | null,
	message: JudgedMessage | null,
): FailedStep[] {
	const failures: FailedStep[] = [];
	const differ = (
		kind: FailedStep["kind"],
		expected: string,
		predicted: string,
		policy: string | null,
	): void => {
		if (expected !== predicted) failures.push({ kind, line, expected, predicted, policy });
	};
	if (message !== null) {
		const { intent, entities } = message;
		differ("intent", intent.expected ?? "null", intent.predicted ?? "null", null);
		differ("entities", entityTexts(entities.expected), entityTexts(entities.predicted), null);
	}
	if (action !== null && action.expected !== action.predicted)
		differ("action", action.expected ?? "", action.predicted ?? "", action.policy);
	return failures;
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
	return texts.length === 0 ? "nothing" : [...new Set(texts)].toSorted((a, b) => (a < b ? -1 : 1)).join(", ");
}

function withSelection(event: UserEvent, parsed: ParseData): DialogueEvent {
	const selector = parsed.response_selector;
	return selector === undefined
		? event
		: { ...event, parse_data: { ...event.parse_data, response_selector: selector } };
}
