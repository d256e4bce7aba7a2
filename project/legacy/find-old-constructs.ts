import { FaultList, type Fault } from "../fault.ts";
import type { ProjectFile, SourceFile } from "../project-files.ts";
import { convertProject, oldFileKind } from "./convert-project.ts";
import { COMPONENT_NAMES, lastName, PIPELINE_TEMPLATES } from "./old-names.ts";
import { messageWithLines } from "./old-construct.ts";

/** A project as it was read, and what stands beside its YAML. */
export interface ReadProject {
	readonly sources: readonly SourceFile[];
	/** Markdown, JSON and Python: nothing of it is read today. */
	readonly beside: readonly SourceFile[];
	readonly files: readonly ProjectFile[];
	readonly config: ProjectFile | null;
	/** What reading found wrong. */
	readonly faults: readonly Fault[];
}

const TRAINING_KEYS = ["nlu", "stories", "rules"];

/**
 * The one report of a project of Rasa 1.x or 2.x: every construct that must change, and to what; null for a project of
 * today, which is told of old files that nobody reads by `faults` (SPEC OP1, OP2).
 */
export function findOldConstructs(project: ReadProject, faults: FaultList): readonly Fault[] | null {
	const oldFiles = project.beside.filter((source) => oldFileKind(source) !== null);
	if (!isOld(project, oldFiles.length > 0)) {
		const read = new Set(project.files.map(({ path }) => path));
		for (const { path } of oldFiles) warnOfOldFile(path, read.has(path), faults);
		return null;
	}
	const { constructs } = convertProject([...project.sources, ...project.beside]);
	const report = new FaultList();
	report.addAll(project.faults.filter(({ code }) => code.startsWith("yaml_") || code === "file_too_large"));
	for (const construct of constructs) report.error(construct.code, construct, messageWithLines(construct));
	// what only the readers saw
	const told = new Set(constructs.map(({ code, file }) => `${code} ${file}`));
	report.addAll(
		project.faults.filter(({ code, file }) => code.startsWith("rasa_") && !told.has(`${code} ${file}`)),
	);
	const byHand = constructs.filter((construct) => construct.byHand).length;
	report.error(
		"rasa_old_project",
		{ file: ".", line: null },
		`This is a project of Rasa 1.x or 2.x. "care convert --project DIR --out DIR" makes one of Rasa 3.1 of it: ${constructs.length - byHand} of the constructs named here by itself, ${byHand} it leaves to you. What else is wrong with pipeline and NLU data is named too; stories and domain are judged once it is converted.`,
	);
	return report.sorted();
}

/** JSON below `data/` is read, as Rasa 3.6 reads it; nothing else of the old forms is. */
function warnOfOldFile(path: string, isRead: boolean, faults: FaultList): void {
	const message = isRead
		? "NLU data in JSON is read, and Rasa calls it deprecated. Let care convert make YAML of it."
		: "This file has the form of Rasa 1.x and is not read. Take it away, or let care convert make YAML of it.";
	faults.warning(isRead ? "json_nlu" : "rasa_1_file", { file: path, line: null }, message);
}

function isOld({ files, config, faults }: ReadProject, hasOldFiles: boolean): boolean {
	if (faults.some(({ code }) => code.startsWith("rasa_")) || hasOldPipeline(config)) return true;
	return hasOldFiles && !files.some(({ keys }) => keys.some((key) => TRAINING_KEYS.includes(key)));
}

function hasOldPipeline(config: ProjectFile | null): boolean {
	const pipeline = config?.root.get("pipeline") ?? null;
	if (PIPELINE_TEMPLATES.has(pipeline?.string() ?? "")) return true;
	const names = (pipeline?.items() ?? []).map((item) => item.string() ?? item.get("name")?.string() ?? "");
	return names.some((name) => COMPONENT_NAMES.has(lastName(name)));
}
