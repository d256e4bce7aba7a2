import { CLOSE_CODES } from "../../contracts/protocol.ts";
import type { Connection, Door, FailureReason } from "./connection.ts";
import type { Clock, OpenedSocket, OpenSocket } from "./ports.ts";
import { retryDelayMs } from "./retry-delay.ts";

/** Longer than a slow phone needs for DNS, TLS and the upgrade. */
const CONNECT_TIMEOUT_MS = 12_000;
/** Below the idle limits of common proxies (30 to 60 s); the platform answers it without waking the object. */
const PING_EVERY_MS = 25_000;
const PONG_TIMEOUT_MS = 8_000;
/** After so many attempts in a row the page says "failed" and offers a button, but goes on trying. */
const ATTEMPTS_BEFORE_FAILED = 6;
const NO_NETWORK: Connection = { state: "offline", retryAtMs: null, isRateLimited: false };

/** What a line to the server stands on. */
export interface LineSurroundings {
	clock: Clock;
	random: () => number;
	openSocket: OpenSocket;
	/** Gets a one-use ticket, and whatever it needs for that. */
	openDoor: () => Promise<Door>;
	isDeviceOnline: () => boolean;
	/** @param heardAtMs - when the server said something last; null before it ever did */
	onConnection: (connection: Connection, heardAtMs: number | null) => void;
}

export interface LineDeps extends LineSurroundings {
	/** The first frame, as things stand: it says what is known already. */
	hello: () => object;
	/** What the server says, a `pong` too. Whoever is welcomed by it calls `up`. */
	onText: (text: string) => void;
}

/** A line to the server, whatever is spoken on it: connects, greets, keeps awake, and comes back after a loss. */
export class SocketLine {
	readonly #deps: LineDeps;
	#socket: OpenedSocket | null = null;
	#heardAtMs: number | null = null;
	#attempt = 0;
	#isWanted = false;
	#isOnline = false;
	#isHelloOpen = false;
	#isDoorAsked = false;
	/** Grows with each attempt: what a former one still has under way is then ignored. */
	#generation = 0;
	#cancelTimer: () => void = () => undefined;
	#cancelPing: () => void = () => undefined;

	constructor(deps: LineDeps) {
		this.#deps = deps;
	}

	get isOnline(): boolean {
		return this.#isOnline;
	}

