import { DeskSettings } from "../../../contracts/inbox.ts";
import type { Ask } from "../world.ts";

export const readTeam = (ask: Ask) => ask(DeskSettings, "/api/desk/settings");
export const writeTeam = (ask: Ask, body: DeskSettings) =>
	ask(DeskSettings, "/api/desk/settings", { method: "PUT", body });
