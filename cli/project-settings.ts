import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const Section = z.record(z.string(), z.unknown()).nullish();
const Endpoints = z.looseObject({ action_endpoint: Section, nlg: Section }).nullish();
const Credentials = z.looseObject({ socketio: Section, callback: Section }).nullish();

/**
 * What a Rasa project says of its surroundings, as the Worker's variables: `action_endpoint` and `nlg` of endpoints.yml, `socketio`
 * and `callback` of credentials.yml. `${NAME}` stands for a variable of the environment, as in Rasa.
 *
 * @throws Error naming the file and the line that can't be read, or the variable that is not set
 */
export function projectSettings(
	directory: string,
	env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
	const endpoints = Endpoints.parse(readYaml(join(directory, "endpoints.yml"), env));
	const credentials = Credentials.parse(readYaml(join(directory, "credentials.yml"), env));
	return {
		...variable("ACTION_ENDPOINT", endpoints?.action_endpoint),
		...variable("NLG_ENDPOINT", isOwnDomain(endpoints?.nlg) ? null : endpoints?.nlg),
		...variable("SOCKETIO_CHANNEL", credentials?.socketio),
		...variable("CALLBACK_CHANNEL", credentials?.callback),
	};
}

/** `nlg: {type: response}` says that the domain itself words its responses. */
function isOwnDomain(nlg: z.infer<typeof Section>): boolean {
	const type = nlg?.["type"];
	return typeof type === "string" && type.toLowerCase() === "response";
}

function variable(name: string, section: z.infer<typeof Section>): Record<string, string> {
	return section === null || section === undefined ? {} : { [name]: JSON.stringify(section) };
}

/** Null for a file that is not there. */
function readYaml(path: string, env: Readonly<Record<string, string | undefined>>): unknown {
	const text = readOptional(path);
	if (text === null) return null;
	const filled = text.replaceAll(/^(?!\s*#)(.*)$/gm, (line) =>
		line.replaceAll(/\$\{(\w+)\}/g, (_match, name: string) => {
			const value = env[name];
			if (value === undefined)
				throw new Error(`${path} names \${${name}}, which the environment does not set.`);
			return value;
		}),
	);
	try {
		return parse(filled);
	} catch (error) {
		throw new Error(`${path} can't be read: ${error instanceof Error ? error.message : String(error)}`, {
			cause: error,
		});
	}
}

function readOptional(path: string): string | null {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return null; // a project need not have one
	}
}
