/** HTTP as an attacker speaks it: any path and header as given, nothing normalised. */
import { Agent, request as httpRequest, type OutgoingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	readonly durationMs: number;
}

export interface Question {
	readonly method?: string;
	readonly headers?: OutgoingHttpHeaders;
	/** An object is sent as JSON, a string as it is. */
	readonly body?: unknown;
}

const SILENT_MS = 60_000;
/** So often a store that does not answer is asked. */
const PATIENCE = 5;

export class HttpClient {
	readonly origin: string;
	#askedAgain = 0;
	readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });

	constructor(origin: string) {
		this.origin = origin;
	}

	/** Answers that said that a part was away, and were not taken for one. */
	get askedAgain(): number {
		return this.#askedAgain;
	}

	/** @throws Error when no answer comes */
	async ask(path: string, { method = "GET", headers = {}, body }: Question = {}): Promise<Answer> {
		const { hostname, port } = new URL(this.origin);
		const isJson = body !== undefined && typeof body !== "string";
		const payload = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
		const startedMs = performance.now();
		return new Promise((resolve, reject) => {
			const request = httpRequest({
				hostname,
				port,
				path,
				method,
				agent: this.#agent,
				headers: {
					...(payload === undefined ? {} : { "Content-Length": Buffer.byteLength(payload) }),
					...(isJson ? { "Content-Type": "application/json" } : {}),
					...headers,
				},
			});
			request.setTimeout(SILENT_MS, () => request.destroy(new Error(`${method} ${path}: no answer`)));
			request.on("error", reject);
			request.on("upgrade", (response, socket) => {
				socket.destroy();
				const headers = headersOf(response.rawHeaders);
				resolve({ status: 101, headers, text: "", durationMs: performance.now() - startedMs });
			});
			request.on("response", (response) => {
				buffer(response).then(
					(bytes) =>
						resolve({
							status: response.statusCode ?? 0,
							headers: headersOf(response.rawHeaders),
							text: bytes.toString("utf8"),
							durationMs: performance.now() - startedMs,
						}),
					reject,
				);
			});
			request.end(payload);
		});
	}

	/** Asks again where a store did not answer in its time: a machine that is busy is none of an attack's doing. */
	async askPatiently(path: string, question: Question = {}): Promise<Answer> {
		return this.patiently(
			() => this.ask(path, question),
			({ text }) => text,
		);
	}

	/** The same of a question that is asked in another way. */
	async patiently<Given extends { readonly status: number }>(
		ask: () => Promise<Given>,
		textOf: (answer: Given) => string,
	): Promise<Given> {
		for (let attempt = 1; ; attempt += 1) {
			const answer = await ask();
			const isAway = answer.status === 503 && textOf(answer).includes('"unavailable"');
			if (!isAway || attempt === PATIENCE) return answer;
			this.#askedAgain += 1;
			await new Promise((wake) => setTimeout(wake, attempt * 1_000));
		}
	}

	close(): void {
		this.#agent.destroy();
	}
}

function headersOf(raw: readonly string[]): Headers {
	const headers = new Headers();
	for (let index = 0; index + 1 < raw.length; index += 2) {
		headers.append(raw[index] ?? "", raw[index + 1] ?? "");
	}
	return headers;
}

/** Runs a few at once, for each of the items. */
export async function forEachOf<Item>(
	items: Iterable<Item>,
	atOnce: number,
	run: (item: Item) => Promise<void>,
): Promise<void> {
	const waiting = items[Symbol.iterator]();
	const work = async (): Promise<void> => {
		for (let next = waiting.next(); next.done !== true; next = waiting.next()) await run(next.value);
	};
	await Promise.all(Array.from({ length: atOnce }, work));
}
