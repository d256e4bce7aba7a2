import { sha256Hex } from "./sha256.ts";
import { encodeUtf8 } from "./text/utf8.ts";
import type { PipelineComponent } from "./pipeline-config.ts";
import { type ComponentTraining, type KindedPart, trainComponent } from "./train-component.ts";

/**
 * Where learned parts are kept from one training to the next. What comes back must be what was given: a part from here
 * stands in the model as if it had been learned again.
 */
export interface PartsCache {
	/** Null where there is nothing, or nothing whole, under the key. */
	read(key: string): readonly KindedPart[] | null;
	write(key: string, parts: readonly KindedPart[]): void;
}

/** What takes long enough to be worth keeping. */
const LEARNING_ROLES = new Set(["intents", "entities", "intentsAndEntities", "selector"]);

/**
 * Teaches one component, or takes what it learned from the same things before. A component is given no more than
 * stands in its key, so that nothing else can have changed what it learned.
 *
 * @param patternOptions - of the RegexFeaturizers whose matches the component sees
 */
export function learnParts(
	component: PipelineComponent,
	training: ComponentTraining,
	cache: PartsCache | null,
	patternOptions: unknown,
): readonly KindedPart[] {
	if (cache === null || !LEARNING_ROLES.has(component.role)) return trainComponent(component, training);
	return halvesOf(component).flatMap((half) => {
		const read = dataFor(half, training);
		const key = keyOf(half, { ...training, data: read }, patternOptions);
		const known = cache.read(key);
		if (known !== null) return known;
		const learned = trainComponent(half, { ...training, data: read });
		cache.write(key, learned);
		return learned;
	});
}

/** DIETClassifier learns two things that change apart: a new annotation leaves the intents as they are. */
function halvesOf(component: PipelineComponent): PipelineComponent[] {
	if (component.role !== "intentsAndEntities") return [component];
	const without = (name: string): PipelineComponent => ({
		...component,
		options: { ...component.options, [name]: false },
	});
	return [without("entity_recognition"), without("intent_classification")];
}

/** Positions never matter to what is learned, annotations not to intents, and to selectors only retrieval intents do. */
function dataFor(half: PipelineComponent, { data }: ComponentTraining): ComponentTraining["data"] {
	const nowhere = { file: "", line: null };
	const readsEntities =
		half.role === "entities" ||
		(half.role === "intentsAndEntities" && half.options["entity_recognition"] !== false);
	const unplaced = <Item extends object>(items: readonly Item[]) =>
		items.map((item) => ({ ...item, position: nowhere }));
	return {
		examples: data.examples
			.filter(({ intent }) => half.role !== "selector" || intent.includes("/"))
			.map((example) => ({
				...example,
				entities: readsEntities ? example.entities : [],
				position: nowhere,
			})),
		synonyms: [],
		regexes: unplaced(data.regexes),
		lookups: unplaced(data.lookups),
		responses: half.role === "selector" ? unplaced(data.responses) : [],
	};
}

function keyOf(half: PipelineComponent, training: ComponentTraining, patternOptions: unknown): string {
	const { name, role, options } = half;
	// tables and functions are the program's own: whoever keeps a cache keeps one for each program
	const settings = Object.entries(training)
		.filter(([field]) => field !== "data")
		.map(([field, value]: [string, unknown]) => [field, isPlain(value) ? value : "given"]);
	return sha256Hex(
		encodeUtf8(JSON.stringify([name, role, options, settings, patternOptions, training.data])),
	);
}

function isPlain(value: unknown): boolean {
	return value === null || ["undefined", "string", "number", "boolean"].includes(typeof value);
}
