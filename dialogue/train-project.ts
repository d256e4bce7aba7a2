import type { ResponseVariation } from "./domain.ts";
import type { LanguageSample } from "../nlu/language/train-language-detector.ts";
import { addUntold, judgeOldProject } from "./old-project.ts";
import { storedDomain } from "./stored-domain.ts";
import { checkKeys, findConfig } from "./project/project-config.ts";
import { trainDialogue } from "./train.ts";
import { readDialogueProject, type DialogueProject } from "./read-project.ts";
import { validateDialogue } from "./validate.ts";
import { checkTrainable } from "../nlu/check-trainable.ts";
import { decodeModelFile, encodeModelFile } from "../nlu/model-file.ts";
import { type PipelineConfig, readPipelineConfig } from "../nlu/pipeline-config.ts";
import type { RowKernel } from "../nlu/linear/row-products.ts";
import { trainNlu } from "../nlu/train.ts";
import { withStoryExamples } from "../nlu/read-story-examples.ts";
import { readNluData, type NluTrainingData } from "../nlu/training-data.ts";
import { FaultList, ProjectError, type Fault } from "../project/fault.ts";
import { JSON_NLU_KEY } from "../project/legacy/json-nlu.ts";
import { findOldConstructs } from "../project/legacy/find-old-constructs.ts";
import { parseProjectFiles, type ProjectFile, type SourceFile } from "../project/project-files.ts";
import type { PartsCache } from "../nlu/learn-parts.ts";
import type { TaughtEncoder } from "../nlu/encoder/sentence-encoder.ts";
import type { WordVectorTable } from "../nlu/vectors/word-vectors.ts";

/** A project as both halves read it, with every fault that reading found. */
export interface LoadedProject {
	readonly files: readonly ProjectFile[];
	readonly nlu: NluTrainingData;
	readonly dialogue: DialogueProject;
	readonly config: ProjectFile | null;
	/** With a project of Rasa 1.x or 2.x: all that must change, and what is wrong with its NLU data. */
	readonly faults: FaultList;
	readonly isOld: boolean;
}

/** The files of a project, as text, in the order of their paths. */
export interface TrainingSource {
	/** What training reads: configuration, domain, data. */
	readonly training: readonly SourceFile[];
	/** Test stories: looked at in a project of an older Rasa. */
	readonly tests: readonly SourceFile[];
	/** What projects of an older Rasa have beside YAML. */
	readonly beside: readonly SourceFile[];
	/** Files of a `domain/` beside a `domain.yml`, by path: Rasa reads the latter only. */
	readonly unread?: readonly string[];
}

/** What training made: the bytes of the model file and what `care train` tells about them. */
export interface TrainedProject {
	readonly bytes: Uint8Array;
	readonly modelId: string;
	readonly assistantId: string;
	readonly counts: Readonly<Record<string, number>>;
	readonly warnings: readonly Fault[];
}

/** The work that a training may be: examples of the NLU data, messages and actions of stories and rules. */
export interface TrainingLimits {
	readonly examples: number;
	readonly steps: number;
}

/** Wherever nobody names one, so that the same data gives the same model everywhere. */
export const DEFAULT_SEED = 1;

export interface TrainingOptions {
	/** Makes the same file of the same data. */
	readonly seed: number;
	/** Without them it learns from n-grams alone. */
	readonly wordVectors?: WordVectorTable | null;
	/** Without it there is no second tier. */
	readonly encoder?: TaughtEncoder | null;
	/** Makes the training of many examples faster; the file is the same as without. */
	readonly newRowKernel?: () => RowKernel;
	/** `share` of the whole, in [0, 1]. */
	readonly onProgress?: (progress: { readonly label: string; readonly share: number }) => void;
	/** What has more is refused: where a training may not take long. */
	readonly most?: TrainingLimits;
	/** What was learned before from the same things is taken from here. */
	readonly cache?: PartsCache;
}

/** Reads a project's files into its two halves. Faults are collected, not thrown. */
export function loadProject(source: TrainingSource): LoadedProject {
	const parsed = parseProjectFiles([...source.training, ...source.beside.filter(isJsonNlu)]);
	const faults = new FaultList();
	faults.addAll(parsed.faults);
	const config = findConfig(parsed.files, ["pipeline", "recipe", "policies"]);
	checkKeys(parsed.files, config, faults);
	const ofNlu = new FaultList();
	const nlu = withStoryExamples(parsed.files, readNluData(parsed.files, ofNlu));
	faults.addAll(ofNlu.sorted());
	const dialogue = readDialogueProject(parsed.files, faults);
	warnOfUnread(source.unread ?? [], faults);
	const old = oldProject(source, { ...parsed, config }, faults);
	if (old !== null) addUntold(old, ofNlu.sorted());
	return { files: parsed.files, nlu, dialogue, config, faults: old ?? faults, isOld: old !== null };
}

/** Rasa 3.6 reads JSON of its own form below `data/`, deprecated as it is. */
function isJsonNlu({ path, text }: SourceFile): boolean {
	return path.startsWith("data/") && path.endsWith(".json") && text.includes(`"${JSON_NLU_KEY}"`);
}

