import { type LoadedAssistant } from "../../durable-objects/loaded-assistant.ts";
import { ModelFileError } from "../../nlu/model-file.ts";
import type { NewAuditEntry } from "../../store/audit-entry.ts";
import { recordAudit } from "../../store/audit-log.ts";
import type { Database } from "../../store/database.ts";
import { activateModel, readModelFile, saveModel, type StoredModel } from "../../store/models.ts";

/** So many models stay in Postgres: enough to go back, and for conversations that go on with an older one. */
const KEEP = 20;
/** Longest name of a file that is kept. */
const NAME_CHARS = 200;

/** How changes of the active model stand in the audit log. */
export const PUBLISHED = "model.published";
export const UNPUBLISHED = "model.unpublished";

/** What publishing needs of a request. */
export interface Publishing {
	readonly db: Database;
	readonly nowMs: number;
	/** In whose name it stands in the audit log. */
	readonly actor: NewAuditEntry["actor"];
	readonly requestId: string;
	/** Opens a model to the last of its parts. @throws ModelFileError */
	readonly open: (file: Uint8Array) => Promise<LoadedAssistant>;
	/** Tells this isolate that another model is active. */
	readonly changed: () => void;
}

/** A model that may not be published: damaged, or of another version of the program. */
export class UnfitModel extends Error {
	override readonly name = "UnfitModel";
}

/** Keeps a model without letting it answer. @throws UnfitModel; StoreUnavailable */
export async function keepModel(
	file: Uint8Array,
	fileName: string,
	{ db, nowMs, open }: Publishing,
): Promise<string> {
	const { modelId, assistantId } = await opened(file, fileName, open);
	const id = await sha256(file);
	const name = fileName.slice(0, NAME_CHARS);
	await saveModel(db, { id, modelId, assistantId, fileName: name, file }, { nowMs, keep: KEEP });
	return id;
}

/** Keeps a model and lets new conversations begin with it. @throws UnfitModel, and then nothing has changed; StoreUnavailable */
export async function publishModel(
	file: Uint8Array,
	fileName: string,
	publishing: Publishing,
): Promise<void> {
	await activate(await keepModel(file, fileName, publishing), publishing);
}

/** The same with a model that is kept. @throws UnfitModel, and then nothing has changed; StoreUnavailable */
export async function publishKept(model: StoredModel, publishing: Publishing): Promise<void> {
	const file = await readModelFile(publishing.db, model);
	if (file === null) throw new UnfitModel(`The model ${model.fileName} is gone, or a piece of it.`);
	await opened(file, model.fileName, publishing.open);
	await activate(model.id, publishing);
}

/** New conversations begin with the model of the release again. @throws StoreUnavailable */
export async function unpublishModel(publishing: Publishing): Promise<void> {
	await activate(null, publishing);
}

async function activate(
	id: string | null,
	{ db, nowMs, actor, requestId, changed }: Publishing,
): Promise<void> {
	if (!(await activateModel(db, id, nowMs))) throw new UnfitModel("The model was dropped meanwhile.");
	changed();
	await recordAudit(db, {
		atMs: nowMs,
		actor,
		action: id === null ? UNPUBLISHED : PUBLISHED,
		...(id === null ? {} : { target: { kind: "model", id } }),
		requestId,
	});
}

async function opened(
	file: Uint8Array,
	fileName: string,
	open: Publishing["open"],
): Promise<LoadedAssistant> {
	try {
		return await open(file);
	} catch (error) {
		if (!(error instanceof ModelFileError)) throw error;
		throw new UnfitModel(`${fileName} can't be loaded: ${error.message}`, { cause: error });
	}
}

async function sha256(file: Uint8Array): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(file));
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
