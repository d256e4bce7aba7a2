import { createContext, type ReactNode, use, useLayoutEffect, useState } from "react";
import type { Texts } from "./catalogue.ts";
import { type Language, speak, type Speech } from "./languages.ts";

interface Spoken extends Speech {
	/** Speaks another language from now on, and at the next visit. Without its catalogue everything stays as it is. */
	choose: (language: Language) => Promise<void>;
}

const SpokenContext = createContext<Spoken | null>(null);

interface SpeechProviderProps {
	initial: Speech;
	keep: (language: Language) => void;
	children: ReactNode;
}

/** The page's language, its direction with it. */
export function SpeechProvider({ initial, keep, children }: SpeechProviderProps) {
	const [speech, setSpeech] = useState(initial);
	useLayoutEffect(() => {
		document.documentElement.lang = speech.locale;
		document.documentElement.dir = speech.language === "ar" ? "rtl" : "ltr";
	}, [speech]);
	const choose = async (language: Language): Promise<void> => {
		const next = await speak(language, navigator.languages).catch(() => null);
		if (next === null) return;
		keep(language);
		setSpeech(next);
	};
	return <SpokenContext value={{ ...speech, choose }}>{children}</SpokenContext>;
}

export function useSpeech(): Spoken {
	const spoken = use(SpokenContext);
	if (spoken === null) throw new Error("A chat component stands outside of SpeechProvider");
	return spoken;
}

export function useTexts(): Texts {
	return useSpeech().texts;
}
