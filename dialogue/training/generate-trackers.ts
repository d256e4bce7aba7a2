/** Joins steps at their checkpoints into whole stories (SPEC TT1–TT7). */
import type { DialogueEvent, DialogueEventOf } from "../../contracts/dialogue-event.ts";
import type { FaultList } from "../../project/fault.ts";
import { stateJson, type DialogueState } from "../dialogue-state.ts";
import type { Domain } from "../domain.ts";
import { ACTION_LISTEN, SHOULD_NOT_BE_SET } from "../names.ts";
import type { Place } from "../policies/prediction.ts";
import { textKey } from "../policies/state-hash.ts";
import { pythonEquals } from "../python-values.ts";
import { orderSteps, type LinkedStep } from "./checkpoint-graph.ts";
import { RunningTracker } from "./running-tracker.ts";
import { STORY_START, type Checkpoint, type StoryStep } from "./story-step.ts";

/** A story or rule played from beginning to end. */
export interface TrainingTracker {
	/** Names of the stories that were joined, ` > ` between them. */
	readonly name: string;
	readonly place: Place;
	readonly isRule: boolean;
	readonly running: RunningTracker;
	/** Actions that nothing led up to: not to be learnt. */
	readonly unpredictable: ReadonlySet<DialogueEvent>;
}

/** So many stretches are made beyond those that are written: `or`s and checkpoints multiply. */
const MAX_JOINED = 20_000;
interface Walk {
	readonly name: string;
	readonly place: Place | null;
	readonly running: RunningTracker;
}

export interface TrackerOptions {
	/** Test stories heed `store_entities_as_slots`; training doesn't, as in Rasa (SPEC TT2). */
	readonly isTest?: boolean;
}

/** Plays stories, or rules: the two are never joined. */
export function generateTrackers(
	steps: readonly StoryStep[],
	domain: Domain,
	faults: FaultList,
	options: TrackerOptions = {},
): TrainingTracker[] {
	return new Generator(steps, domain, faults, options).run();
}

class Generator {
	readonly #domain: Domain;
	readonly #faults: FaultList;
	readonly #steps: readonly LinkedStep[];
	readonly #unpredictable: ReadonlySet<DialogueEvent>;
	readonly #events: ReadonlyMap<StoryStep, readonly DialogueEvent[]>;
	readonly #finished: TrainingTracker[] = [];
	readonly #ends = new Set<string>();
	readonly #isRule: boolean;
	readonly #most: number;
	#made = 0;

	constructor(
		steps: readonly StoryStep[],
		domain: Domain,
		faults: FaultList,
		{ isTest = false }: TrackerOptions,
	) {
		this.#domain = domain;
		this.#faults = faults;
		this.#isRule = steps.some((step) => step.isRule);
		this.#most = steps.length + MAX_JOINED;
		const setsSlots = !isTest || domain.spec.storeEntitiesAsSlots;
		this.#steps = orderSteps(steps);
		this.#events = new Map(steps.map((step) => [step, explicitEvents(step, domain, setsSlots)]));
		this.#unpredictable = new Set(steps.flatMap((step) => firstUnledAction(step) ?? []));
	}

