import { defineShopAction, type ShopContext } from "./shop-sdk.ts";

/** What the shop answers in: `language` and `additional_languages` of config.yml. */
export const LANGUAGES: readonly string[] = ["en", "de", "fr", "es", "tr", "ar"];

/** Turkish dotless i and accents that hurried people leave out, and the Arabic article, are all one. */
function fold(text: string): string {
	return text
		.toLowerCase()
		.normalize("NFD")
		.replaceAll(/\p{M}/gu, "")
		.replaceAll("ı", "i")
		.replaceAll(/(?<!\p{L})ال/gu, "");
}

/** Each language's name in each of them: `German`, `Deutsch`, `allemand`, …, folded. */
const NAMES = LANGUAGES.flatMap((code) =>
	LANGUAGES.flatMap((reader) => {
		const name = new Intl.DisplayNames([reader], { type: "language" }).of(code);
		return name === undefined ? [] : [{ code, name: fold(name).replace(/ة$/u, "") }];
	}),
);

/** The language that a message asks for, or null: the last one named that is not spoken already. */
export function languageNamed(text: string, spoken: string): string | null {
	const words = fold(text);
	const found = NAMES.map(({ code, name }) => ({ code, at: words.lastIndexOf(name) }))
		.filter(({ at }) => at >= 0)
		.sort((a, b) => b.at - a.at);
	return found.find(({ code }) => code !== spoken)?.code ?? found[0]?.code ?? null;
}

function wantedLanguage({ tracker, language }: ShopContext): string | null {
	const [picked] = tracker.latestEntities("language");
	if (typeof picked?.value === "string" && LANGUAGES.includes(picked.value)) return picked.value;
	return languageNamed(tracker.latestMessage?.text ?? "", language);
}

/** Answers in the language that was asked for from now on; without one that the shop speaks, offers those it does. */
const changeLanguage = defineShopAction({
	name: "action_change_language",
	run(context) {
		const wanted = wantedLanguage(context);
		if (wanted === null) return { events: [], responses: [{ response: "utter_change_language" }] };
		// a form that runs asks its question by itself
		const isInForm = context.tracker.activeLoop !== null;
		return {
			events: [{ event: "slot", name: "language", value: wanted }],
			responses: [{ response: isInForm ? "utter_language_changed_in_form" : "utter_language_changed" }],
		};
	},
});

export const languageActions = [changeLanguage];
