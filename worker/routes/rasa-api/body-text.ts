import type { Context } from "hono";
import type { HonoEnv } from "../../hono-env.ts";
import { RasaError } from "../../rasa-error.ts";

/** The body as text. @throws RasaError 400 when it is not UTF-8 */
export async function bodyText(c: Context<HonoEnv>): Promise<string> {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(await c.req.arrayBuffer());
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		throw new RasaError(400, "BadRequest", "The body is not UTF-8.", { parameter: "", in: "body" });
	}
}
