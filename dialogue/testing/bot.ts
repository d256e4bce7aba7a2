/** Bots for tests: projects written inline, custom actions written inline, time and chance that stand still. */
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { Interpreter } from "../../nlu/interpreter.ts";
import { FaultList, type Fault } from "../../project/fault.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import type { ActionResult } from "../action-sdk.ts";
import { loadAssistant, type Assistant } from "../load-assistant.ts";
import { MessageProcessor } from "../message-processor.ts";
import type { ActionCall, ResponseGenerator } from "../ports.ts";
import { readDialogueProject, type DialogueProject } from "../read-project.ts";
import { appendEvents, createTracker, type Tracker } from "../tracker.ts";
import { trainDialogue, type DialogueTraining, type TrainedDialogue } from "../train.ts";

/** Files by path. */
export type Files = Readonly<Record<string, string>>;

export interface BuiltProject {
	readonly project: DialogueProject;
	readonly trained: TrainedDialogue;
	readonly arrays: DialogueTraining["arrays"];
	readonly faults: readonly Fault[];
}

/** Reads and trains a project, faults and all. */
export function buildProject(files: Files): BuiltProject {
	const sources = Object.entries(files).map(([path, text]) => ({ path, text: dedent(text) }));
	const parsed = parseProjectFiles(sources);
	const faults = new FaultList();
	faults.addAll(parsed.faults);
	const project = readDialogueProject(parsed.files, faults);
	const { dialogue: trained, arrays } = trainDialogue(project, faults);
	return { project, trained, arrays, faults: faults.sorted() };
}

/** An assistant of a project without errors, after a trip through JSON. */
export function assistantOf(files: Files): Assistant {
	const { trained, arrays, faults } = buildProject(files);
	const errors = faults.filter((fault) => fault.severity === "error");
	if (errors.length > 0)
		throw new Error(errors.map((fault) => `${fault.file}:${fault.line} ${fault.message}`).join("\n"));
	return loadAssistant({
		modelId: "model-1",
		assistantId: "bot-1",
		dialogue: JSON.parse(JSON.stringify(trained)),
		arrays,
	});
}

/** Codes of the faults, with their lines: `unknown_intent data.yml:4`. */
export function faultCodes(files: Files): string[] {
	return buildProject(files).faults.map((fault) => `${fault.code} ${fault.file}:${fault.line}`);
}

export type TestAction = (call: ActionCall) => ActionResult | Promise<ActionResult>;

/** A conversation with a bot. */
export class TestConversation {
	tracker: Tracker;
	nowSeconds = 1_700_000_000;
	chance = 0;
	readonly calls: ActionCall[] = [];
	readonly processor: MessageProcessor;

	constructor(
		assistant: Assistant,
		actions: Readonly<Record<string, TestAction>> = {},
		interpreter: Interpreter = UNSURE,
		responses?: ResponseGenerator,
	) {
		this.tracker = createTracker(assistant.domain, "visitor");
		this.processor = new MessageProcessor({
			assistant,
			interpreter,
			actions: {
				run: async (call) => {
					this.calls.push(call);
					const action = Object.hasOwn(actions, call.name) ? actions[call.name] : undefined;
					return action === undefined ? { events: [], responses: [] } : action(call);
				},
			},
			responses,
			surroundings: { now: () => (this.nowSeconds += 0.001), random: () => this.chance },
		});
	}

	/** Says something; gives the new events. */
	async say(
		text: string,
		metadata: Readonly<Record<string, string>> = {},
	): Promise<readonly DialogueEvent[]> {
		const result = await this.processor.handleMessage(this.tracker, {
			text,
			messageId: `message-${this.tracker.events.length}`,
			inputChannel: "rest",
			metadata,
		});
		this.tracker = appendEvents(this.tracker, result.events);
		return result.events;
	}

	/** Says something; gives the answer in short: `action`, `slot=value`, `"text"`. */
	async hear(text: string): Promise<string[]> {
		return outline(await this.say(text));
	}
}

/** Events in short, without those of the session's start and of featurisation. */
export function outline(events: readonly DialogueEvent[]): string[] {
	const start = events.findLastIndex((event) => event.event === "session_started");
	return events.slice(start < 0 ? 0 : start + 2).flatMap((event) => {
		switch (event.event) {
			case "user_featurization":
			case "user":
				return [];
			case "action":
				return [event.name ?? `bot: ${event.action_text}`];
			case "slot":
				return [`${event.name}=${JSON.stringify(event.value)}`];
			case "bot":
				return [`"${event.text}"`];
			case "active_loop":
				return [`loop=${event.name}`];
			case "action_execution_rejected":
				return [`rejected ${event.name}`];
			default:
				return [event.event];
		}
	});
}

/** An interpreter that never understands. */
export const UNSURE: Interpreter = {
	parse: (text) => ({ text, intent: { name: null, confidence: 0 }, entities: [], intent_ranking: [] }),
};

/** Takes the common indentation of a block away. */
export function dedent(text: string): string {
	const lines = text.replace(/^\n/, "").replaceAll("\t", "  ").split("\n");
	const filled = lines.filter((line) => line.trim() !== "");
	const depth = Math.min(...filled.map((line) => line.length - line.trimStart().length));
	return lines.map((line) => line.slice(depth)).join("\n");
}
