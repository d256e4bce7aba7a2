import { z } from "zod";
import { IntegrationList } from "../../../contracts/integrations.ts";
import { Retention, RetentionDue } from "../../../contracts/retention.ts";
import type { Ask } from "../world.ts";

export const readIntegrations = (ask: Ask) => ask(IntegrationList, "/api/desk/integrations");
export const readRetention = (ask: Ask) => ask(Retention, "/api/desk/retention");
export const readRetentionDue = (ask: Ask) => ask(RetentionDue, "/api/desk/retention/due");
export const runRetention = (ask: Ask) =>
	ask(z.undefined(), "/api/desk/retention/run", { method: "POST", body: {} });
