/**
 * Does TEDPolicy choose right where memoization can't? Stories are left out in folds; each of their actions is predicted
 * by policies that were trained on the rest.
 */
import { basename, dirname } from "node:path";
import { parseArgs } from "node:util";
import { alignColumns } from "../cli/nlu-report/align-columns.ts";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { readProjectSource } from "../cli/project-source.ts";
import { loadProject } from "../cli/train-project.ts";
import { loadAssistant, type Assistant } from "../dialogue/load-assistant.ts";
import { ACTION_UNLIKELY_INTENT } from "../dialogue/names.ts";
import { playStory, type PlayedAction } from "../dialogue/play-story.ts";
import { chooseAction } from "../dialogue/policies/ensemble.ts";
import type { DialogueProject } from "../dialogue/read-project.ts";
import { appendEvents, createTracker, type Tracker } from "../dialogue/tracker.ts";
import { trainDialogue } from "../dialogue/train.ts";
import { generateTrackers, type TrainingTracker } from "../dialogue/training/generate-trackers.ts";
import { seededRandom } from "../nlu/random.ts";
import { FaultList } from "../project/fault.ts";

const MOST_FOLDS = 10;
/** Below this many stories there is too little left to learn from. */
const FEWEST_STORIES = 5;

/** One action of a story that was left out. */
interface Judged {
	readonly expected: string;
	/** The stories that are left have the action and, after a message, its intent: else nothing they teach can be right. */
	readonly isKnown: boolean;
	readonly memorised: boolean;
	readonly ted: string;
	readonly confidence: number;
	readonly frequent: string;
	readonly frequentAfter: string;
	readonly withTed: string;
	readonly withoutTed: string;
}

export async function benchPolicies(args: string[]): Promise<void> {
	const { values } = parseArgs({
		args,
		options: {
			project: { type: "string", multiple: true, default: ["assistant"] },
			each: { type: "boolean" },
		},
	});
	const rows: string[][] = [];
	const all: Judged[] = [];
	const surprises: Surprise[] = [];
	for (const directory of values.project) {
		const { dialogue } = loadProject(await readProjectSource(directory));
		const count = storyNames(dialogue).length;
		if (count < FEWEST_STORIES) {
			console.log(`${directory}: ${count} stories, at least ${FEWEST_STORIES} are needed; left out.`);
			continue;
		}
		const folds = foldsOf(dialogue, values.each === true);
		const judged = folds.flatMap(({ known, tests }) => judgeFold(known, tests));
		surprises.push(...folds.flatMap(({ known, tests }) => surprisesIn(known, tests)));
		all.push(...judged);
		rows.push(row(`${basename(dirname(directory))}/${basename(directory)}`, count, judged));
	}
	if (rows.length > 1) rows.push(row("all", 0, all));
	console.log(
		alignColumns([
			[
				"where memoization can't (left-out stories)",
				"stories",
				"actions",
				"can be known",
				"most frequent",
				"after the same",
				"TEDPolicy",
				"of these, known and not listen",
				"after the same",
				"TEDPolicy",
				"whole config without",
				"with TEDPolicy",
			],
			...rows,
		]),
	);
	printCalibration(all);
	printSurprise(surprises);
}

function row(name: string, stories: number, judged: readonly Judged[]): string[] {
	const open = judged.filter(({ memorised }) => !memorised);
	const speaking = open.filter(({ expected, isKnown }) => expected !== "action_listen" && isKnown);
	return [
		name,
		stories === 0 ? "" : String(stories),
		String(open.length),
		share(open, ({ isKnown }) => isKnown),
		share(open, ({ frequent, expected }) => frequent === expected),
		share(open, ({ frequentAfter, expected }) => frequentAfter === expected),
		share(open, ({ ted, expected }) => ted === expected),
		String(speaking.length),
		share(speaking, ({ frequentAfter, expected }) => frequentAfter === expected),
		share(speaking, ({ ted, expected }) => ted === expected),
		share(judged, ({ withoutTed, expected }) => withoutTed === expected),
		share(judged, ({ withTed, expected }) => withTed === expected),
	];
}

function share(judged: readonly Judged[], isRight: (step: Judged) => boolean): string {
	if (judged.length === 0) return "–";
	return `${((judged.filter(isRight).length / judged.length) * 100).toFixed(1)} %`;
}

/** Is a choice right as often as its confidence says? */
function printCalibration(judged: readonly Judged[]): void {
	const bounds = [0, 0.3, 0.5, 0.7, 0.9, 1.0001];
	const open = judged.filter(({ memorised }) => !memorised);
	const rows = bounds.slice(1).map((high, index) => {
		const low = bounds[index] ?? 0;
		const within = open.filter(({ confidence }) => confidence >= low && confidence < high);
		const mean = within.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, within.length);
		return [
			`${low} to ${Math.min(1, high)}`,
			String(within.length),
			`${(mean * 100).toFixed(1)} %`,
			share(within, ({ ted, expected }) => ted === expected),
		];
	});
	console.log(`\n${alignColumns([["confidence of TEDPolicy there", "actions", "mean", "right"], ...rows])}`);
}

function storyNames({ stories }: DialogueProject): string[] {
	return [...new Set(stories.map(storyKey))];
}

function storyKey({ place }: { readonly place: { file: string; line: number | null } }): string {
	return `${place.file}:${place.line}`;
}

interface Fold {
	readonly known: DialogueProject;
	readonly tests: readonly TrainingTracker[];
}

function foldsOf(project: DialogueProject, each: boolean): Fold[] {
	const names = storyNames(project);
	const folds = each ? names.length : Math.min(MOST_FOLDS, names.length);
	const all = generateTrackers(project.stories, project.domain, new FaultList());
	return Array.from({ length: folds }, (_, fold) => {
		const left = new Set(names.filter((_name, index) => index % folds === fold));
		const stories = project.stories.filter((step) => !left.has(storyKey(step)));
		return { known: { ...project, stories }, tests: all.filter((tracker) => left.has(storyKey(tracker))) };
	});
}

