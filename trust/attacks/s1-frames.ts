import type { WebSocket } from "ws";
import { z } from "zod";
import { SocketTicket } from "../../contracts/api.ts";
import { ServerFrame } from "../../contracts/protocol.ts";
import {
	BAD_FRAMES,
	LARGE_BAD_FRAMES,
	mangledFrames,
	PROTOTYPE_FRAME,
} from "../../contracts/testing/bad-frames.ts";
import { ChatClient } from "../../e2e/testing/chat-client.ts";
import { forEachOf } from "../http-client.ts";
import type { Row } from "../row.ts";
import type { Target } from "../targets.ts";
import { BROKEN_FRAMES, piecesOf } from "./broken-frames.ts";
import { frameBytes, RawSocket } from "./raw-socket.ts";

const SOCKETS = 8;
/** Frames that are sent before the answers to them are read. */
const BATCH = 250;
/** Large ones cost what a thousand small ones do: one batch in so many has them. */
const LARGE_EVERY = 20;

export const frames: Row = {
	id: "S1",
	cases: "frames",
	atLeast: { quick: 3_000, full: 100_000 },
	async run(targets, size) {
		const target = await targets.open();
		const faults: string[] = [];
		const rude = await ChatClient.create(target.product.origin);
		await rude.connect();
		await rude.ask("hello");
		const witness = await Witness.open(target, rude);
		const total = this.atLeast[size];
		const batches = Array.from({ length: Math.ceil(total / BATCH) }, (_, index) => index);
		let cases = 0;
		await forEachOf(batches, SOCKETS, async (index) => {
			const socket = await rude.openSocket();
			if (socket.extensions !== "") faults.push(`a socket that offers compression gets ${socket.extensions}`);
			const sent = index % 2 === 0 ? await sendBad(socket, index) : await sendMangled(socket, index);
			faults.push(...sent.faults);
			cases += sent.cases;
			socket.close();
		});
		const broken = await sendBroken(target, rude, size === "full" ? 5 : 1);
		faults.push(...broken.faults, ...(await witness.complaints()));
		return { cases: cases + broken.cases, faults };
	},
};

/** Frames whose answer is known: each is refused by its code, in order. */
async function sendBad(socket: WebSocket, index: number) {
	const large = index % LARGE_EVERY === 0 ? LARGE_BAD_FRAMES : [];
	const small = Array.from({ length: BATCH - large.length }, (_, at) => BAD_FRAMES[at % BAD_FRAMES.length]);
	const frames = [...small, ...large].flatMap((frame) => (frame === undefined ? [] : [frame]));
	const answers = answersOf(socket, frames.length);
	for (const [frame] of frames) socket.send(frame);
	const { received, closedWith } = await answers;
	const faults: string[] = [];
	for (const [at, [frame, code]] of frames.entries()) {
		const answer = received[at];
		const found = answer?.type === "error" ? answer.code : (answer?.type ?? `nothing, closed ${closedWith}`);
		if (found !== code) faults.push(`${shown(frame)}: ${found} in the place of ${code}`);
	}
	return { cases: frames.length, faults: faults.slice(0, 3) };
}

/** Frames of which most are broken: whatever they are, the socket goes on and answers in frames of the protocol. */
async function sendMangled(socket: WebSocket, index: number) {
	const frames = [...mangledFrames(BATCH, index), PROTOTYPE_FRAME];
	const marker = `marker-${index}`;
	const answers = answersOf(socket, Infinity, (frame) => frame.type === "error" && frame.id === marker);
	for (const frame of frames) socket.send(frame);
	socket.send(JSON.stringify({ type: "read", id: marker, seq: -1 }));
	const { closedWith, strange } = await answers;
	// a number of the protocol that was hit becomes one that we don't speak, which is told by its own code
	const isFine = closedWith === null || closedWith === 4_005;
	const faults = isFine ? strange : [...strange, `mangled frames, seed ${index}: closed with ${closedWith}`];
	return { cases: frames.length, faults };
}

