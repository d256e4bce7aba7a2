import { z } from "zod";
import { jsonOrNull } from "../../contracts/json-or-null.ts";
import { JWT_METHODS } from "../shared-jwt.ts";

/** Rasa's keys of `socketio` in credentials.yml, with Rasa's defaults. */
export const SocketIoSettings = z.object({
	user_message_evt: z.string().min(1).max(256).default("user_uttered"),
	bot_message_evt: z.string().min(1).max(256).default("bot_uttered"),
	namespace: z
		.string()
		.max(256)
		.regex(/^[\w/.-]*$/, "may hold letters, digits and - _ . / only")
		.nullish()
		.transform((name) => `/${(name ?? "").replace(/^\//, "")}`),
	session_persistence: z.boolean().default(false),
	socketio_path: z
		.string()
		.regex(/^\/?[\w.-]+(\/[\w.-]+)*\/?$/, "must be a path such as /socket.io")
		.nullish()
		.transform((path) => `/${(path ?? "socket.io").replace(/^\/|\/$/g, "")}`),
	jwt_key: z.string().min(1).nullish(),
	jwt_method: z.enum(JWT_METHODS).default("HS256"),
	metadata_key: z.string().min(1).max(256).default("metadata"),
});
export type SocketIoSettings = z.infer<typeof SocketIoSettings>;

/** The settings of the variable SOCKETIO_CHANNEL; null where the channel is off. @throws Error without any value */
export function socketIoSettings(env: {
	readonly SOCKETIO_CHANNEL?: string | undefined;
	readonly ENVIRONMENT?: string | undefined;
}): SocketIoSettings | null {
	const { SOCKETIO_CHANNEL: text = "", ENVIRONMENT: environment = "" } = env;
	if (text === "off" || (text === "" && environment !== "development")) return null;
	const parsed = SocketIoSettings.safeParse(text === "" || text === "on" ? {} : jsonOrNull(text));
	if (parsed.success) return parsed.data;
	const issues = parsed.error.issues.map((issue) => `${issue.path.join(".") || "it"}: ${issue.message}`);
	throw new Error(issues.join("; "));
}
