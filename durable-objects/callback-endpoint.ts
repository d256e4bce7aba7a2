import { jsonOrNull } from "../contracts/json-or-null.ts";
import { checkEndpoint, EndpointSettings } from "./endpoint-settings.ts";
import { type OutgoingEnv, outgoingRules } from "./outgoing-network.ts";

/** The variables that say where the callback channel's messages go. */
export interface CallbackEnv extends OutgoingEnv {
	/** JSON: Rasa's `callback` of credentials.yml. */
	readonly CALLBACK_CHANNEL?: string | undefined;
}

type CheckedCallback =
	| { readonly ok: true; readonly endpoint: EndpointSettings | null }
	| { readonly ok: false; readonly fault: string };

/**
 * Where the messages go, or what is wrong with that; null where the channel is off. An address in our own network is taken
 * in development only, and where OUTGOING_HOSTS names it.
 */
export function checkCallback(env: CallbackEnv): CheckedCallback {
	const { CALLBACK_CHANNEL: json = "" } = env;
	if (json === "" || json === "off") return { ok: true, endpoint: null };
	return checkEndpoint(jsonOrNull(json), EndpointSettings, outgoingRules(env));
}

/** @throws Error naming the variable and what is wrong with it, never a value */
export function callbackEndpoint(env: CallbackEnv): EndpointSettings | null {
	const checked = checkCallback(env);
	if (checked.ok) return checked.endpoint;
	throw new Error(`Bad configuration: CALLBACK_CHANNEL: ${checked.fault}. See docs/configuration.md.`);
}
