/** What a dialogue costs: a turn of a long conversation, a prediction among many stories, training, loading. */
import { alignColumns } from "../cli/nlu-report/align-columns.ts";
import { readProjectSource } from "../cli/project-source.ts";
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { loadAssistant, type Assistant } from "../dialogue/load-assistant.ts";
import { MessageProcessor } from "../dialogue/message-processor.ts";
import { chooseAction } from "../dialogue/policies/ensemble.ts";
import { readDialogueProject, type DialogueProject } from "../dialogue/read-project.ts";
import { trainDialogue, type DialogueTraining } from "../dialogue/train.ts";
import { appendEvents, createTracker, type Tracker } from "../dialogue/tracker.ts";
import { FaultList, ProjectError } from "../project/fault.ts";
import { parseProjectFiles } from "../project/project-files.ts";
import { seededRandom } from "../nlu/random.ts";
import { percentile } from "./statistics.ts";

const LENGTHS = [20, 200, 2_000, 20_000];
const TURNS = 200;
const PREDICTIONS = 2_000;
const STORIES = [10, 100, 1_000];

export async function benchDialogue(args: string[]): Promise<void> {
	const { values } = parseArgs({
		args,
		options: { project: { type: "string", default: "../shared/rasa/bots/financial-demo" } },
	});
	await benchLongConversations();
	benchPredictions();
	if (existsSync(values.project)) await benchTraining(values.project);
	else console.log(`\nThere is no folder ${values.project}: training is not measured.`);
}

/** A message to a conversation that has gone on for so many events already. */
async function benchLongConversations(): Promise<void> {
	const assistant = assistantOf(projectOf(manyStories(100)));
	const rows = [["events before the turn", "p50", "p99", "fold of the log, once"]];
	for (const length of LENGTHS) {
		const events = conversationOf(length);
		const foldMs = timed(() =>
			appendEvents(createTracker(assistant.domain, "bench"), structuredClone(events)),
		);
		const start = appendEvents(createTracker(assistant.domain, "bench"), events);
		const samples: number[] = [];
		for (let turn = 0; turn < TURNS; turn += 1) {
			const before = performance.now();
			// one turn at a time is what is measured
			await processorOf(assistant).handleMessage(start, message(turn));
			samples.push(performance.now() - before);
		}
		rows.push([String(length), ms(percentile(samples, 0.5)), ms(percentile(samples, 0.99)), ms(foldMs)]);
	}
	console.log(alignColumns(rows));
}

/** One choice of all policies, in conversations of five to ten messages. */
function benchPredictions(): void {
	const rows = [["stories", "policies", "p50", "p99", "train", "load"]];
	for (const count of STORIES) {
		const project = projectOf(manyStories(count));
		let trained: DialogueTraining | null = null;
		const trainMs = timed(() => (trained = trainDialogue(project, new FaultList())));
		if (trained === null) continue;
		const model = stored(trained);
		let assistant: Assistant | null = null;
		const loadMs = timed(() => (assistant = loadAssistant({ modelId: "m", assistantId: "a", ...model })));
		if (assistant === null) continue;
		const trackers = conversations(assistant, 20);
		const samples: number[] = [];
		for (let index = 0; index < PREDICTIONS; index += 1) {
			const tracker = trackers[index % trackers.length];
			if (tracker === undefined) continue;
			const { policies } = assistant as Assistant;
			const before = performance.now();
			chooseAction(policies, tracker);
			samples.push(performance.now() - before);
		}
		rows.push([
			String(count),
			String((assistant as Assistant).policies.length),
			ms(percentile(samples, 0.5)),
			ms(percentile(samples, 0.99)),
			ms(trainMs),
			ms(loadMs),
		]);
	}
	console.log(`\n${alignColumns(rows)}`);
}

async function benchTraining(directory: string): Promise<void> {
	const source = await readProjectSource(directory);
	const faults = new FaultList();
	let project: DialogueProject | null = null;
	const readMs = timed(
		() => (project = readDialogueProject(parseProjectFiles(source.training).files, faults)),
	);
	if (project === null) return;
	const read: DialogueProject = project;
	let trained: DialogueTraining | null = null;
	const trainMs = timed(() => (trained = trainDialogue(read, faults)));
	if (faults.hasErrors()) throw new ProjectError(faults.sorted());
	if (trained === null) return;
	const model = stored(trained);
	const loadMs = timed(() => loadAssistant({ modelId: "m", assistantId: "a", ...model }));
	console.log(
		`\n${alignColumns([
			[directory, "read", "train", "load", "together"],
			["", ms(readMs), ms(trainMs), ms(loadMs), ms(readMs + trainMs + loadMs)],
		])}`,
	);
}

