import type { JsonObject } from "../nlu/model-file.ts";
import type { DomainSpec, SpokenResponse } from "./domain.ts";

/** The domain as the model file has it: what `DomainSpec` fills in by itself when it is read is left out. */
export function storedDomain(domain: DomainSpec): JsonObject {
	return {
		...domain,
		responses: domain.responses.map(stored),
		translations: domain.translations.map(({ language, responses }) => ({
			language,
			responses: responses.map(stored),
		})),
	};
}

function stored({ name, variations }: SpokenResponse): JsonObject {
	return {
		name,
		variations: variations.map(({ content, channel, condition }) => ({
			content,
			...(channel === null ? {} : { channel }),
			...(condition === null ? {} : { condition }),
		})),
	};
}
