/** Joins steps at their checkpoints into whole stories (SPEC TT1–TT7). */
import type { DialogueEvent, DialogueEventOf } from "../../contracts/dialogue-event.ts";
import type { FaultList } from "../../project/fault.ts";
import { stateJson, type DialogueState } from "../dialogue-state.ts";
import type { Domain } from "../domain.ts";
import { ACTION_LISTEN, SHOULD_NOT_BE_SET } from "../names.ts";
import type { Place } from "../policies/prediction.ts";
import { textKey } from "../policies/state-hash.ts";
import { pythonEquals } from "../python-values.ts";
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
/** A cycle of checkpoints is gone through this often. */
const MAX_VISITS = 2;

interface Walk {
	readonly name: string;
	readonly place: Place | null;
	readonly running: RunningTracker;
	readonly visits: ReadonlyMap<StoryStep, number>;
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
	readonly #byStart = new Map<string, { step: StoryStep; checkpoint: Checkpoint }[]>();
	readonly #unpredictable = new Set<DialogueEvent>();
	readonly #events = new Map<StoryStep, readonly DialogueEvent[]>();
	readonly #seen = new Set<string>();
	readonly #finished = new Map<string, TrainingTracker>();
	readonly #ids = new Map<StoryStep, number>();
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
		for (const [index, step] of steps.entries()) {
			this.#ids.set(step, index);
			this.#events.set(step, explicitEvents(step, domain, setsSlots));
			for (const checkpoint of step.startCheckpoints) {
				const starting = this.#byStart.get(checkpoint.name) ?? [];
				starting.push({ step, checkpoint });
				this.#byStart.set(checkpoint.name, starting);
			}
			const first = firstUnledAction(step);
			if (first !== null) this.#unpredictable.add(first);
		}
	}

	run(): TrainingTracker[] {
		const start: Walk = {
			name: "",
			place: null,
			running: new RunningTracker(this.#domain),
			visits: new Map(),
		};
		const open: { walk: Walk; checkpoint: string }[] = [{ walk: start, checkpoint: STORY_START }];
		for (let next = open.shift(); next !== undefined; next = open.shift()) {
			const continuations = this.#byStart.get(next.checkpoint) ?? [];
			if (continuations.length === 0) this.#finish(next.walk);
			for (const { step, checkpoint } of continuations) {
				if (!meets(next.walk, checkpoint)) continue;
				const walk = this.#extend(next.walk, step);
				if (walk === null) continue;
				if (step.endCheckpoints.length === 0) this.#finish(walk);
				open.push(...step.endCheckpoints.map((name) => ({ walk, checkpoint: name })));
			}
		}
		return [...this.#finished.values()];
	}

	#extend(walk: Walk, step: StoryStep): Walk | null {
		const visits = (walk.visits.get(step) ?? 0) + 1;
		if (visits > MAX_VISITS || this.#made > this.#most) return null;
		const key = `${this.#ids.get(step)} ${visits} ${statesKeyOf(walk.running)}`;
		if (this.#seen.has(key)) return null;
		this.#seen.add(key);
		this.#made += 1;
		if (this.#made > this.#most) {
			const message = `Checkpoints and or steps make more than ${MAX_JOINED} stories beyond those that are written. Use fewer of them.`;
			this.#faults.error("too_many_stories", step.place, message);
			return null;
		}
		const running = walk.running.copy();
		for (const event of this.#events.get(step) ?? []) {
			// what a story takes back it has said before: the way up to there is a story of its own
			if (event.event === "undo" || event.event === "rewind" || event.event === "restart")
				this.#finish({
					...walk,
					name: joinedName(walk.name, step),
					place: walk.place ?? step.place,
					running: running.copy(),
				});
			running.apply(event);
		}
		return {
			name: joinedName(walk.name, step),
			place: walk.place ?? step.place,
			running,
			visits: new Map(walk.visits).set(step, visits),
		};
	}

	#finish({ name, place, running }: Walk): void {
		const key = statesKeyOf(running);
		if (place === null || this.#finished.has(key)) return;
		const tracker = { name, place, isRule: this.#isRule, running, unpredictable: this.#unpredictable };
		this.#finished.set(key, tracker);
	}
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
