/** Trains for the Worker beside it, on cores that serve nobody: `npm start` has one, `care training-server` is one. */
import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { MODEL_ID_HEADER, TRAINING_PATH, TrainingJob } from "../contracts/training-job.ts";
import { listen } from "../gateway/listen.ts";
import { bearerOf, checkToken, isSameToken } from "../gateway/token.ts";
import { JobQueue } from "./job-queue.ts";
import { type JobOutcome, runTrainingJob } from "./run-training-job.ts";

export interface TrainingServerOptions {
	readonly host: string;
	/** 0: any that is free. */
	readonly port: number;
	readonly token: string;
	/** A job that takes longer is ended; ten minutes when absent. */
	readonly timeoutMs?: number;
	readonly report: (message: string) => void;
}

export interface TrainingServer {
	readonly url: string;
	/** Ends what runs. */
	close(): Promise<void>;
}

const TIMEOUT_MS = 600_000;
/** The Worker takes 2 MB; as JSON each byte may become six. */
const MAX_BODY_BYTES = 16_000_000;

/** @throws Error when the token could be guessed or the port is taken */
export async function startTrainingServer(options: TrainingServerOptions): Promise<TrainingServer> {
	const { host, port, report, timeoutMs = TIMEOUT_MS } = options;
	const token = checkToken(options.token, "The training server's token");
	const ending = new AbortController();
	const jobs = new JobQueue((job: TrainingJob, signal) =>
		runTrainingJob(job, { timeoutMs, signal: AbortSignal.any([signal, ending.signal]) }),
	);
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: without a createServer option the adaptor makes a plain http.Server
	const server = createAdaptorServer({ fetch: trainingApp(jobs, { token, report }).fetch }) as Server;
	const { url } = await listen(server, port, host);
	return {
		url,
		async close() {
			ending.abort(new Error("The training server was stopped."));
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			server.closeAllConnections();
			await closed;
		},
	};
}

function trainingApp(
	jobs: JobQueue<TrainingJob, JobOutcome>,
	{ token, report }: { readonly token: string; readonly report: (message: string) => void },
): Hono {
	const app = new Hono();
	app.use(async (c, next) => {
		return isSameToken(bearerOf(c.req.header("Authorization")), token)
			? next()
			: c.json({ message: "The token is missing or wrong." }, 401);
	});
	app.use(
		bodyLimit({
			maxSize: MAX_BODY_BYTES,
			onError: (c) => c.json({ message: `The body has more than ${MAX_BODY_BYTES} bytes.` }, 413),
		}),
	);
	app.post(TRAINING_PATH, async (c) => {
		const job = TrainingJob.safeParse(await c.req.json().catch(() => null));
		if (!job.success) return c.json({ message: "The body is no job." }, 400);
		if (jobs.isFull()) return c.json({ message: "Too many trainings wait already." }, 503);
		return answerOf(await jobs.run(job.data, c.req.raw.signal));
	});
	app.notFound((c) => c.json({ message: "No such address." }, 404));
	app.onError((error, c) => {
		report(`training failed: ${error.message}`);
		return c.json({ message: error.message }, 500);
	});
	return app;
}

function answerOf(outcome: JobOutcome): Response {
	if (outcome.outcome !== "model") return Response.json(outcome);
	return new Response(new Uint8Array(outcome.bytes), {
		headers: { "Content-Type": "application/octet-stream", [MODEL_ID_HEADER]: outcome.modelId },
	});
}
