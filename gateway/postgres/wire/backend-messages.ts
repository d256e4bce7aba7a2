import { codeOf, messageOf } from "../../gateway-error.ts";

/** "I" outside of a transaction, "T" in one, "E" in a failed one. */
export type TransactionStatus = "I" | "T" | "E";

const authOk = 0;
const authCleartextPassword = 3;

export function message(type: string, body: Buffer): Buffer {
	const head = Buffer.alloc(5);
	head.write(type, 0, "latin1");
	head.writeInt32BE(body.length + 4, 1);
	return Buffer.concat([head, body]);
}

export function askForPassword(): Buffer {
	return message("R", int32(authCleartextPassword));
}

export function authenticationOk(): Buffer {
	return message("R", int32(authOk));
}

export function parameterStatus(name: string, value: string): Buffer {
	return message("S", Buffer.from(`${name}\0${value}\0`));
}

/** Cancelling goes by the gateway's time-outs, so the key is a blank. */
export function blankBackendKey(): Buffer {
	return message("K", Buffer.alloc(8));
}

export function readyForQuery(status: TransactionStatus): Buffer {
	return message("Z", Buffer.from(status, "latin1"));
}

/** An ErrorResponse in the words of the given error; FATAL says that the connection ends with it. */
export function errorResponse(error: unknown, severity: "ERROR" | "FATAL"): Buffer {
	const fields = [`S${severity}`, `V${severity}`, `C${codeOf(error) ?? "XX000"}`, `M${messageOf(error)}`];
	return message("E", Buffer.from(`${fields.join("\0")}\0\0`));
}

function int32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeInt32BE(value);
	return bytes;
}
