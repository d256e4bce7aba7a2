/** What this deployment is joined to, for those who look after it: never a secret, and of an address its host alone. */
import { z } from "zod";

export const IntegrationArea = z.enum(["channels", "bot", "people", "stores", "operations"]);
export type IntegrationArea = z.infer<typeof IntegrationArea>;

export const Integration = z.object({
	id: z.string(),
	area: IntegrationArea,
	name: z.string(),
	/** What it is for, in a line. */
	purpose: z.string(),
	isOn: z.boolean(),
	/** True where whoever reaches the port may use it. */
	isOpen: z.boolean(),
	facts: z.array(z.object({ name: z.string(), value: z.string() })),
	/** The variables and secrets by which it is set. */
	settings: z.array(z.string()),
});
export type Integration = z.infer<typeof Integration>;

/** GET /api/desk/integrations */
export const IntegrationList = z.object({ integrations: z.array(Integration) });
