import { basename, dirname } from "node:path";

/** What a workerd of ours needs to know. Paths of files are relative to the config, those of folders absolute. */
export interface WorkerdSettings {
	readonly address: string;
	readonly compatibilityDate: string;
	readonly compatibilityFlags: readonly string[];
	/** `esModule` first: the bundle; then what it imports. Names as the bundle imports them. */
	readonly modules: readonly {
		readonly name: string;
		readonly kind: "esModule" | "wasm";
		readonly path: string;
	}[];
	readonly assetsService: string;
	readonly pagesDirectory: string;
	/** The model that answers, in a folder of its own. */
	readonly modelFile: string;
	readonly objectsDirectory: string;
	/** Names of environment variables that become bindings of the same name. */
	readonly variables: readonly string[];
}

/**
 * The configuration of a plain workerd: our Worker, its objects on disk, and a service for the pages. Bindings come
 * from the environment, so that the file holds no secret.
 *
 * @see workerd's src/workerd/server/workerd.capnp for every field
 */
export function workerdConfig(settings: WorkerdSettings): string {
	const text = (value: string): string => JSON.stringify(value);
	const modules = settings.modules.map(
		({ name, kind, path }) => `(name = ${text(name)}, ${kind} = embed ${text(path)})`,
	);
	const variables = settings.variables.map(
		(name) => `(name = ${text(name)}, fromEnvironment = ${text(name)})`,
	);
	return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
	services = [
		(name = "main", worker = .mainWorker),
		(name = "assets", worker = .assetsWorker),
		(name = "pages", disk = (path = ${text(settings.pagesDirectory)}, writable = false)),
		(name = "model", disk = (path = ${text(dirname(settings.modelFile))}, writable = false)),
		(name = "objects", disk = (path = ${text(settings.objectsDirectory)}, writable = true)),
		(name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
		(name = "public-network", network = (allow = ["public"], tlsOptions = (trustBrowserCas = true))),
	],
	sockets = [(name = "http", address = ${text(settings.address)}, http = (), service = "main")],
);

const mainWorker :Workerd.Worker = (
	modules = [
		${modules.join(",\n\t\t")},
	],
	compatibilityDate = ${text(settings.compatibilityDate)},
	compatibilityFlags = [${settings.compatibilityFlags.map(text).join(", ")}],
	bindings = [
		(name = "CONVERSATIONS", durableObjectNamespace = "ConversationDurableObject"),
		(name = "SOCKETIO_SESSIONS", durableObjectNamespace = "SocketIoSessionDurableObject"),
		(name = "SCHEDULER", durableObjectNamespace = "SchedulerDurableObject"),
		(name = "INBOXES", durableObjectNamespace = "InboxDurableObject"),
		(name = "ASSETS", service = "assets"),
		(name = "PUBLIC_NETWORK", service = "public-network"),
		${variables.join(",\n\t\t")},
	],
	durableObjectNamespaces = [
		(className = "ConversationDurableObject", uniqueKey = "conversation", enableSql = true),
		(className = "SocketIoSessionDurableObject", uniqueKey = "socketio-session", enableSql = true),
		(className = "SchedulerDurableObject", uniqueKey = "scheduler", enableSql = true),
		(className = "InboxDurableObject", uniqueKey = "inbox", enableSql = true),
	],
	durableObjectStorage = (localDisk = "objects"),
	globalOutbound = "internet",
);

const assetsWorker :Workerd.Worker = (
	modules = [(name = "assets-service.js", esModule = embed ${text(settings.assetsService)})],
	compatibilityDate = ${text(settings.compatibilityDate)},
	bindings = [
		(name = "PAGES", service = "pages"),
		(name = "MODEL", service = "model"),
		(name = "MODEL_NAME", text = ${text(basename(settings.modelFile))}),
	],
);
`;
}
