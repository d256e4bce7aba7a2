/** A training server beside the Worker: whoever talks with the bot is answered while it trains. */
import { z } from "zod";
import {
	MODEL_ID_HEADER,
	TRAINING_PATH,
	type TrainingJob,
	TrainingVerdict,
} from "../../contracts/training-job.ts";
import { MAX_MODEL_BYTES } from "../../contracts/models.ts";
import { NothingToJudge } from "../../nlu/evaluation/messages-report.ts";
import { ProjectError } from "../../project/fault.ts";
import { RasaError } from "../rasa-error.ts";

export const TrainingServerSettings = z.object({
	url: z.url({ protocol: /^https?$/, error: "url must be an http or https URL" }),
	token: z.string().min(16, "token must have at least 16 characters"),
});
export type TrainingServerSettings = z.infer<typeof TrainingServerSettings>;

/** It ends a job itself after ten minutes, and some may wait before this one. */
const PATIENCE_MS = 3_600_000;

/** @throws ProjectError naming every fault of the data; RasaError 503 when the server does not do it */
export async function trainAtServer(
	files: readonly { readonly path: string; readonly text: string }[],
	server: TrainingServerSettings,
): Promise<{ bytes: Uint8Array; modelId: string }> {
	const answer = await ask({ kind: "train", files: [...files] }, server);
	const modelId = answer.headers.get(MODEL_ID_HEADER);
	if (modelId === null) return refuse(await verdictOf(answer));
	const bytes = new Uint8Array(await answer.arrayBuffer());
	if (bytes.length > MAX_MODEL_BYTES)
		throw new RasaError(400, "TrainingError", `The model has more than ${MAX_MODEL_BYTES} bytes.`);
	return { bytes, modelId };
}

/** @throws ProjectError, NothingToJudge; RasaError 503 when the server does not do it */
export async function crossValidateAtServer(
	text: string,
	folds: number,
	server: TrainingServerSettings,
): Promise<object> {
	const verdict = await verdictOf(await ask({ kind: "cross_validate", text, folds }, server));
	return verdict.outcome === "report" ? verdict.report : refuse(verdict);
}

async function ask(job: TrainingJob, { url, token }: TrainingServerSettings): Promise<Response> {
	const answer = await fetch(new URL(TRAINING_PATH, url), {
		method: "POST",
		headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
		body: JSON.stringify(job),
		redirect: "manual",
		signal: AbortSignal.timeout(PATIENCE_MS),
	}).catch(() => {
		throw away("it could not be reached");
	});
	if (answer.ok) return answer;
	await answer.body?.cancel();
	throw away(answer.status === 503 ? "it has too many waiting already" : `it answered ${answer.status}`);
}

async function verdictOf(answer: Response): Promise<TrainingVerdict> {
	const verdict = TrainingVerdict.safeParse(await answer.json().catch(() => null));
	if (!verdict.success) throw away("its answer can't be read");
	return verdict.data;
}

function refuse(verdict: TrainingVerdict): never {
	if (verdict.outcome === "faults") throw new ProjectError(verdict.faults);
	throw verdict.outcome === "unfit" ? new NothingToJudge(verdict.message) : away("its answer can't be read");
}

function away(why: string): RasaError {
	return new RasaError(503, "TrainingError", `The training server does not train: ${why}.`);
}
