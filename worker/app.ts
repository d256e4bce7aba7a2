import { OpenAPIHono } from "@hono/zod-openapi";
import type { HonoEnv } from "./hono-env.ts";
import { beginToIdentify } from "./auth/principal.ts";
import { limitBody } from "./middleware/body-limit.ts";
import { etags } from "./middleware/etags.ts";
import { onError } from "./middleware/on-error.ts";
import { corsPolicy, originGuard } from "./middleware/origins.ts";
import { limitByAddress } from "./middleware/rate-limit.ts";
import { untypedBodyIs } from "./middleware/rasa-body.ts";
import { requestId } from "./middleware/request-id.ts";
import { requestLog } from "./middleware/request-log.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { services } from "./middleware/services.ts";
import { openApiDocument } from "./openapi/document.ts";
import { isRasaApi } from "./rasa-error.ts";
import { apiKeys } from "./routes/api-keys.ts";
import { auth } from "./routes/auth/auth.ts";
import { callbackChannel } from "./routes/callback-channel.ts";
import { conversations } from "./routes/conversations.ts";
import { desk } from "./routes/desk/desk.ts";
import { health } from "./routes/health.ts";
import { invitations } from "./routes/invitations.ts";
import { mailbox } from "./routes/mailbox.ts";
import { messages } from "./routes/messages.ts";
import { erasures, myData } from "./routes/my-data.ts";
import { nlu, rasaParseRoute } from "./routes/nlu.ts";
import { pageOrNotFound } from "./routes/pages.ts";
import { rasaConversations } from "./routes/rasa-api/conversations.ts";
import { rasaModels } from "./routes/rasa-api/models.ts";
import { rasaModelTests } from "./routes/rasa-api/model-tests.ts";
import { rasaTraining } from "./routes/rasa-api/training.ts";
import { onRasaError } from "./routes/rasa-api/refusals.ts";
import { rasaServer } from "./routes/rasa-api/server.ts";
import { restChannel } from "./routes/rest-channel.ts";
import { roles } from "./routes/roles.ts";
import { site } from "./routes/site.ts";
import { socketIoChannel, socketIoStatus } from "./routes/socketio-channel.ts";
import { sockets } from "./routes/socket.ts";
import { userSessions } from "./routes/user-sessions.ts";
import { users } from "./routes/users.ts";
import { visitors } from "./routes/visitors.ts";
import { webhookDeliveries } from "./routes/webhook-deliveries.ts";
import { webhooks } from "./routes/webhooks.ts";
import { wellKnown } from "./routes/well-known.ts";
import type { Surroundings } from "./services.ts";

/** What stands before every route that is not about the Worker itself, in this order. */
const GUARDED = ["/api/*", "/webhooks/*", "/model/parse", "/.well-known/*"];

/** Rasa's HTTP API stands at the root, as its clients expect. */
const RASA_API = [
	"/conversations/*",
	"/model",
	"/model/predict",
	"/model/train",
	"/model/test/*",
	"/status",
	"/domain",
];

/** Where Rasa reads JSON, under whatever name. */
const RASA_JSON = ["/webhooks/*", "/conversations/*", "/model", "/model/parse", "/model/predict"];
/** Where it reads a project. */
const RASA_YAML = ["/model/train", "/model/test/*"];

export function createApp(surroundings: Surroundings) {
	// not strict: Rasa asks for /webhooks/rest/ where others write /webhooks/rest
	const base = new OpenAPIHono<HonoEnv>({ strict: false });
	base.use(async (c, next) => {
		c.set("surroundings", surroundings);
		await next();
	});
	base.use(securityHeaders, requestId, requestLog);
	base.onError((error, c) => (isRasaApi(c.req.path) ? onRasaError : onError)(error, c));
	base.notFound(pageOrNotFound);
	base.use(socketIoChannel);
	for (const path of RASA_API) base.use(path, services, originGuard, limitByAddress("address"));
	for (const path of GUARDED)
		base.use(path, services, corsPolicy, originGuard, limitByAddress("address", beginToIdentify), limitBody);
	for (const path of ["/api/*", "/.well-known/*", "/webhooks/*", "/version", ...RASA_API])
		base.use(path, etags);
	for (const path of RASA_JSON) base.use(path, untypedBodyIs("application/json"));
	for (const path of RASA_YAML) base.use(path, untypedBodyIs("application/yaml"));

	const app = base
		.route("/", health)
		.route("/.well-known", wellKnown)
		.route("/api/site", site)
		.route("/api/visitors", visitors)
		.route("/api/auth", auth)
		.route("/api/me/data", myData)
		.route("/api/erasures", erasures)
		.route("/api/users", users)
		.route("/api/users", userSessions)
		.route("/api/roles", roles)
		.route("/api/invitations", invitations)
		.route("/api/api-keys", apiKeys)
		.route("/api/webhooks", webhooks)
		.route("/api/webhooks", webhookDeliveries)
		.route("/api/mailbox", mailbox)
		.route("/api/desk", desk)
		.route("/api/conversations", conversations)
		.route("/api/conversations", messages)
		.route("/api/conversations", sockets)
		.route("/webhooks/rest", restChannel)
		.route("/webhooks/callback", callbackChannel)
		.route("/webhooks/socketio", socketIoStatus)
		.route("/conversations", rasaConversations)
		.route("/", rasaServer)
		.route("/", rasaModels)
		.route("/", rasaTraining)
		.route("/", rasaModelTests)
		.route("/api/nlu", nlu)
		.route("/model", rasaParseRoute);
	let document: ReturnType<typeof openApiDocument> | null = null;
	app.get("/api/openapi.json", (c) => {
		document ??= openApiDocument(app, c.var.services.config.VERSION);
		// it changes with a release
		c.header("Cache-Control", "public, max-age=300");
		return c.json(document);
	});
	return app;
}
