import type { Context } from "hono";
import { z } from "zod";
import { pause } from "../durable-objects/pause.ts";
import { INBOX } from "./auth/end-sessions.ts";
import { type HonoEnv, inBackground } from "./hono-env.ts";

/** The page waits for its site: later than this it goes by the hours alone. */
const PATIENCE_MS = 300;

/** Whether somebody is at the desk and takes conversations, whatever the hour; false where nobody can say, or not in time. */
export async function isAttended(c: Context<HonoEnv>): Promise<boolean> {
	const asked = c.var.services.cache
		.get({
			name: "attended",
			of: "",
			schema: z.boolean(),
			freshSeconds: 10,
			staleSeconds: 0,
			tags: [],
			make: () => c.env.INBOXES.getByName(INBOX).isAttended(),
		})
		.catch(() => false); // the hours are told then
	inBackground(c, asked);
	const patience = pause(PATIENCE_MS);
	return Promise.race([asked, patience.over.then(() => false)]).finally(() => patience.stop());
}
