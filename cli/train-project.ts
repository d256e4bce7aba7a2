import type { ResponseVariation } from "../dialogue/domain.ts";
import type { LanguageSample } from "../nlu/language/train-language-detector.ts";
import { trainDialogue } from "../dialogue/train.ts";
import { readDialogueProject, type DialogueProject } from "../dialogue/read-project.ts";
import { decodeModelFile, encodeModelFile } from "../nlu/model-file.ts";
import { readPipelineConfig } from "../nlu/pipeline-config.ts";
import { trainNlu } from "../nlu/train.ts";
import { readNluData, type NluTrainingData } from "../nlu/training-data.ts";
import { FaultList, ProjectError, type Fault } from "../project/fault.ts";
import { parseProjectFiles, type ProjectFile } from "../project/project-files.ts";
import type { PartsCache } from "../nlu/learn-parts.ts";
import type { Progress } from "./progress-line.ts";
import type { ProjectSource } from "./project-source.ts";
import { readWordVectors } from "./word-vectors.ts";

/** A project as both halves read it, with every fault that reading found. */
export interface LoadedProject {
	readonly files: readonly ProjectFile[];
	readonly nlu: NluTrainingData;
	readonly dialogue: DialogueProject;
	readonly config: ProjectFile | null;
	readonly faults: FaultList;
}

/** What training made: the bytes of the model file and what `care train` tells about them. */
export interface TrainedProject {
	readonly bytes: Uint8Array;
	readonly modelId: string;
	readonly assistantId: string;
	readonly counts: Readonly<Record<string, number>>;
	readonly warnings: readonly Fault[];
}

/** Reads a project's files into its two halves. Faults are collected, not thrown. */
export function loadProject(source: ProjectSource): LoadedProject {
	const parsed = parseProjectFiles(source.training);
	const faults = new FaultList();
	faults.addAll(parsed.faults);
	const config =
		parsed.files.find((file) => file.keys.includes("pipeline") || file.keys.includes("recipe")) ?? null;
	return {
		files: parsed.files,
		nlu: readNluData(parsed.files, faults),
		dialogue: readDialogueProject(parsed.files, faults),
		config,
		faults,
	};
}

/**
 * Trains both halves into one model file.
 *
 * @param options.seed - makes the same file of the same data
 * @throws ProjectError naming every fault, when there is one that keeps the project from training
 */
export function trainProject(
	source: ProjectSource,
	options: {
		readonly seed: number;
		readonly onProgress?: (progress: Progress) => void;
		readonly cache?: PartsCache;
	},
): TrainedProject {
	const project = loadProject(source);
	const { faults } = project;
	const pipeline = readPipelineConfig(project.config, faults);
	if (faults.hasErrors()) throw new ProjectError(faults.sorted());
	options.onProgress?.({ label: "dialogue", share: 0 });
	const { dialogue, arrays } = trainDialogue(project.dialogue, faults, { seed: options.seed });
	if (faults.hasErrors()) throw new ProjectError(faults.sorted());
	const { language } = pipeline;
	const nlu = trainNlu({
		data: project.nlu,
		pipeline,
		language,
		additionalLanguages: pipeline.languages.additional,
		languageSamples: spokenTexts(project.dialogue),
		wordVectors: readWordVectors(language),
		seed: options.seed,
		onProgress: ({ component, share }) => options.onProgress?.({ label: component, share }),
		...(options.cache === undefined ? {} : { cache: options.cache }),
	});
	const assistantId = project.config?.root.get("assistant_id")?.string() ?? "unnamed-assistant";
	const counts = { ...nlu.counts, ...dialogue.counts };
	const bytes = encodeModelFile({
		header: { assistantId, language, nlu: nlu.config, dialogue, counts },
		arrays: new Map([...nlu.arrays, ...arrays]),
	});
	const { modelId } = decodeModelFile(bytes).header;
	return { bytes, modelId, assistantId, counts, warnings: faults.sorted() };
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