	/** In rounds: one goes through all steps, and a cycle of checkpoints once. It ends when a round leads nowhere new. */
	run(): TrainingTracker[] {
		const start: Walk = { name: "", place: null, running: new RunningTracker(this.#domain) };
		let open = new Map([[STORY_START, [start]]]);
		const used = new Set<string>();
		let before = new Set<string>();
		for (;;) {
			const unused = this.#playRound(open, used);
			unused.delete(STORY_START);
			open = new Map([...open].filter(([name, walks]) => unused.has(name) && walks.length > 0));
			const isOver = open.size === 0 || isSame(unused, before);
			before = unused;
			if (isOver || this.#made > this.#most) break;
		}
		for (const [name, walks] of open) if (!used.has(name)) for (const walk of walks) this.#finish(walk);
		return this.#finished;
	}

	/** @returns the checkpoints that nobody has reached yet, or that were reached again after others went on there */
	#playRound(open: Map<string, Walk[]>, used: Set<string>): Set<string> {
		const unused = new Set<string>();
		for (const { step, starts, ends } of this.#steps) {
			const incoming = starts.flatMap((checkpoint) => {
				const walks = open.get(checkpoint.name) ?? [];
				if (walks.length > 0) used.add(checkpoint.name);
				else if (!used.has(checkpoint.name)) unused.add(checkpoint.name);
				return walks.filter((walk) => meets(walk, checkpoint));
			});
			const walks = unique(incoming).flatMap((walk) => this.#extend(walk, step) ?? []);
			if (incoming.length === 0) continue;
			for (const name of ends) {
				const reached = open.get(name) ?? [];
				for (const walk of walks) reached.push(walk);
				open.set(name, reached);
				if (used.has(name)) unused.add(name);
			}
			if (ends.length === 0) for (const walk of walks) this.#finishOnce(walk);
		}
		for (const name of open.keys()) if (!used.has(name)) unused.add(name);
		return unused;
	}

	#extend(walk: Walk, step: StoryStep): Walk | null {
		if (this.#made > this.#most) return null;
		this.#made += 1;
		if (this.#made > this.#most) {
			const message = `Checkpoints and or steps make more than ${MAX_JOINED} stories beyond those that are written. Use fewer of them.`;
			this.#faults.error("too_many_stories", step.place, message);
			return null;
		}
		const name = joinedName(walk.name, step);
		const place = walk.place ?? step.place;
		const running = walk.running.copy();
		for (const event of this.#events.get(step) ?? []) {
			// what a story takes back it has said before: the way up to there is a story of its own
			if (event.event === "undo" || event.event === "rewind" || event.event === "restart")
				this.#finish({ name, place, running: running.copy() });
			running.apply(event);
		}
		return { name, place, running };
	}

	#finishOnce(walk: Walk): void {
		const key = statesKeyOf(walk.running);
		if (this.#ends.has(key)) return;
		this.#ends.add(key);
		this.#finish(walk);
	}

	#finish({ name, place, running }: Walk): void {
		if (place === null) return;
		this.#finished.push({ name, place, isRule: this.#isRule, running, unpredictable: this.#unpredictable });
	}
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
	return a.size === b.size && [...a].every((name) => b.has(name));
}

/** Walks with equal states go on alike: the first of them is enough. */
function unique(walks: readonly Walk[]): readonly Walk[] {
	if (walks.length < 2) return walks;
	const byStates = new Map<string, Walk>();
	for (const walk of walks) {
		const key = statesKeyOf(walk.running);
		if (!byStates.has(key)) byStates.set(key, walk);
	}
	return [...byStates.values()];
}

function joinedName(name: string, step: StoryStep): string {
	if (name === "") return step.place.name;
	return name.split(" > ").includes(step.place.name) ? name : `${name} > ${step.place.name}`;
}

/** States are shared by the stories that go on from them: each is written once. */
const writtenStates = new WeakMap<DialogueState, string>();

function statesKeyOf(running: RunningTracker): string {
	return textKey(running.states.map(writtenState).join("\n"));
}

function writtenState(state: DialogueState): string {
	const known = writtenStates.get(state);
	if (known !== undefined) return known;
	const text = stateJson(state);
	writtenStates.set(state, text);
	return text;
}

function meets(walk: Walk, checkpoint: Checkpoint): boolean {
	return checkpoint.conditions.every(([name, value]) =>
		pythonEquals(walk.running.memory.slots.get(name) ?? null, value),
	);
}

function firstUnledAction(step: StoryStep): DialogueEvent | null {
	if (!step.startCheckpoints.some((checkpoint) => checkpoint.name === STORY_START)) return null;
	const first = step.events.find(({ event }) => event.event === "user" || event.event === "action");
	return first?.event.event === "action" ? first.event : null;
}

/** A step's events with what YAML leaves unsaid: `action_listen`, and the slots that entities fill. */
export function explicitEvents(step: StoryStep, domain: Domain, setsSlots = true): DialogueEvent[] {
	const events: DialogueEvent[] = [];
	for (const { event } of step.events) {
		if (event.event !== "user") events.push(step.isRule ? ruleEvent(event) : event);
		else {
			addListen(events);
			const slots = setsSlots ? slotsForEntities(event, domain) : [];
			events.push(event, ...(step.isRule ? slots.map(ruleEvent) : slots));
		}
	}
	if (step.endCheckpoints.length === 0) addListen(events);
	return events;
}

function addListen(events: DialogueEvent[]): void {
	const latest = events.at(-1);
	if (latest?.event !== "action" || latest.name !== ACTION_LISTEN)
		events.push({ event: "action", name: ACTION_LISTEN });
}

/** In a rule `null` means "must not be set". */
function ruleEvent(event: DialogueEvent): DialogueEvent {
	if (event.event === "active_loop" && event.name === null) return { ...event, name: SHOULD_NOT_BE_SET };
	if (event.event === "slot" && event.value === null) return { ...event, value: SHOULD_NOT_BE_SET };
	return event;
}

function slotsForEntities(event: DialogueEventOf<"user">, domain: Domain): DialogueEvent[] {
	const entities = event.parse_data.entities ?? [];
	if (entities.length === 0) return [];
	return domain.spec.slots.flatMap((slot): DialogueEvent[] => {
		const values = slot.mappings
			.filter(
				(mapping) => mapping.type === "from_entity" && (mapping.conditions[0]?.activeLoop ?? null) === null,
			)
			.flatMap((mapping) =>
				entities.filter(
					(entity) =>
						entity.entity === mapping.entity &&
						(entity.role ?? null) === mapping.role &&
						(entity.group ?? null) === mapping.group,
				),
			)
			.map((entity) => entity.value);
		if (values.length === 0) return [];
		return [
			{ event: "slot", name: slot.name, value: slot.type === "list" ? values : (values.at(-1) ?? null) },
		];
	});
}
