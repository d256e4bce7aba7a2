import { uuidV7 } from "../contracts/ids.ts";

/** An id that nobody has: sorts by the time that it was made at. @param nowMs - epoch milliseconds */
export function freshId(nowMs: number): string {
	return uuidV7(nowMs, crypto.getRandomValues(new Uint8Array(10)));
}
