/**
 * A full turn beside a bare echo with one insert, in one run: plain workerd on both sides, the same client, alternating
 * blocks so that a busy moment of the machine hits both. A turn is over when its answer is there.
 */
import { WebSocket } from "ws";
import { alignColumns } from "../cli/nlu-report/align-columns.ts";
import { PROTOCOL_VERSION } from "../contracts/protocol.ts";
import { ChatClient, newMessageId } from "../e2e/testing/chat-client.ts";
import { lengthyTraining } from "../e2e/testing/lengthy-training.ts";
import { startProduct, UNLIMITED } from "../e2e/testing/product.ts";
import { startEchoServer } from "./echo-server.ts";
import { percentile } from "./statistics.ts";

const API_TOKEN = "bench-of-turns";
const WARM_UP = 100;
const BLOCKS = 10;
const PER_BLOCK = 100;
const PARALLEL = 20;
const PARALLEL_EACH = 40;

/** Messages whose answer comes from understanding and rules alone: no action on the database. */
const TEXTS = [
	"hello there",
	"what are your opening hours",
	"are you a robot",
	"which delivery options do you have",
	"thanks a lot",
];

/** One request and its answer. */
type RoundTrip = (text: string) => Promise<void>;

export async function benchTurn(): Promise<void> {
	const echo = await startEchoServer();
	const product = await startProduct({ env: { RATE_LIMITS: UNLIMITED, API_TOKEN } });
	try {
		const echoTrip = await echoRoundTrip(echo.origin, "one");
		const turnTrip = await turnRoundTrip(product.origin);
		const samples = { echo: [] as number[], turn: [] as number[] };
		await measure(echoTrip, WARM_UP);
		await measure(turnTrip, WARM_UP);
		for (let block = 0; block < BLOCKS; block++) {
			samples.echo.push(...(await measure(echoTrip, PER_BLOCK)));
			samples.turn.push(...(await measure(turnTrip, PER_BLOCK)));
		}
		const echoRate = await rate(() => echoRoundTrip(echo.origin, crypto.randomUUID()));
		const turnRate = await rate(() => turnRoundTrip(product.origin));
		printTable(samples, { echo: echoRate, turn: turnRate });
		printTraining(await whileTraining(product.origin, turnTrip));
	} finally {
		echo.stop();
		await product.stop();
	}
}

function printTable(
	samples: { echo: number[]; turn: number[] },
	rates: { echo: number; turn: number },
): void {
	const ms = (values: number[], share: number): string => `${percentile(values, share).toFixed(2)} ms`;
	const ratio = (share: number): string =>
		`${(percentile(samples.turn, share) / percentile(samples.echo, share)).toFixed(2)} ×`;
	console.log(
		alignColumns([
			[`${samples.turn.length} round trips each`, "p50", "p90", "p99", `per second, ${PARALLEL} at once`],
			[
				"echo with one insert",
				ms(samples.echo, 0.5),
				ms(samples.echo, 0.9),
				ms(samples.echo, 0.99),
				rates.echo.toFixed(0),
			],
			[
				"full turn",
				ms(samples.turn, 0.5),
				ms(samples.turn, 0.9),
				ms(samples.turn, 0.99),
				rates.turn.toFixed(0),
			],
			["ratio", ratio(0.5), ratio(0.9), ratio(0.99), `${(rates.echo / rates.turn).toFixed(2)} ×`],
		]),
	);
}

/** Turns of one conversation, one after the other, until `/model/train` has answered. @throws as soon as a turn or the training fails */
export async function whileTraining(
	origin: string,
	trip: RoundTrip,
): Promise<{ seconds: number; turns: number[] }> {
	const started = performance.now();
	const state = { isOver: false };
	const training = fetch(`${origin}/model/train?token=${API_TOKEN}&save_to_default_model_directory=false`, {
		method: "POST",
		headers: { "Content-Type": "application/yaml" },
		body: lengthyTraining(),
	}).finally(() => {
		state.isOver = true;
	});
	const talk = async (): Promise<number[]> => {
		const turns: number[] = [];
		while (!state.isOver) turns.push(...(await measure(trip, 1)));
		return turns;
	};
	const [{ ok, status }, turns] = await Promise.all([training, talk()]);
	if (!ok) throw new Error(`/model/train answered ${status}`);
	return { seconds: (performance.now() - started) / 1_000, turns };
}

function printTraining({
	seconds,
	turns,
}: {
	readonly seconds: number;
	readonly turns: readonly number[];
}): void {
	const ms = (share: number): string => `${percentile(turns, share).toFixed(2)} ms`;
	console.log(
		alignColumns([
			[`\nwhile /model/train took ${seconds.toFixed(1)} s`, "turns", "p50", "p99", "longest"],
			["full turn", String(turns.length), ms(0.5), ms(0.99), ms(1)],
		]),
	);
}

async function measure(trip: RoundTrip, count: number): Promise<number[]> {
	const samples: number[] = [];
	for (let index = 0; index < count; index++) {
		const started = performance.now();
		await trip(TEXTS[index % TEXTS.length] ?? "hello");
		samples.push(performance.now() - started);
	}
	return samples;
}

/** Round trips a second with several conversations at once. */
async function rate(connect: () => Promise<RoundTrip>): Promise<number> {
	const trips: RoundTrip[] = [];
	for (let index = 0; index < PARALLEL; index++) trips.push(await connect());
	const started = performance.now();
	await Promise.all(trips.map((trip) => measure(trip, PARALLEL_EACH)));
	return (PARALLEL * PARALLEL_EACH * 1000) / (performance.now() - started);
}

async function echoRoundTrip(origin: string, name: string): Promise<RoundTrip> {
	const socket = new WebSocket(`${origin.replace(/^http/, "ws")}/?name=${name}`);
	await new Promise((resolve) => socket.once("open", resolve));
	return roundTrip(socket, '"type":"message"');
}

async function turnRoundTrip(origin: string): Promise<RoundTrip> {
	const client = await ChatClient.create(origin);
	const socket = await client.openSocket();
	socket.send(JSON.stringify({ type: "hello", protocol: PROTOCOL_VERSION, lastSeq: 0 }));
	await new Promise((resolve) => socket.once("message", resolve));
	return roundTrip(socket, '"kind":"bot"');
}

/** Sends a message and waits for the frame that has this mark in it: the same work for both sides. */
function roundTrip(socket: WebSocket, mark: string): RoundTrip {
	return (text) => {
		const answered = new Promise<void>((resolve) => {
			const look = (data: Buffer): void => {
				if (!data.includes(mark)) return;
				socket.off("message", look);
				resolve();
			};
			socket.on("message", look);
		});
		socket.send(JSON.stringify({ type: "message", id: newMessageId(), text }));
		return answered;
	};
}