function warnOfUnread([first, ...others]: readonly string[], faults: FaultList): void {
	if (first === undefined) return;
	const message = `Since there is a domain.yml, domain/ is not read (${1 + others.length} files), as in Rasa. Keep one of the two.`;
	faults.warning("unread_domain", { file: first, line: null }, message);
}

/** The report of a project of Rasa 1.x or 2.x; null for one of today. */
function oldProject(
	{ training, tests, beside }: TrainingSource,
	{ files, config }: Pick<LoadedProject, "files" | "config">,
	faults: FaultList,
): FaultList | null {
	const sources = [...training, ...tests];
	const report = findOldConstructs({ sources, beside, files, config, faults: faults.sorted() }, faults);
	if (report === null) return null;
	const old = new FaultList();
	old.addAll(report);
	return old;
}

/**
 * Trains both halves into one model file.
 *
 * @throws ProjectError naming every fault, when there is one that keeps the project from training
 */
export function trainProject(source: TrainingSource, options: TrainingOptions): TrainedProject {
	const { project, pipeline } = readTrainable(source, options.most);
	const { faults } = project;
	options.onProgress?.({ label: "dialogue", share: 0 });
	const { dialogue, arrays } = trainDialogue(project.dialogue, faults, { seed: options.seed });
	if (faults.hasErrors()) throw new ProjectError(faults.sorted());
	const { language } = pipeline;
	const nlu = trainNlu({
		...nluTraining(project, pipeline),
		wordVectors: options.wordVectors ?? null,
		encoder: options.encoder ?? null,
		newRowKernel: options.newRowKernel ?? null,
		seed: options.seed,
		onProgress: ({ component, share }) => options.onProgress?.({ label: component, share }),
		...(options.cache === undefined ? {} : { cache: options.cache }),
	});
	const assistantId = project.config?.root.get("assistant_id")?.string() ?? "unnamed-assistant";
	const counts = { ...nlu.counts, ...dialogue.counts };
	const bytes = encodeModelFile({
		header: {
			assistantId,
			language,
			nlu: nlu.config,
			dialogue: { ...dialogue, domain: storedDomain(dialogue.domain) },
			counts,
		},
		arrays: new Map([...nlu.arrays, ...arrays]),
	});
	const { modelId } = decodeModelFile(bytes).header;
	return { bytes, modelId, assistantId, counts, warnings: faults.sorted() };
}

function refuseTooMany({ nlu, dialogue, config, faults }: LoadedProject, most: TrainingLimits): void {
	const refuse = (code: string, count: number, what: string, limit: number): void => {
		if (count <= limit) return;
		const message = `${count} ${what} are more than the ${limit} that are trained here: train with \`care train\` and publish the file`;
		faults.error(code, { file: config?.path ?? "config.yml", line: null }, message);
	};
	refuse("too_many_examples", nlu.examples.length, "examples", most.examples);
	const steps = [...dialogue.stories, ...dialogue.rules].reduce((sum, { events }) => sum + events.length, 0);
	refuse("too_many_steps", steps, "steps of stories and rules", most.steps);
	if (nlu.examples.length > most.examples || steps > most.steps) throw new ProjectError(faults.sorted());
}

/**
 * Reads what can be trained.
 *
 * @throws ProjectError naming every fault that `care validate` names, when there is one that keeps it from that
 */
function readTrainable(
	source: TrainingSource,
	most: TrainingLimits | undefined,
): { project: LoadedProject; pipeline: PipelineConfig } {
	const project = loadProject(source);
	const { config, nlu, dialogue, faults } = project;
	if (project.isOld) {
		judgeOldProject(project, checkTrainable);
		throw new ProjectError(faults.sorted());
	}
	if (most !== undefined) refuseTooMany(project, most);
	const pipeline = readPipelineConfig(config, faults);
	checkTrainable(pipeline, nlu, faults);
	if (!faults.hasErrors()) return { project, pipeline };
	validateDialogue(dialogue, nlu, faults); // what else there is to mend
	throw new ProjectError(faults.sorted());
}

/** The half of a project that the NLU learns from. */
function nluTraining(project: LoadedProject, pipeline: PipelineConfig) {
	return {
		data: project.nlu,
		pipeline,
		language: pipeline.language,
		additionalLanguages: pipeline.languages.additional,
		languageSamples: spokenTexts(project.dialogue),
	};
}

/** What the bot says, by language: the detection of languages learns from it. */
function spokenTexts({ domain, languages }: DialogueProject): LanguageSample[] {
	const textsOf = (responses: ReadonlyMap<string, readonly ResponseVariation[]>): string[] =>
		[...responses.values()]
			.flat()
			.flatMap(({ content: { text } }) =>
				typeof text === "string" ? [text.replaceAll(/\{[^{}]*\}/g, " ")] : [],
			);
	return [
		{ language: languages.fallback, texts: textsOf(domain.responses) },
		...[...domain.translations].map(([language, responses]) => ({ language, texts: textsOf(responses) })),
	];
}
