import { GatewayError } from "../../gateway-error.ts";
import type { GatewayLimits } from "../../options.ts";
import type { WireListener, WireSession } from "../postgres-backend.ts";
import { errorResponse, message, readyForQuery, type TransactionStatus } from "../wire/backend-messages.ts";
import { type Frame, FrameReader, readText } from "../wire/frame-reader.ts";
import type { BackendTurn } from "./backend-turn.ts";
import type { PgliteThread } from "./pglite-thread.ts";
import { StatementNames } from "./statement-names.ts";

/** Messages that wait for an answer: the ones before them are passed on together with them. */
const endsBatch = new Set(["Q", "S", "H"]);
const partOfBatch = new Set(["P", "B", "D", "E", "C", ...endsBatch]);
/** Rows of a COPY; PostgreSQL drops them when no COPY is going on, and none ever is. */
const dropped = new Set(["d", "c", "f"]);

/** What may leave something behind in the one backend for the next client to stumble over. */
const leavesState =
	/(^|;)\s*set\s+(?!local|transaction)|\bset_config\b|\blisten\b|\btemp(orary)?\b|\badvisory_lock/i;
const cleaningUp = simpleQuery("RESET ALL; UNLISTEN *; DISCARD TEMP; SELECT pg_advisory_unlock_all()");
/** Tried: PGlite ends the whole process on it. */
const copyFromStdin = /\bcopy\b(?:(?!\bcopy\b)[^;])*\bfrom\s+stdin\b/i;

export interface SessionSurroundings {
	thread: PgliteThread;
	turn: BackendTurn;
	limits: GatewayLimits;
	greeting: Buffer;
}

/** One client's connection to the embedded database, sharing its one backend by turns. */
export class PgliteSession implements WireSession {
	readonly greeting: Buffer;
	private readonly around: SessionSurroundings;
	private readonly listener: WireListener;
	private readonly reader: FrameReader;
	private readonly names = new StatementNames();
	private batch: Buffer[] = [];
	private batchBytes = 0;
	private readonly batches: Buffer[] = [];
	private status: TransactionStatus = "I";
	private hasTurn = false;
	private isDirty = false;
	private isClosed = false;
	private isPumping = false;
	private idleTimer: NodeJS.Timeout | undefined;

	constructor(around: SessionSurroundings, listener: WireListener) {
		this.around = around;
		this.greeting = around.greeting;
		this.listener = listener;
		this.reader = new FrameReader(around.limits.maxBodyBytes, false);
	}

	send(bytes: Buffer): void {
		if (this.isClosed) return;
		clearTimeout(this.idleTimer);
		try {
			this.reader.push(bytes);
			for (let frame = this.reader.next(); frame !== null; frame = this.reader.next()) this.take(frame);
		} catch (error) {
			this.endWith(error);
			return;
		}
		void this.pump();
	}

	close(): void {
		if (this.isClosed) return;
		this.isClosed = true;
		clearTimeout(this.idleTimer);
		this.batches.length = 0;
		this.listener.onClose();
		void this.pump(); // gives back what this session still holds
	}

	private take(frame: Frame): void {
		if (frame.type === "X") {
			this.close();
			return;
		}
		if (dropped.has(frame.type)) return;
		if (!partOfBatch.has(frame.type)) throw new GatewayError("08P01", "A message of an unknown type came.");
		this.look(frame);
		const bytes = this.names.rename(frame);
		this.batch.push(bytes);
		this.batchBytes += bytes.length;
		if (this.batchBytes > this.around.limits.maxBodyBytes) {
			throw new GatewayError(
				"08P01",
				`More than ${this.around.limits.maxBodyBytes} bytes came without a Sync.`,
			);
		}
		if (!endsBatch.has(frame.type)) return;
		this.batches.push(Buffer.concat(this.batch));
		this.batch = [];
		this.batchBytes = 0;
	}

