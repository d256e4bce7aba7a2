import { ActionEndpointSettings, checkEndpoint } from "./endpoint-settings.ts";
import { readHosts } from "./outgoing-address.ts";

/** The variables that say where custom actions run. */
export interface ActionEndpointEnv {
	readonly ACTION_ENDPOINT_URL?: string | undefined;
	/** JSON: Rasa's `action_endpoint` of endpoints.yml. */
	readonly ACTION_ENDPOINT?: string | undefined;
	readonly OUTGOING_HOSTS?: string | undefined;
}

type CheckedActionEndpoint =
	| { readonly ok: true; readonly endpoint: ActionEndpointSettings | null }
	| { readonly ok: false; readonly name: keyof ActionEndpointEnv; readonly fault: string };

/**
 * The action server that is configured, or what is wrong with that; null where none is. `ACTION_ENDPOINT_URL` alone is
 * enough, and its address goes before the one of `ACTION_ENDPOINT`. It may stand in our own network: that is where action
 * servers usually are.
 */
export function checkActionEndpoint(env: ActionEndpointEnv): CheckedActionEndpoint {
	const { ACTION_ENDPOINT_URL: url = "", ACTION_ENDPOINT: json = "" } = env;
	if (url === "" && json === "") return { ok: true, endpoint: null };
	const settings = json === "" ? {} : parseObject(json);
	if (settings === null) return { ok: false, name: "ACTION_ENDPOINT", fault: "is not a JSON object" };
	const checked = checkEndpoint({ ...settings, ...(url === "" ? {} : { url }) }, ActionEndpointSettings, {
		allowedHosts: readHosts(env.OUTGOING_HOSTS),
		publicOnly: false,
	});
	if (checked.ok) return checked;
	return { ok: false, name: json === "" ? "ACTION_ENDPOINT_URL" : "ACTION_ENDPOINT", fault: checked.fault };
}

/** @throws Error naming the variable and what is wrong with it, never a value */
export function actionEndpoint(env: ActionEndpointEnv): ActionEndpointSettings | null {
	const checked = checkActionEndpoint(env);
	if (checked.ok) return checked.endpoint;
	throw new Error(`Bad configuration: ${checked.name}: ${checked.fault}. See docs/configuration.md.`);
}

function parseObject(json: string): object | null {
	try {
		const value: unknown = JSON.parse(json);
		return typeof value === "object" && !Array.isArray(value) ? value : null;
	} catch {
		return null; // the caller says which variable is no JSON, and not what stands in it
	}
}
