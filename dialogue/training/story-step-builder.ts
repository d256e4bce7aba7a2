/** Cuts a story into steps at its checkpoints and `or`s (SPEC SR7–SR9). */
import type { JsonValue } from "../../contracts/parse-data.ts";
import type { Place } from "../policies/prediction.ts";
import { STORY_START, type Checkpoint, type StoryEvent, type StoryStep } from "./story-step.ts";

interface OpenStep {
	startCheckpoints: readonly Checkpoint[];
	endCheckpoints: readonly string[];
	events: readonly StoryEvent[];
}

export class StoryStepBuilder {
	readonly #place: Place;
	readonly #isRule: boolean;
	readonly #finished: OpenStep[] = [];
	#open: OpenStep[] = [];
	#startCheckpoints: Checkpoint[] = [];
	#forks = 0;

	constructor(place: Place, isRule: boolean) {
		this.#place = place;
		this.#isRule = isRule;
	}

	/** @returns false where the conditions have no meaning: only the first checkpoint of a story may have some */
	addCheckpoint(name: string, conditions: readonly (readonly [string, JsonValue])[]): boolean {
		if (this.#open.length === 0) {
			this.#startCheckpoints.push({ name, conditions });
			return true;
		}
		const copies = this.#open
			.filter((step) => step.endCheckpoints.length > 0)
			.map((step) => ({ ...step, endCheckpoints: [name] }));
		for (const step of this.#open) if (step.endCheckpoints.length === 0) step.endCheckpoints = [name];
		this.#open.push(...copies);
		return conditions.length === 0;
	}

	/** One event, or the alternatives of an `or`: each becomes a step of its own. */
	addEvents(events: readonly StoryEvent[]): void {
		this.#ensureOpen();
		if (events.length === 1) {
			for (const step of this.#open) step.events = [...step.events, ...events];
			return;
		}
		this.#forks += 1;
		const { name, file, line } = this.#place;
		const joint = `GENR_OR_${file}:${line ?? 0}:${name}:${this.#forks}`;
		this.#open = this.#open.flatMap((step) =>
			events.map((event) => ({ ...step, events: [...step.events, event], endCheckpoints: [joint] })),
		);
	}

	steps(): StoryStep[] {
		return [...this.#finished, ...this.#open].map((step) => ({
			...step,
			place: this.#place,
			isRule: this.#isRule,
		}));
	}

	#ensureOpen(): void {
		this.#finished.push(...this.#open.filter((step) => step.endCheckpoints.length > 0));
		const unfinished = this.#open.filter((step) => step.endCheckpoints.length === 0);
		this.#open = unfinished.length > 0 ? unfinished : [this.#nextStep()];
	}

	#nextStep(): OpenStep {
		const previous = new Set(this.#open.flatMap((step) => step.endCheckpoints));
		const joined = [...previous].map((name) => ({ name, conditions: [] }));
		const starts = this.#open.length === 0 ? this.#startCheckpoints : joined;
		const startCheckpoints = starts.length > 0 ? starts : [{ name: STORY_START, conditions: [] }];
		return { startCheckpoints, endCheckpoints: [], events: [] };
	}
}
