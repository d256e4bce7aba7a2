import { jsonOrNull } from "../contracts/json-or-null.ts";
import { checkEndpoint, ResponseEndpointSettings } from "./endpoint-settings.ts";
import { readHosts } from "./outgoing-address.ts";

/** The variables that say who words responses. */
export interface ResponseEndpointEnv {
	/** JSON: Rasa's `nlg` of endpoints.yml. */
	readonly NLG_ENDPOINT?: string | undefined;
	readonly OUTGOING_HOSTS?: string | undefined;
}

type CheckedResponseEndpoint =
	| { readonly ok: true; readonly endpoint: ResponseEndpointSettings | null }
	| { readonly ok: false; readonly fault: string };

/**
 * The NLG server that is configured, or what is wrong with that; null where there is none. Like an action server it may
 * stand in our own network.
 */
export function checkResponseEndpoint(env: ResponseEndpointEnv): CheckedResponseEndpoint {
	const { NLG_ENDPOINT: json = "" } = env;
	if (json === "") return { ok: true, endpoint: null };
	return checkEndpoint(jsonOrNull(json), ResponseEndpointSettings, {
		allowedHosts: readHosts(env.OUTGOING_HOSTS),
		publicOnly: false,
	});
}

/** @throws Error naming the variable and what is wrong with it, never a value */
export function responseEndpoint(env: ResponseEndpointEnv): ResponseEndpointSettings | null {
	const checked = checkResponseEndpoint(env);
	if (checked.ok) return checked.endpoint;
	throw new Error(`Bad configuration: NLG_ENDPOINT: ${checked.fault}. See docs/configuration.md.`);
}