	/** Connects, and stays connected until `stop`. @returns false when it does so already */
	start(): boolean {
		if (this.#isWanted) return false;
		this.#isWanted = true;
		this.#attempt = 0;
		this.#connect();
		return true;
	}

	/** Connects at once when it is waiting: the network is back, the tab is visible, or somebody pressed the button. */
	wake(): void {
		if (!this.#isWanted || this.#isDoorAsked || this.#socket !== null) return;
		this.#attempt = 0;
		this.#connect();
	}

	/** The device says that it has no network: what is open is dead, and trying is pointless. */
	sleep(): void {
		if (!this.#isWanted) return;
		this.#drop();
		this.#tell(NO_NETWORK);
	}

	stop(): void {
		this.#isWanted = false;
		this.#drop();
	}

	/** @returns false when there is no line: the caller keeps the frame */
	send(frame: object): boolean {
		if (!this.#isOnline || this.#socket === null) return false;
		this.#socket.send(JSON.stringify(frame));
		return true;
	}

	/** Something should have come and did not: open a new line. */
	reconnect(): void {
		if (!this.#isOnline) return;
		this.#drop();
		this.#connect();
	}

	/** Says hello, unless the last one still waits for its answer. @param isAnew - its answer was of no use */
	hello(isAnew = false): void {
		if (this.#isHelloOpen && !isAnew) return;
		this.#isHelloOpen = true;
		this.#socket?.send(JSON.stringify(this.#deps.hello()));
	}

	/** The hello was answered: all that was missed is here. */
	up(): void {
		this.#isHelloOpen = false;
		if (this.#isOnline) return;
		this.#cancelTimer();
		this.#isOnline = true;
		this.#attempt = 0;
		this.#armPing();
		this.#tell({ state: "online" });
	}

	#connect(): void {
		this.#drop();
		if (!this.#deps.isDeviceOnline()) return this.#tell(NO_NETWORK);
		const generation = this.#generation;
		this.#attempt += 1;
		this.#isDoorAsked = true;
		this.#tell({ state: "connecting" });
		void this.#askDoor(generation);
	}

	async #askDoor(generation: number): Promise<void> {
		let door: Door;
		try {
			door = await this.#deps.openDoor();
		} catch {
			door = { kind: "later", afterMs: null }; // a fault of ours looks to the reader like any other loss
		}
		if (generation === this.#generation && this.#isWanted) this.#enter(door, generation);
	}

	#enter(door: Door, generation: number): void {
		this.#isDoorAsked = false;
		if (door.kind === "closed") return this.#fail(door.reason);
		if (door.kind === "later") return this.#waitAndRetry(door.afterMs);
		const isCurrent = (): boolean => generation === this.#generation;
		this.#cancelTimer = this.#deps.clock.after(CONNECT_TIMEOUT_MS, () => this.#lost(null));
		this.#socket = this.#deps.openSocket(door.url, {
			onOpen: () => {
				if (isCurrent()) this.hello();
			},
			onText: (text) => {
				if (isCurrent()) this.#read(text);
			},
			onClose: (code) => {
				if (isCurrent()) this.#lost(code);
			},
		});
	}

	#read(text: string): void {
		this.#heardAtMs = this.#deps.clock.now();
		this.#armPing();
		this.#deps.onText(text);
	}

	#tell(connection: Connection): void {
		this.#deps.onConnection(connection, this.#heardAtMs);
	}

	#armPing(): void {
		this.#cancelPing();
		if (this.#socket === null) return;
		this.#cancelPing = this.#deps.clock.after(PING_EVERY_MS, () => {
			this.#socket?.send("ping");
			this.#cancelPing = this.#deps.clock.after(PONG_TIMEOUT_MS, () => this.#lost(null));
		});
	}

	/** @param code - the close code, or null when we gave the line up ourselves */
	#lost(code: number | null): void {
		const reason = finalReason(code);
		this.#drop();
		if (reason !== null) return this.#fail(reason);
		this.#waitAndRetry(null);
	}

	#waitAndRetry(afterMs: number | null): void {
		const { clock, random, isDeviceOnline } = this.#deps;
		this.#isDoorAsked = false;
		if (!isDeviceOnline()) return this.#tell(NO_NETWORK);
		const delayMs = afterMs ?? retryDelayMs(Math.max(1, this.#attempt), random());
		this.#cancelTimer = clock.after(delayMs, () => this.#connect());
		if (afterMs === null && this.#attempt >= ATTEMPTS_BEFORE_FAILED) {
			this.#tell({ state: "failed", reason: "unreachable" });
		} else {
			this.#tell({ state: "offline", retryAtMs: clock.now() + delayMs, isRateLimited: afterMs !== null });
		}
	}

	#fail(reason: FailureReason): void {
		this.#drop();
		this.#isWanted = reason === "flooding";
		this.#tell({ state: "failed", reason });
	}

	#drop(): void {
		this.#generation += 1;
		this.#isOnline = false;
		this.#isHelloOpen = false;
		this.#isDoorAsked = false;
		this.#cancelTimer();
		this.#cancelPing();
		this.#cancelTimer = () => undefined;
		this.#cancelPing = () => undefined;
		this.#socket?.close();
		this.#socket = null;
	}
}

/** A close that says "do not come back", in the page's words. `unauthorized` only needs a new ticket: the door decides. */
function finalReason(code: number | null): FailureReason | null {
	if (code === CLOSE_CODES.erased.code) return "erased";
	if (code === CLOSE_CODES.protocol.code) return "outdated";
	if (code === CLOSE_CODES.flooding.code) return "flooding";
	return null;
}

/** A frame as this page knows it; null for what a newer server may say. */
export function parseFrame<Frame>(
	schema: { safeParse(value: unknown): { success: true; data: Frame } | { success: false } },
	text: string,
): Frame | null {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return null; // not ours
	}
	const parsed = schema.safeParse(value);
	return parsed.success ? parsed.data : null;
}
