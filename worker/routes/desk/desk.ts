import { OpenAPIHono } from "@hono/zod-openapi";
import type { HonoEnv } from "../../hono-env.ts";
import { agents } from "./agents.ts";
import { analytics } from "./analytics/analytics.ts";
import { auditLog } from "./audit-log.ts";
import { deskBulk } from "./bulk.ts";
import { cannedReplies } from "./canned-replies.ts";
import { deskCommands } from "./commands.ts";
import { contacts } from "./contacts.ts";
import { deskConversations } from "./conversations.ts";
import { csat } from "./csat.ts";
import { explanations } from "./explain.ts";
import { feedback } from "./feedback.ts";
import { identityKeys } from "./identity-keys.ts";
import { integrations } from "./integrations.ts";
import { labels } from "./labels.ts";
import { models } from "./models.ts";
import { orders } from "./orders.ts";
import { ownSettings } from "./own-settings.ts";
import { replays } from "./replay.ts";
import { retention } from "./retention.ts";
import { sites } from "./sites.ts";
import { deskSettings } from "./settings.ts";
import { deskSockets } from "./sockets.ts";
import { tickets } from "./tickets.ts";

/** What those who care for customers list, search and change. */
export const desk = new OpenAPIHono<HonoEnv>()
	.route("/conversations", deskConversations)
	.route("/conversations", deskCommands)
	.route("/conversations", replays)
	.route("/conversations", deskBulk)
	.route("/", deskSockets)
	.route("/settings", deskSettings)
	.route("/agents", agents)
	.route("/contacts", contacts)
	.route("/explain", explanations)
	.route("/feedback", feedback)
	.route("/csat", csat)
	.route("/integrations", integrations)
	.route("/labels", labels)
	.route("/me", ownSettings)
	.route("/canned-replies", cannedReplies)
	.route("/models", models)
	.route("/orders", orders)
	.route("/retention", retention)
	.route("/sites", sites)
	.route("/sites", identityKeys)
	.route("/tickets", tickets)
	.route("/analytics", analytics)
	.route("/audit-log", auditLog);