function answersOf(socket: WebSocket, count: number, isLast: (frame: ServerFrame) => boolean = () => false) {
	const received: ServerFrame[] = [];
	const strange: string[] = [];
	return new Promise<{ received: ServerFrame[]; strange: string[]; closedWith: number | null }>((resolve) => {
		const end = (closedWith: number | null): void => {
			clearTimeout(timer);
			resolve({ received, strange, closedWith });
		};
		const timer = setTimeout(() => end(-1), 60_000);
		socket.on("close", (code) => end(code));
		socket.on("message", (data) => {
			const text = z.instanceof(Buffer).parse(data).toString("utf8");
			const { success, data: frame } = ServerFrame.safeParse(JSON.parse(text));
			if (success) received.push(frame);
			else strange.push(`no frame of the protocol: ${shown(text)}`);
			if (received.length >= count || (success && isLast(frame))) end(null);
		});
	});
}

/** Refused by its name, which shows that the socket still reads what comes. */
const AFTERWARDS = frameBytes({
	opcode: 1,
	payload: Buffer.from('{"type":"read","id":"afterwards","seq":-1}'),
});

/** What breaks the WebSocket protocol itself: the code of the close, and a whole frame in pieces is understood. */
async function sendBroken(target: Target, rude: ChatClient, rounds: number) {
	const faults: string[] = [];
	let cases = 0;
	for (const { name, bytes, closesWith, isLetThrough } of Array.from(
		{ length: rounds },
		() => BROKEN_FRAMES,
	).flat()) {
		const socket = await RawSocket.open(target.product.origin, await ticketPath(target, rude));
		socket.send(bytes);
		if (isLetThrough === true) socket.send(AFTERWARDS);
		const goesOn = (): boolean => socket.texts.some((text) => text.includes("afterwards"));
		await socket.until(() => socket.closedWith !== null || goesOn());
		cases += 1;
		const isRight = socket.closedWith === closesWith || (isLetThrough === true && goesOn());
		if (!isRight) faults.push(`${name}: closed with ${socket.closedWith} in the place of ${closesWith}`);
		socket.destroy();
	}
	const socket = await RawSocket.open(target.product.origin, await ticketPath(target, rude));
	socket.send(piecesOf('{"type":"hello","protocol":1,"lastSeq":0}'));
	if (!(await socket.until(() => socket.texts.some((text) => text.includes('"welcome"')))))
		faults.push("a hello in pieces got no welcome");
	socket.destroy();
	return { cases: cases + 1, faults: [...new Set(faults)] };
}

async function ticketPath(target: Target, rude: ChatClient): Promise<string> {
	const { text } = await target.client.ask(`/api/conversations/${rude.conversationId}/ticket`, {
		method: "POST",
		headers: rude.auth,
	});
	return SocketTicket.parse(JSON.parse(text)).url;
}

/** Somebody in the same conversation and somebody in another one, who must notice nothing. */
class Witness {
	readonly #near: ChatClient;
	readonly #far: ChatClient;

	private constructor(near: ChatClient, far: ChatClient) {
		this.#near = near;
		this.#far = far;
	}

	static async open(target: Target, rude: ChatClient): Promise<Witness> {
		const witness = new Witness(rude.sibling(), await ChatClient.create(target.product.origin));
		await witness.#near.connect();
		await witness.#far.connect();
		return witness;
	}

	async complaints(): Promise<string[]> {
		const complaints: string[] = [];
		const note = (isWrong: boolean, words: string): void => void (isWrong && complaints.push(words));
		note(!this.#near.isOpen || !this.#far.isOpen, "a witness's socket was closed");
		if (complaints.length > 0) return complaints;
		note(this.#near.errors.length > 0, "a witness in the conversation was told of somebody else's fault");
		note(this.#near.gaps.length > 0, `the witness saw gaps: ${this.#near.gaps.join(", ")}`);
		note(this.#far.events.size > 0 || this.#far.errors.length > 0, "another conversation noticed something");
		const answer = await this.#near.ask("what are your opening hours");
		note(answer === "", "the conversation does not go on");
		const other = await this.#far.ask("hello");
		note(other === "", "the other conversation does not go on");
		this.#near.close();
		this.#far.close();
		return complaints;
	}
}

function shown(frame: string | ArrayBuffer): string {
	return typeof frame === "string" ? JSON.stringify(frame.slice(0, 80)) : `${frame.byteLength} bytes`;
}