	/** Reads a statement for what the one shared backend cannot bear. */
	private look(frame: Frame): void {
		if (frame.type !== "Q" && frame.type !== "P") return;
		const text = readText(frame.body, frame.type === "Q" ? 0 : readText(frame.body, 0).end).text;
		if (copyFromStdin.test(text)) {
			throw new GatewayError("0A000", "COPY FROM STDIN is not offered by the embedded database; use INSERT.");
		}
		this.isDirty ||= leavesState.test(text);
	}

	/** Works off the batches one after the other, then gives the turn back or minds it. */
	private async pump(): Promise<void> {
		if (this.isPumping) return;
		this.isPumping = true;
		try {
			for (let batch = this.batches.shift(); batch !== undefined; batch = this.batches.shift()) {
				// one after the other is the point
				await this.run(batch);
			}
			if (this.isClosed) await this.leave();
			else if (this.hasTurn) this.mindIdleness();
		} catch (error) {
			this.endWith(error);
			this.giveBackTurn();
		} finally {
			this.isPumping = false;
		}
		if (this.batches.length > 0 || (this.isClosed && this.hasTurn)) await this.pump();
	}

	private async run(batch: Buffer): Promise<void> {
		const { thread, turn, limits } = this.around;
		if (!this.hasTurn) {
			await turn.take(limits.timeoutMs);
			this.hasTurn = true;
		}
		const { bytes, tooLarge } = await thread.execute(batch, limits.timeoutMs);
		const ended = endStatus(bytes);
		if (ended !== null) this.status = ended;
		if (!this.isClosed) this.listener.onData(tooLarge ? this.tooLarge() : bytes);
		if (ended === "I") await this.cleanAndGiveBack();
	}

	private tooLarge(): Buffer {
		const error = new GatewayError(
			"54000",
			`The result is larger than ${this.around.limits.maxResultBytes} bytes.`,
		);
		return Buffer.concat([errorResponse(error, "ERROR"), readyForQuery(this.status)]);
	}

	/** After the client has gone: rolls back, forgets its prepared statements. */
	private async leave(): Promise<void> {
		const { thread, turn, limits } = this.around;
		const prepared = this.names.prepared();
		if (!this.hasTurn && prepared.length === 0) return;
		if (!this.hasTurn) {
			await turn.take(limits.timeoutMs);
			this.hasTurn = true;
		}
		const sync = message("S", Buffer.alloc(0));
		const closes = prepared.map((name) => message("C", Buffer.from(`S${name}\0`)));
		// The Sync first ends what a client left half-sent; without a transaction ROLLBACK is a warning.
		await thread.execute(Buffer.concat([sync, simpleQuery("ROLLBACK"), ...closes, sync]), limits.timeoutMs);
		await this.cleanAndGiveBack();
	}

	private async cleanAndGiveBack(): Promise<void> {
		if (this.isDirty) {
			this.isDirty = false;
			await this.around.thread.execute(cleaningUp, this.around.limits.timeoutMs);
		}
		this.giveBackTurn();
	}

	private giveBackTurn(): void {
		this.status = "I";
		if (!this.hasTurn) return;
		this.hasTurn = false;
		this.around.turn.giveBack();
	}

	/** A client that holds the one backend and says nothing loses it. */
	private mindIdleness(): void {
		const { idleTransactionMs } = this.around.limits;
		clearTimeout(this.idleTimer);
		this.idleTimer = setTimeout(() => {
			this.endWith(
				new GatewayError("25P03", `The transaction was idle for more than ${idleTransactionMs} ms.`),
			);
		}, idleTransactionMs);
	}

	private endWith(error: unknown): void {
		if (this.isClosed) return;
		this.listener.onData(errorResponse(error, "FATAL"));
		this.close();
	}
}

/** The status in the ReadyForQuery at the end of an answer; null when it does not end with one. */
function endStatus(answer: Buffer): TransactionStatus | null {
	if (answer.length < 6 || answer[answer.length - 6] !== "Z".charCodeAt(0)) return null;
	if (answer.readInt32BE(answer.length - 5) !== 5) return null;
	const status = String.fromCharCode(answer[answer.length - 1] ?? 0);
	return status === "I" || status === "T" || status === "E" ? status : null;
}

function simpleQuery(text: string): Buffer {
	return message("Q", Buffer.from(`${text}\0`));
}
