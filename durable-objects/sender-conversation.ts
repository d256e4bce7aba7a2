import { uuidV7 } from "../contracts/ids.ts";

/**
 * The conversation of a sender of Rasa's channels, whichever of them is used: always the same one for the same sender. Its time is zero,
 * which no conversation of a visitor can have, so that no sender's name reaches one of those.
 */
export async function conversationOfSender(sender: string): Promise<string> {
	const text = new TextEncoder().encode(`customer-care/channel/rest\n${sender}`);
	const hash = await crypto.subtle.digest("SHA-256", text);
	return uuidV7(0, new Uint8Array(hash).subarray(0, 10));
}