function stored({ dialogue, arrays }: DialogueTraining): {
	dialogue: unknown;
	arrays: DialogueTraining["arrays"];
} {
	return { dialogue: JSON.parse(JSON.stringify(dialogue)), arrays };
}

function timed(work: () => unknown): number {
	const before = performance.now();
	work();
	return performance.now() - before;
}

function ms(value: number): string {
	return `${value < 10 ? value.toFixed(3) : value.toFixed(0)} ms`;
}

const INTENTS = 40;
const ANSWERS = 60;

/** Stories of three to eight messages, drawn with a seed; a form and rules beside them. */
function manyStories(count: number): string {
	const random = seededRandom(1);
	const draw = (below: number): number => Math.floor(random() * below);
	const stories = Array.from({ length: count }, (_, index) => {
		const steps = Array.from({ length: 3 + draw(6) }, () => {
			const intent = draw(INTENTS);
			return `  - intent: intent_${intent}\n  - action: utter_${(intent + draw(3)) % ANSWERS}`;
		});
		return `- story: story ${index}\n  steps:\n${steps.join("\n")}`;
	});
	return `stories:\n${stories.join("\n")}\nrules:\n- rule: help\n  steps: [{intent: help}, {action: utter_0}]\n`;
}

function projectOf(data: string): DialogueProject {
	const list = (name: string, count: number, of: (index: number) => string): string =>
		`${name}:\n${Array.from({ length: count }, (_, index) => of(index)).join("\n")}\n`;
	const domain = [
		list("intents", INTENTS, (index) => `- intent_${index}`),
		"- help\n",
		list("responses", ANSWERS, (index) => `  utter_${index}: [{text: "answer ${index}"}]`),
	].join("");
	const config =
		"policies: [{name: AugmentedMemoizationPolicy, max_history: 5}, {name: TEDPolicy, max_history: 5}, {name: RulePolicy}]";
	const files = [
		{ path: "config.yml", text: config },
		{ path: "domain.yml", text: domain },
		{ path: "data.yml", text: data },
	];
	const faults = new FaultList();
	const project = readDialogueProject(parseProjectFiles(files).files, faults);
	if (faults.hasErrors()) throw new ProjectError(faults.sorted());
	return project;
}

function assistantOf(project: DialogueProject): Assistant {
	return loadAssistant({ modelId: "m", assistantId: "a", ...trainDialogue(project, new FaultList()) });
}

function processorOf(assistant: Assistant): MessageProcessor {
	return new MessageProcessor({
		assistant,
		interpreter: {
			parse: (text) => ({ text, intent: { name: null, confidence: 0 }, entities: [], intent_ranking: [] }),
		},
		actions: { run: () => Promise.resolve({ events: [], responses: [] }) },
		surroundings: { now: () => 1_700_000_000, random: () => 0.5 },
	});
}

function message(index: number): {
	text: string;
	messageId: string;
	inputChannel: string;
	metadata: object & Record<string, never>;
} {
	return { text: `/intent_${index % INTENTS}`, messageId: `m${index}`, inputChannel: "rest", metadata: {} };
}

/** So many events of a conversation, as the engine itself would write them. */
function conversationOf(length: number): DialogueEvent[] {
	const events: DialogueEvent[] = [
		{ event: "action", name: "action_session_start", timestamp: 1_700_000_000 },
		{ event: "session_started", timestamp: 1_700_000_000 },
		{ event: "action", name: "action_listen", timestamp: 1_700_000_000 },
	];
	for (let turn = 0; events.length < length; turn += 1) {
		const intent = { name: `intent_${turn % INTENTS}`, confidence: 1 };
		const name = `utter_${turn % ANSWERS}`;
		const text = `/${intent.name}`;
		events.push(
			{ event: "user", text, parse_data: { text, intent, entities: [] }, timestamp: 1_700_000_000 },
			{ event: "user_featurization", use_text_for_featurization: false, timestamp: 1_700_000_000 },
			{ event: "action", name, policy: "TEDPolicy", confidence: 0.9, timestamp: 1_700_000_000 },
			{ event: "bot", text: "answer", data: {}, timestamp: 1_700_000_000 },
			{
				event: "action",
				name: "action_listen",
				policy: "TEDPolicy",
				confidence: 0.9,
				timestamp: 1_700_000_000,
			},
		);
	}
	return events.slice(0, length - (length % 5) + 3);
}

function conversations(assistant: Assistant, count: number): Tracker[] {
	return Array.from({ length: count }, (_, index) => {
		const events = conversationOf(25 + index);
		const turn = index * 3;
		const text = `/intent_${turn % INTENTS}`;
		const intent = { name: `intent_${turn % INTENTS}`, confidence: 1 };
		return appendEvents(createTracker(assistant.domain, "bench"), [
			...events,
			{ event: "user", text, parse_data: { text, intent, entities: [] }, timestamp: 1_700_000_000 },
		]);
	});
}