/** Whether a message of a left-out story surprised UnexpecTEDIntentPolicy, as it was said and with another intent. */
interface Surprise {
	readonly asSaid: boolean;
	readonly withOther: boolean;
}

function surprisesIn(known: DialogueProject, tests: readonly TrainingTracker[]): Surprise[] {
	const assistant = assistantOf(known, () => false, "UnexpecTEDIntentPolicy");
	const intents = [...new Set(known.stories.flatMap(({ events }) => events.flatMap(intentOf)))];
	const random = seededRandom(1);
	return tests.flatMap(({ running }) => {
		let tracker = createTracker(assistant.domain, "bench");
		return running.events.flatMap((event): Surprise[] => {
			const before = tracker;
			tracker = appendEvents(tracker, [event]);
			if (event.event !== "user") return [];
			const name = intents[Math.floor(random() * intents.length)] ?? "";
			const other: DialogueEvent = {
				...event,
				parse_data: { ...event.parse_data, intent: { name, confidence: 1 } },
			};
			const isSurprised = (after: Tracker): boolean =>
				chooseAction(assistant.policies, after).action === ACTION_UNLIKELY_INTENT;
			return [{ asSaid: isSurprised(tracker), withOther: isSurprised(appendEvents(before, [other])) }];
		});
	});
}

function intentOf({ event }: { readonly event: DialogueEvent }): string[] {
	return event.event === "user" ? [event.parse_data.intent?.name ?? ""] : [];
}

function printSurprise(surprises: readonly Surprise[]): void {
	const percent = (count: number): string =>
		`${((count / Math.max(1, surprises.length)) * 100).toFixed(1)} %`;
	console.log(
		`\nUnexpecTEDIntentPolicy on ${surprises.length} messages of left-out stories: ${percent(
			surprises.filter(({ asSaid }) => asSaid).length,
		)} surprise as they were said, ${percent(
			surprises.filter(({ withOther }) => withOther).length,
		)} with an intent drawn from all.`,
	);
}

function judgeFold(known: DialogueProject, tests: readonly TrainingTracker[]): Judged[] {
	const memoization = assistantOf(known, (name) => name.includes("Memoization"), "MemoizationPolicy");
	const ted = assistantOf(known, (name) => name === "TEDPolicy", "TEDPolicy");
	const whole = assistantOf(known, () => true, "TEDPolicy");
	const without = assistantOf(known, (name) => name !== "TEDPolicy", null);
	const counts = countActions(known);
	return tests.flatMap((test) => {
		const steps = [memoization, ted, whole, without].map((assistant) => playStory(assistant, test));
		const before = contexts(test);
		return (steps[0] ?? []).map((step, index): Judged => {
			const at = (which: number): PlayedAction | undefined => steps[which]?.[index];
			return {
				expected: step.expected ?? "",
				isKnown:
					(counts.get("")?.has(step.expected ?? "") ?? false) &&
					(!(before[index + 1] ?? "").startsWith("said ") || counts.has(before[index + 1] ?? "")),
				memorised: (step.confidence ?? 0) > 0,
				ted: at(1)?.predicted ?? "",
				confidence: at(1)?.confidence ?? 0,
				frequent: mostOf(counts.get("")),
				frequentAfter: mostOf(counts.get(before[index + 1] ?? "") ?? counts.get("")),
				withTed: at(2)?.predicted ?? "",
				withoutTed: at(3)?.predicted ?? "",
			};
		});
	});
}

/** The project's policies of that name, or the one named where it has none. */
function assistantOf(
	project: DialogueProject,
	isWanted: (name: string) => boolean,
	otherwise: string | null,
): Assistant {
	const wanted = project.policies.filter(({ name }) => isWanted(name));
	const [first] = project.policies;
	const missing = otherwise !== null && !wanted.some(({ name }) => name === otherwise || isWanted(name));
	const added = missing && first !== undefined ? [{ ...first, name: otherwise, options: null }] : [];
	const policies = [...wanted, ...added];
	const trained = trainDialogue({ ...project, policies }, new FaultList());
	return loadAssistant({ modelId: "bench", assistantId: "bench", ...trained });
}

/** What came right before each action: the latest action and, after listening, the message. */
function contexts({ running }: TrainingTracker): string[] {
	let action = "";
	let message = "";
	return running.events.flatMap((event) => {
		if (event.event === "user") message = event.parse_data.intent?.name ?? event.text ?? "";
		if (event.event !== "action") return [];
		const context = action === "action_listen" ? `said ${message}` : `did ${action}`;
		action = event.name ?? event.action_text ?? "";
		return [context];
	});
}

function countActions(project: DialogueProject): Map<string, Map<string, number>> {
	const counts = new Map<string, Map<string, number>>();
	for (const tracker of generateTrackers(project.stories, project.domain, new FaultList())) {
		const before = contexts(tracker);
		const actions = tracker.running.events.flatMap((event) =>
			event.event === "action" ? [event.name ?? event.action_text ?? ""] : [],
		);
		for (const [index, action] of actions.entries())
			for (const context of ["", before[index] ?? ""]) {
				const known = counts.get(context) ?? new Map<string, number>();
				counts.set(context, known.set(action, (known.get(action) ?? 0) + 1));
			}
	}
	return counts;
}

function mostOf(counts: ReadonlyMap<string, number> | undefined): string {
	let best = "";
	let most = 0;
	for (const [action, count] of counts ?? []) if (count > most) [best, most] = [action, count];
	return best;
}
