import { z } from "zod";

const IdentityMessage = z.object({ type: z.literal("care:identify"), token: z.string().min(1) });

/**
 * The identity token that a page hands over by `postMessage`; null of all other messages. A page of another origin is not
 * heard: with a token of its own it would read what the visitor writes.
 */
export function identityIn(
	{ origin, data }: { readonly origin: string; readonly data: unknown },
	ownOrigin: string,
): string | null {
	if (origin !== ownOrigin) return null;
	const message = IdentityMessage.safeParse(data);
	return message.success ? message.data.token : null;
}
